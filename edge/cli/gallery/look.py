"""`gallery list`, `show` and `stats`: look into a gallery. No model is needed."""

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
from edge.cli.options import DEFAULT_GALLERY, GalleryOption, JsonOption
from gallery.errors import InputError
from gallery.product import Product, check_sku
from gallery.store import Gallery
from gallery.view import View


def list_products(gallery: GalleryOption = DEFAULT_GALLERY, as_json: JsonOption = False) -> None:
    """List the products: SKU, name, price, barcode, number of views."""
    with Gallery.inspect(gallery) as opened:
        counts, products = Counter(opened.matrix()[2]), opened.products()
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
    """Show one product and its views."""
    with Gallery.inspect(gallery) as opened:
        views = opened.views(sku)
        product = next(product for product in opened.products() if product.sku == check_sku(sku))
    written = [] if thumbnails is None else _write_thumbnails(thumbnails, views)
    if as_json:
        seen = [{"source": view.source, "photo_hash": view.photo_hash} for view in views]
        Console().print_json(data={**asdict(product), "views": seen})
        return
    console = Console(highlight=False)
    for title, cell in zip(("SKU", "name", "price", "barcode"), _cells(product), strict=True):
        console.print(f"{title:>8}  {escape(cell)}", soft_wrap=True)
    for number, view in enumerate(views, start=1):
        console.print(f"  view {number:>2}  {view.photo_hash[:12]}  {escape(view.source)}", soft_wrap=True)
    if thumbnails is not None:
        Console(stderr=True).print(f"{len(written)} thumbnails in {escape(str(thumbnails))}", soft_wrap=True)


def stats(gallery: GalleryOption = DEFAULT_GALLERY, as_json: JsonOption = False) -> None:
    """Count products and views, name the model and the version."""
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


def _write_thumbnails(folder: Path, views: list[View]) -> list[Path]:
    paths = [
        folder / f"{number:02d}-{view.photo_hash[:12]}.jpg" for number, view in enumerate(views, start=1)
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, view in zip(paths, views, strict=True):
            path.write_bytes(view.thumbnail)
    except OSError as error:
        raise InputError(
            f"--thumbnails {folder}: {error.strerror}", "name a folder that can be written"
        ) from None
    return paths
