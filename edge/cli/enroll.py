"""`checkout-edge enroll`: teach the till products from photos, and hear whether these are good enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from edge import embed
from edge.cli.gallery.confirm import ReasonOption
from edge.cli.gallery.indexed import keep_index
from edge.cli.gallery.tell import bar
from edge.cli.options import (
    DEFAULT_GALLERY,
    BackendOption,
    GalleryOption,
    JsonOption,
    ModelOption,
    ThreadsOption,
    to_name,
)
from edge.embed import Embedder
from edge.enroll import destination, gather, gather_seen, judge_gathered, refuse_bad
from edge.enroll.catalogue import Catalogue, read_catalogue
from edge.enroll.enrolled import EnrolledProduct
from edge.enroll.from_till import TillPhoto, till_photos
from edge.enroll.product_fields import product_of
from edge.show.gallery_command import gallery_command
from edge.show.verdict import Situation, as_json, verdict_table, write_page
from edge.write import check_place
from gallery.errors import InputError
from gallery.product import Product
from gallery.store import Gallery

ProductsArgument = Annotated[
    Path,
    typer.Argument(
        metavar="PRODUCTS",
        help="Folder with one folder of photos a product, named by its SKU; with --track a ledger of events.",
        show_default=False,
    ),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Enrol nothing unless every product is good; exit code 6 otherwise.")
]
ReportOption = Annotated[
    Path | None, typer.Option("--report", help="Write the verdicts with pictures side by side, an HTML file.")
]


def enroll(
    products: ProductsArgument,
    gallery: GalleryOption = DEFAULT_GALLERY,
    model: ModelOption = None,
    backend: BackendOption = "auto",
    threads: ThreadsOption = None,
    sku: Annotated[
        str | None, typer.Option(help="SKU, where PRODUCTS holds the photos of one product, or a ledger.")
    ] = None,
    track: Annotated[
        list[int] | None,
        typer.Option(help="With --sku: an item of the ledger PRODUCTS that is this product; may repeat."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="With --sku: the name people are shown.")] = None,
    price: Annotated[
        int | None, typer.Option(help="With --sku: price in minor units, 199 for 1.99 EUR.")
    ] = None,
    currency: Annotated[str | None, typer.Option(help="With --sku: ISO 4217 code, for example EUR.")] = None,
    barcode: Annotated[str | None, typer.Option(help="With --sku: the digits under the bars.")] = None,
    strict: StrictOption = False,
    report: ReportOption = None,
    json: JsonOption = False,
    reason: ReasonOption = "",
) -> None:
    """Enrol products from photos: a few of each are enough, and no training is needed.

    Photos are JPEG, PNG or WebP; a plain background, an alpha channel or a mask beside the photo
    (NAME.mask.png) tells where the item is, and without them the whole photo is taken. Enrolling
    again adds what is new and keeps the rest. It ends with a verdict on each product.

    [bold]Layout[/bold]

    products/cola-330ml/front.jpg, back.jpg, ... and, where wanted, product.toml beside them or one
    products.csv in products/, with the keys name, price_minor, currency, barcode.

    [bold]Examples[/bold]

    checkout-edge enroll products/ --gallery shop.gallery

    checkout-edge enroll photos-of-cola/ --sku cola-330ml --name "Cola 330 ml" --price 199 --currency EUR

    checkout-edge enroll events.jsonl --track 7 --track 9 --sku cola-330ml

    checkout-edge enroll products/ --strict --report verdict.html
    """
    said = {"name": name, "price_minor": price, "currency": currency, "barcode": barcode}
    fields = {key: value for key, value in said.items() if value is not None}
    if (fields or track) and sku is None:
        option = "--track" if track else "--" + next(iter(fields)).removesuffix("_minor")
        raise InputError(f"{option} without --sku", "say which product it is of, or use product.toml")
    if report is not None:
        check_place(report, "--report")
    console = Console(stderr=True, highlight=False)
    catalogue, seen = _read(products, sku, fields, track or [])
    embedder = embed.load(model, backend, threads)
    console.print(f"embedder {embedder.card.name} on {embedder.provider}", soft_wrap=True, markup=False)
    card = embedder.card
    with destination(gallery, card) as into:
        gathered = _gather(catalogue, seen, embedder, into.gallery)
        for line in _remarks(catalogue, gathered, seen, gallery):
            console.print(line, soft_wrap=True)
        with bar("judging") as progress:
            verdicts, prospect = judge_gathered(gathered, into.gallery, card.distance_threshold, progress)
        bad = strict and not all(one.good for one in verdicts)
        if not bad:
            into.keep(gathered, reason)
        head = {"gallery": str(gallery), "enrolled": not bad, "version": into.gallery.version}
        situation = Situation(not bad, to_name(gallery))
        if json:
            Console().print_json(data={**head, **as_json(verdicts, prospect)})
        else:
            notes = {one.sku: _notes(one) for one in gathered}
            Console().print(verdict_table(verdicts, notes, situation), soft_wrap=True)
        if report is not None:
            facts = {"gallery": str(gallery), "embedder": card.name}
            write_page(report, verdicts, prospect, facts, situation)
        keep_index(into.gallery)
        if strict:
            refuse_bad(verdicts)


def _read(
    products: Path, sku: str | None, fields: Mapping[str, object], tracks: Sequence[int]
) -> tuple[Catalogue | Product, list[TillPhoto]]:
    """The products of a folder; or one product and what a till has seen of it."""
    if tracks:
        return product_of(sku or "", fields, "options"), till_photos(products, tracks)
    if products.is_file() and products.suffix == ".jsonl":
        raise InputError(f"{products} is a ledger", "say which of its items it is: --track N --sku X")
    return read_catalogue(products, sku, fields), []


def _gather(
    catalogue: Catalogue | Product, seen: Sequence[TillPhoto], embedder: Embedder, gallery: Gallery
) -> list[EnrolledProduct]:
    if isinstance(catalogue, Product):
        return gather_seen(catalogue, seen, embedder, gallery)
    with bar("photos") as progress:
        return gather(catalogue.listings, embedder, gallery, progress)


def _remarks(
    catalogue: Catalogue | Product,
    products: Sequence[EnrolledProduct],
    seen: Sequence[TillPhoto],
    gallery: Path,
) -> list[str]:
    """What was left aside, and what a till had taken an item for."""
    notes = () if isinstance(catalogue, Product) else catalogue.notes
    left = [*notes, *(line for product in products for line in product.skipped)]
    skipped = [f"[yellow]skipped:[/yellow] {escape(line)}" for line in left]
    mistaken = [photo for photo in seen if photo.event.sku not in (None, products[0].sku)]
    return skipped + [_mistaken(photo, to_name(gallery)) for photo in mistaken]


def _mistaken(photo: TillPhoto, gallery: Path | None) -> str:
    """A till took an item for another product: what to do so that it does not again."""
    track, sku = photo.event.track, photo.event.sku or ""
    words = ("reject", sku, "--events", str(photo.events), "--track", str(track))
    return (
        f"[yellow]mistaken:[/yellow] track {track} was taken for {escape(sku)}; "
        f"so that it is not again: {escape(gallery_command(gallery, *words))}"
    )


def _notes(product: EnrolledProduct) -> list[str]:
    notes = [(len(product.skipped), "skipped"), (product.duplicates, "the same as another")]
    notes.append((product.hows.count("whole photo"), "taken whole"))
    return [f"{count} photo{'s' * (count > 1)} {what}" for count, what in notes if count]
