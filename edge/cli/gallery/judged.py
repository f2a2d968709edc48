"""`gallery check`: a verdict on what is enrolled already."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from edge import models
from edge.card import ModelCard
from edge.cli.gallery.tell import bar
from edge.cli.options import DEFAULT_GALLERY, GalleryOption, JsonOption, ModelOption, to_name
from edge.embed.model_file import read_model
from edge.enroll.judge import judge
from edge.show.verdict import Situation, verdict_table, write_page
from edge.show.verdict import as_json as verdict_json
from edge.write import check_place
from gallery.errors import GateError, InputError
from gallery.store import Gallery


def check(
    skus: Annotated[
        list[str] | None, typer.Argument(help="SKUs of the products.", show_default="all of them")
    ] = None,
    gallery: GalleryOption = DEFAULT_GALLERY,
    model: ModelOption = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write the verdicts with pictures, an HTML file.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 6 unless every product is good.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Judge products as [bold]enroll[/bold] does: are their views enough, sharp, and unlike other products'?

    [bold]Example[/bold]

    checkout-edge gallery check --report verdict.html
    """
    if report is not None:
        check_place(report, "--report")
    with Gallery.inspect(gallery) as opened:
        card, situation = _card(model, opened), Situation(gallery=to_name(gallery))
        with bar("judging") as progress:
            verdicts, prospect = judge(
                opened, skus or None, fallback=card.distance_threshold, progress=progress
            )
        if as_json:
            told = {"gallery": str(gallery), "version": opened.version}
            Console().print_json(data={**told, **verdict_json(verdicts, prospect)})
        else:
            Console().print(verdict_table(verdicts, {}, situation), soft_wrap=True)
        if report is not None:
            facts = {"gallery": str(gallery), "embedder": card.name}
            write_page(report, verdicts, prospect, facts, situation)
    bad = [f"{one.sku} ({one.word.value})" for one in verdicts if not one.good]
    if strict and bad:
        raise GateError(
            f"gallery {gallery}: {len(bad)} of {len(verdicts)} products are not good: {', '.join(bad[:5])}",
            "see the remarks above",
        )


def _card(model: Path | None, gallery: Gallery) -> ModelCard:
    """The card of the gallery's model; it is not loaded.

    Raises:
        InputError: the model is another one.
    """
    path = model or models.default()
    card = read_model(path).card
    if card.space != gallery.model:
        raise InputError(
            f"model {card.name} is not the gallery's: {card.space[:12]}, not {gallery.model[:12]}",
            "give the one it was enrolled with: --model",
        )
    return card
