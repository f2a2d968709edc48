"""`gallery migrate`: move a gallery to another embedder without photographing anything again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edge import embed
from edge.cli.gallery.confirm import ReasonOption
from edge.cli.gallery.indexed import keep_index
from edge.cli.gallery.tell import bar, tell
from edge.cli.options import DEFAULT_GALLERY, BackendOption, GalleryOption, ThreadsOption
from edge.embed import Embedder
from edge.migrate import (
    Comparison,
    Draft,
    Embedded,
    Wish,
    calibrated,
    compare_spaces,
    embed_views,
    switch,
    wish,
)
from gallery.errors import GateError
from gallery.risk.calibration import Calibration
from gallery.store import Gallery


def migrate(
    model: Annotated[
        Path, typer.Option("--model", "-m", help="The embedder to go to, an .onnx file with a card.")
    ],
    gallery: GalleryOption = DEFAULT_GALLERY,
    photos: Annotated[
        Path | None,
        typer.Option(help="Folder with the photos of views that have no stored crop, found by their hash."),
    ] = None,
    backend: BackendOption = "auto",
    threads: ThreadsOption = None,
    target_far: Annotated[
        float | None,
        typer.Option(
            help="Calibrate for this share of unknown items accepted at most.",
            show_default="what the present calibration keeps",
        ),
    ] = None,
    no_calibrate: Annotated[
        bool, typer.Option("--no-calibrate", help="Switch without a calibration of the new vectors.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also to a model that tells these products apart clearly worse.")
    ] = False,
    reason: ReasonOption = "",
) -> None:
    """Embed all views again with another model, from their stored crops, and switch to it in one step.

    Until the switch the gallery is as it was; when this is stopped on the way, the next run goes on
    where it was. The old vectors stay in the history: [bold]gallery rollback[/bold] goes back to them.

    [bold]Example[/bold]

    checkout-edge gallery migrate --model product-duo-r4.onnx
    """
    embedder = embed.load(model, backend, threads)
    tell(f"embedder {embedder.card.name} on {embedder.provider}")
    with Gallery.open(gallery, model=None, dimension=None) as opened, Draft(gallery, embedder.card) as draft:
        asked = None if no_calibrate else wish(opened.calibration(), target_far)
        with bar("views embedded") as progress:
            new = embed_views(opened, embedder, draft, photos, progress)
        _judge(compare_spaces(opened, new), model, anyway)
        calibration = None if asked is None else _calibrated(opened, new, embedder, asked)
        version = switch(opened, embedder, new, calibration, reason)
        draft.drop()
        keep_index(opened)
    tell(f"{gallery} is of {embedder.card.name} now, version {version}; `run` needs --model {model}")
    if calibration is None:
        tell("no calibration is there for it: run `checkout-edge calibrate` before you sell with it")


def _judge(found: Comparison, model: Path, anyway: bool) -> None:
    tell(found.words())
    if found.clearly_worse and not anyway:
        raise GateError(
            f"{model} tells the products of this gallery apart clearly worse: nothing was changed",
            "stay with the present model, or give --anyway",
        )


def _calibrated(gallery: Gallery, new: Embedded, embedder: Embedder, asked: Wish) -> Calibration:
    with bar("views tried") as progress:
        found = calibrated(gallery, new, embedder.card, asked, progress)
    tell(found.words)
    return found
