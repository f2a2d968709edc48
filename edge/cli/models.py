"""`checkout-edge models`: the embedders and engines at hand, their cards, and which one `auto` takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from edge import embed
from edge import models as model_files
from edge.certificate.state import certificate_state
from edge.cli.options import JsonOption, ThreadsOption
from edge.cli.trial import show_trial
from edge.engine.engine_file import read_engine
from gallery.errors import InputError


def models(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Model and engine files; without any, the models shipped.", show_default=False),
    ] = None,
    trial: Annotated[
        bool,
        typer.Option(
            "--trial",
            help="Measure again here which form and backend [bold]auto[/bold] takes, and remember that.",
        ),
    ] = False,
    threads: ThreadsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show each model's card and certificate: size, data, licence, threshold.

    A model is loaded and checked. An engine, which may be for another GPU, is only seen to be whole; shown
    is also what it was built for and by what. With --trial the forms of one model are timed on this device.

    [bold]Examples[/bold]

    checkout-edge models

    checkout-edge models my-model.onnx --json

    checkout-edge models --trial
    """
    if trial:
        show_trial(_one(paths), threads, as_json)
        return
    if threads is not None:
        raise InputError("--threads without --trial", "leave it out: a card is the same with any")
    found = [_facts(path) for path in paths or _shipped()]
    if as_json:
        Console().print_json(data=found)
        return
    for facts in found:
        Console().print(_table(facts))


def _one(paths: list[Path] | None) -> Path:
    """The model whose forms are tried."""
    if paths and len(paths) > 1:
        raise InputError(f"{len(paths)} models for one trial", "name one; its forms are found beside it")
    return paths[0] if paths else model_files.default()


def _facts(path: Path) -> dict[str, object]:
    """The model's card, of an engine also its own under `engine`, and the certificate's state."""
    engine = None
    if path.suffix == ".engine":
        engine, _ = read_engine(path)
    card = engine.model if engine else embed.load(path, "cpu", 1).card
    facts = {"path": str(path), **card.model_dump(mode="json")}
    if engine:
        facts["engine"] = engine.model_dump(mode="json", exclude={"model"})
    return {**facts, "certificate": certificate_state(path).words}


def _table(facts: dict[str, object]) -> Table:
    table = Table(title=escape(str(facts["name"])), show_header=False, title_justify="left")
    for key, value in facts.items():
        inner = value.items() if isinstance(value, dict) else [("", value)]
        for part, said in inner:
            table.add_row(f"{key} {part}".strip(), escape(_words(said)))
    return table


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _shipped() -> list[Path]:
    shipped = model_files.shipped()
    if not shipped:
        raise InputError(
            "this installation came without a model", "install checkout-edge again, or name a model file"
        )
    return shipped
