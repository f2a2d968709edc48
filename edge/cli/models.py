"""`checkout-edge models`: the embedders at hand and what their cards say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from edge import embed
from edge import models as model_files
from edge.card import ModelCard
from edge.certificate.state import certificate_state
from edge.cli.options import JsonOption
from gallery.errors import InputError


def models(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Model files; without any, those shipped.", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show each model's card and certificate: size, data, licence, threshold. Each is loaded and checked.

    [bold]Examples[/bold]

    checkout-edge models

    checkout-edge models my-model.onnx --json
    """
    cards = {path: embed.load(path, "cpu", 1).card for path in paths or _shipped()}
    if as_json:
        Console().print_json(data=[{"path": str(path), **_facts(path, card)} for path, card in cards.items()])
        return
    for path, card in cards.items():
        table = Table(title=escape(card.name), show_header=False, title_justify="left")
        table.add_row("path", escape(str(path)))
        for key, value in _facts(path, card).items():
            table.add_row(key, escape(", ".join(value) if isinstance(value, list) else str(value)))
        Console().print(table)


def _facts(path: Path, card: ModelCard) -> dict[str, object]:
    return {**card.model_dump(mode="json"), "certificate": certificate_state(path).words}


def _shipped() -> list[Path]:
    shipped = model_files.shipped()
    if not shipped:
        raise InputError(
            "this installation came without a model", "install checkout-edge again, or name a model file"
        )
    return shipped
