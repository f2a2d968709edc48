"""`checkout-edge enroll`: teach the till products from photos."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from edge import embed
from edge.cli.options import DEFAULT_GALLERY, BackendOption, GalleryOption, ModelOption, ThreadsOption
from edge.embed import Embedder
from edge.enroll import enroll as enroll_photos
from edge.enroll.catalogue import Catalogue, read_catalogue
from edge.enroll.enrolled import EnrolledProduct
from gallery.closest import closest
from gallery.errors import InputError
from gallery.store import Gallery

_TITLES = ("SKU", "Name", "New views", "Views", "Closest other", "Distance", "Notes")


ProductDirectory = Annotated[
    Path,
    typer.Argument(help="Folder with one folder of photos a product, named by its SKU.", show_default=False),
]


def enroll(
    product_dir: ProductDirectory,
    gallery: GalleryOption = DEFAULT_GALLERY,
    model: ModelOption = None,
    backend: BackendOption = "auto",
    threads: ThreadsOption = None,
    sku: Annotated[
        str | None, typer.Option(help="SKU, where PRODUCT_DIR holds the photos of one product.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="With --sku: the name people are shown.")] = None,
    price: Annotated[
        int | None, typer.Option(help="With --sku: price in minor units, 199 for 1.99 EUR.")
    ] = None,
    currency: Annotated[str | None, typer.Option(help="With --sku: ISO 4217 code, for example EUR.")] = None,
    barcode: Annotated[str | None, typer.Option(help="With --sku: the digits under the bars.")] = None,
) -> None:
    """Enrol products from photos: a few of each are enough, and no training is needed.

    Photos are JPEG, PNG or WebP; a plain background, an alpha channel or a mask beside the photo
    (NAME.mask.png) tells where the item is, and without them the whole photo is taken. Enrolling
    again adds what is new and keeps the rest.

    [bold]Layout[/bold]

    products/cola-330ml/front.jpg, back.jpg, ... and, where wanted, product.toml beside them or one
    products.csv in products/, with the keys name, price_minor, currency, barcode.

    [bold]Examples[/bold]

    checkout-edge enroll products/ --gallery shop.gallery

    checkout-edge enroll photos-of-cola/ --sku cola-330ml --name "Cola 330 ml" --price 199 --currency EUR
    """
    said = {"name": name, "price_minor": price, "currency": currency, "barcode": barcode}
    fields = {key: value for key, value in said.items() if value is not None}
    if fields and sku is None:
        option = "--" + next(iter(fields)).removesuffix("_minor")
        raise InputError(f"{option} without --sku", "say which product it is of, or use product.toml")
    console = Console(stderr=True, highlight=False)
    catalogue = read_catalogue(product_dir, sku, fields)
    embedder = embed.load(model, backend, threads)
    console.print(f"embedder {embedder.card.name} on {embedder.provider}", soft_wrap=True, markup=False)
    with _open(gallery, embedder) as opened:
        products = _enroll(catalogue, embedder, opened, console)
        for line in _left_out(catalogue, products):
            console.print(f"[yellow]skipped:[/yellow] {escape(line)}", soft_wrap=True)
        Console().print(_table(products, opened))


def _open(path: Path, embedder: Embedder) -> Gallery:
    card = embedder.card
    return Gallery.open(path, model=card.space, dimension=card.dimension, create=True)


def _enroll(
    catalogue: Catalogue, embedder: Embedder, gallery: Gallery, console: Console
) -> list[EnrolledProduct]:
    columns = TextColumn("photos"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with ExitStack() as stack:
        bar = stack.enter_context(Progress(*columns, console=console, transient=True))
        task = bar.add_task("photos", total=None)
        return enroll_photos(
            catalogue.listings,
            embedder,
            gallery,
            lambda done, total: bar.update(task, completed=done, total=total),
        )


def _left_out(catalogue: Catalogue, products: list[EnrolledProduct]) -> list[str]:
    return [*catalogue.notes, *(line for product in products for line in product.skipped)]


def _table(products: list[EnrolledProduct], gallery: Gallery) -> Table:
    """One row a product; the closest other one is what it may be taken for."""
    vectors, _, skus = gallery.matrix()
    rivals = closest(vectors, skus)
    counts = Counter(skus)
    names = {product.sku: product.name for product in gallery.products()}
    table = Table(*(Column(title, overflow="fold") for title in _TITLES))
    for product in products:
        rival, distance = rivals.get(product.sku, ("-", None))
        table.add_row(
            escape(product.sku),
            escape(names[product.sku]),
            str(product.added),
            str(counts[product.sku]),
            escape(rival),
            "-" if distance is None else f"{distance:.3f}",
            ", ".join(_notes(product)),
        )
    return table


def _notes(product: EnrolledProduct) -> list[str]:
    notes = [(len(product.skipped), "skipped"), (product.duplicates, "the same as another")]
    notes.append((product.hows.count("whole photo"), "taken whole"))
    return [f"{count} photo{'s' * (count > 1)} {what}" for count, what in notes if count]
