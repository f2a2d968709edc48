"""`gallery list`, `show`, `groups` and `stats`: look into a gallery. No model is needed."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from edge.basket.money import money
from edge.cli.gallery.suggest import suggested
from edge.cli.gallery.tell import tell
from edge.cli.options import DEFAULT_GALLERY, GalleryOption, JsonOption, to_name
from edge.show.gallery_command import gallery_command
from gallery.errors import InputError
from gallery.product import Product, check_sku
from gallery.store import Gallery
from gallery.view import View


def list_products(gallery: GalleryOption = DEFAULT_GALLERY, as_json: JsonOption = False) -> None:
    """List the products: SKU, name, price, barcode, number of views."""
    with Gallery.inspect(gallery) as opened, opened.moment():
        counts, products = Counter(opened.view_ids()[1]), opened.products()
    if as_json:
        Console().print_json(data=[{**asdict(product), "views": counts[product.sku]} for product in products])
        return
    table = Table(*(Column(title, overflow="fold") for title in ("SKU", "Name", "Price", "Barcode", "Views")))
    for product in products:
        table.add_row(*map(escape, _cells(product)), str(counts[product.sku]))
    Console().print(table)


def show(
    sku: Annotated[str, typer.Argument(help="SKU of the product.", show_default=False)],
    gallery: GalleryOption = DEFAULT_GALLERY,
    thumbnails: Annotated[
        Path | None, typer.Option(help="Write what the till sees of each photo into this folder.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show one product, its views, what was rejected as it, and what it is grouped with."""
    with Gallery.inspect(gallery) as opened, opened.moment():
        views, negatives = opened.views(sku), opened.negatives(sku)
        product = next(product for product in opened.products() if product.sku == check_sku(sku))
        groups = {name: skus for name, skus in opened.groups().items() if product.sku in skus}
    written = [] if thumbnails is None else _write_thumbnails(thumbnails, views, negatives)
    if as_json:
        facts = {**asdict(product), "views": _told(views), "negatives": _told(negatives), "groups": groups}
        Console().print_json(data=facts)
        return
    console = Console(highlight=False)
    for title, cell in zip(("SKU", "name", "price", "barcode"), _cells(product), strict=True):
        console.print(f"{title:>8}  {escape(cell)}", soft_wrap=True)
    for name, skus in groups.items():
        console.print(f"   group  {escape(name)}: {escape(', '.join(skus))}", soft_wrap=True)
    for title, shown in (("view", views), ("not", negatives)):
        for number, view in enumerate(shown, start=1):
            console.print(f"{title:>5} {number:>2}  {escape(_line(view))}", soft_wrap=True)
    if thumbnails is not None:
        tell(f"{len(written)} thumbnails in {thumbnails}")


def groups(
    gallery: GalleryOption = DEFAULT_GALLERY,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Propose groups: products that the till cannot tell apart.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List the groups of look-alikes, within which the till asks a person instead of guessing."""
    with Gallery.inspect(gallery) as opened, opened.moment():
        there = opened.groups()
        found = suggested(opened) if suggest else there
    if as_json:
        Console().print_json(data=found)
        return
    for name, skus in found.items():
        line = (
            gallery_command(to_name(gallery), "group", name, *skus)
            if suggest
            else f"{name}: {', '.join(skus)}"
        )
        Console(highlight=False).print(escape(line), soft_wrap=True)
    if not found:
        tell("no products that the till takes for one another" if suggest else "no groups")


def stats(gallery: GalleryOption = DEFAULT_GALLERY, as_json: JsonOption = False) -> None:
    """Count products, views, rejected views and groups; name the model, the version and the state."""
    with Gallery.inspect(gallery) as opened:
        facts = asdict(opened.stats())
    if as_json:
        Console().print_json(data=facts)
        return
    for title, fact in facts.items():
        Console(highlight=False).print(f"{title:>9}  {escape(str(fact))}", soft_wrap=True)


def _cells(product: Product) -> tuple[str, str, str, str]:
    price = money(product.price_minor, product.currency)
    return product.sku, product.name, price, product.barcode or ""


def _told(views: list[View]) -> list[dict[str, str]]:
    return [{"source": view.source, "photo_hash": view.photo_hash, "origin": view.origin} for view in views]


def _line(view: View) -> str:
    return f"{view.photo_hash[:12]}  {view.source}{'' if view.origin == 'photo' else f'  ({view.origin})'}"


def _write_thumbnails(folder: Path, views: list[View], negatives: list[View]) -> list[Path]:
    numbered = [*enumerate(views, start=1), *enumerate(negatives, start=1)]
    kinds = [""] * len(views) + ["not-"] * len(negatives)
    paths = [
        folder / f"{kind}{number:02d}-{view.photo_hash[:12]}.jpg"
        for kind, (number, view) in zip(kinds, numbered, strict=True)
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, view in zip(paths, [*views, *negatives], strict=True):
            path.write_bytes(view.thumbnail)
    except OSError as error:
        raise InputError(
            f"--thumbnails {folder}: {error.strerror}", "name a folder that can be written"
        ) from None
    return paths
