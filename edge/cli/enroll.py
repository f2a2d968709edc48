"""`checkout-edge enroll`: teach the till products from photos, and hear whether these are good enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from edge import embed
from edge.card import ModelCard
from edge.cli.enroll_options import (
    BarcodeOption,
    CurrencyOption,
    NameOption,
    PriceOption,
    ProductsArgument,
    ReportOption,
    SkuOption,
    StrictOption,
    TrackOption,
)
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
from edge.enroll.destination import Destination
from edge.enroll.enrolled import EnrolledProduct
from edge.enroll.from_till import TillPhoto, till_photos
from edge.enroll.product_fields import product_of
from edge.show.gallery_command import gallery_command
from edge.show.verdict import Situation, as_json, verdict_table, write_page
from edge.write import check_place
from gallery.errors import InputError
from gallery.product import Product
from gallery.store import Gallery


@dataclass(frozen=True, slots=True)
class Wanted:
    """What becomes of the verdicts: see the options of the same names."""

    gallery: Path
    strict: bool
    report: Path | None
    json: bool
    reason: str


def enroll(
    products: ProductsArgument,
    gallery: GalleryOption = DEFAULT_GALLERY,
    model: ModelOption = None,
    backend: BackendOption = "auto",
    threads: ThreadsOption = None,
    sku: SkuOption = None,
    track: TrackOption = None,
    name: NameOption = None,
    price: PriceOption = None,
    currency: CurrencyOption = None,
    barcode: BarcodeOption = None,
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
    fields = {"name": name, "price_minor": price, "currency": currency, "barcode": barcode}
    wanted = Wanted(gallery, strict, report, json, reason)
    catalogue, seen = _read(products, sku, fields, track or [])
    if report is not None:
        check_place(report, "--report")
    console = Console(stderr=True, highlight=False)
    embedder = embed.load(model, backend, threads)
    console.print(f"embedder {embedder.card.name} on {embedder.provider}", soft_wrap=True, markup=False)
    with destination(gallery, embedder.card) as into:
        gathered = _gather(catalogue, seen, embedder, into.gallery)
        for line in _remarks(catalogue, gathered, seen, gallery):
            console.print(line, soft_wrap=True)
        _judge(gathered, into, embedder.card, wanted)


def _judge(gathered: list[EnrolledProduct], into: Destination, card: ModelCard, wanted: Wanted) -> None:
    """Say what the views are worth, and keep them unless a bad verdict forbids it."""
    with bar("judging") as progress:
        verdicts, prospect = judge_gathered(gathered, into.gallery, card.distance_threshold, progress)
    bad = wanted.strict and not all(one.good for one in verdicts)
    if not bad:
        into.keep(gathered, wanted.reason)
    head = {"gallery": str(wanted.gallery), "enrolled": not bad, "version": into.gallery.version}
    situation = Situation(not bad, to_name(wanted.gallery))
    if wanted.json:
        Console().print_json(data={**head, **as_json(verdicts, prospect)})
    else:
        notes = {one.sku: _notes(one) for one in gathered}
        Console().print(verdict_table(verdicts, notes, situation), soft_wrap=True)
    if wanted.report is not None:
        facts = {"gallery": str(wanted.gallery), "embedder": card.name}
        write_page(wanted.report, verdicts, prospect, facts, situation)
    keep_index(into.gallery)
    if wanted.strict:
        refuse_bad(verdicts)


def _read(
    products: Path, sku: str | None, said: Mapping[str, object], tracks: Sequence[int]
) -> tuple[Catalogue | Product, list[TillPhoto]]:
    """The products of a folder; or one product and what a till has seen of it."""
    fields = {key: value for key, value in said.items() if value is not None}
    if (fields or tracks) and sku is None:
        option = "--track" if tracks else "--" + next(iter(fields)).removesuffix("_minor")
        raise InputError(f"{option} without --sku", "say which product it is of, or use product.toml")
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
