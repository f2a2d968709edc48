"""`gallery reject` and `unreject`: teach a gallery what a product is NOT, or what is no product at all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edge import embed
from edge.cli.gallery.confirm import ReasonOption, YesOption, confirm
from edge.cli.gallery.negative_views import embedded, photos_of
from edge.cli.gallery.tell import bar, counted, tell
from edge.cli.options import DEFAULT_GALLERY, BackendOption, GalleryOption, ModelOption, ThreadsOption
from edge.enroll.from_till import till_photos
from gallery.errors import InputError
from gallery.product import check_sku
from gallery.store import Gallery

BackgroundOption = Annotated[
    bool, typer.Option("--background", help="Not of one product: what shall never be taken for any.")
]


def reject(
    things: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SKU] PHOTOS...",
            help="The product, then photos or folders of what it is not; with --background photos alone.",
            show_default=False,
        ),
    ] = None,
    background: BackgroundOption = False,
    events: Annotated[
        Path | None, typer.Option(help="A ledger written by [bold]run --events FILE[/bold]; needs --track.")
    ] = None,
    track: Annotated[
        list[int] | None, typer.Option(help="The item in it that was taken for the wrong thing; may repeat.")
    ] = None,
    gallery: GalleryOption = DEFAULT_GALLERY,
    model: ModelOption = None,
    backend: BackendOption = "auto",
    threads: ThreadsOption = None,
    reason: ReasonOption = "",
) -> None:
    """Keep photos of what a product is NOT: what is nearer to them than to the product is not accepted.

    [bold]Examples[/bold]

    checkout-edge gallery reject cola-330ml lookalike.jpg more-of-it/

    checkout-edge gallery reject cola-330ml --events events.jsonl --track 7

    checkout-edge gallery reject --background hands/ trays/
    """
    sku, paths = _said(list(things or ()), background)
    if (events is None) != (not track):
        raise InputError("one of --events and --track alone", "say which item of which ledger: both of them")
    photos = photos_of(paths)
    seen = [] if events is None else till_photos(events, track or ())
    if not photos and not seen:
        raise InputError("no photo of what it is not", "give photos, folders, or --events FILE --track N")
    embedder = embed.load(model, backend, threads)
    card = embedder.card
    with Gallery.open(gallery, model=card.space, dimension=card.dimension) as opened:
        opened.negatives(sku)  # fails on an unknown SKU before anything is embedded
        with bar("photos") as progress:
            views = embedded(photos, seen, embedder, progress)
        new = opened.reject(sku, views, reason=reason)
    already = f", {len(views) - new} were there" if new < len(views) else ""
    tell(f"{counted(new, 'view')} kept as {'background' if sku is None else f'not {sku}'}{already}")


def unreject(
    sku: Annotated[str | None, typer.Argument(help="SKU of the product.", show_default=False)] = None,
    background: BackgroundOption = False,
    gallery: GalleryOption = DEFAULT_GALLERY,
    yes: YesOption = False,
    reason: ReasonOption = "",
) -> None:
    """Take back all that was rejected as this product, or as the background."""
    if (sku is None) != background:
        raise InputError("neither a SKU nor --background, or both", "give one of the two")
    with Gallery.open(gallery, model=None, dimension=None) as opened:
        views = len(opened.negatives(sku))
        what = f"{counted(views, 'rejected view')} of {_subject(sku)}"
        if not views:
            raise InputError(f"nothing is rejected as {_subject(sku)}", "`gallery show SKU` lists what is")
        if not yes:
            confirm(f"take back {what} in {gallery}?", "taken back")
        opened.unreject(sku, reason=reason)
    tell(f"{what} taken back")


def _subject(sku: str | None) -> str:
    return sku or "the background"


def _said(things: list[str], background: bool) -> tuple[str | None, list[Path]]:
    """The product, None for the background, and what else was given."""
    if background:
        return None, [Path(thing) for thing in things]
    if not things:
        raise InputError("no product", "give its SKU first, or --background")
    return check_sku(things[0]), [Path(thing) for thing in things[1:]]
