"""`checkout-edge evaluate`: what a model does for a shop, in figures with intervals and in pictures."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from edge.cli.options import ThreadsOption
from train.cli.needs import needs


class ViewName(str, Enum):
    """How photos are seen."""

    WHOLE = "whole"
    HARD = "hard"


ModelPath = Annotated[
    Path, typer.Option("--model", "-m", help="An .onnx file, or the folder of a run.", show_default=False)
]
DataPaths = Annotated[
    list[Path],
    typer.Option("--data", "-d", help="Photos to measure on; may be given again.", show_default=False),
]
AgainstPaths = Annotated[
    list[Path] | None,
    typer.Option(help="A model to compare with, on the same draws; may be given again.", show_default=False),
]

OnlyPath = Annotated[
    Path | None,
    typer.Option(
        help="File with a class name a line: no other takes part. A product run leaves unseen.txt.",
        show_default=False,
    ),
]


def evaluate(
    model: ModelPath,
    data: DataPaths,
    shots: Annotated[int, typer.Option(help="Photos enrolled of each class.")] = 7,
    seeds: Annotated[int, typer.Option(help="Random draws of the enrolled photos.")] = 5,
    against: AgainstPaths = None,
    out: Annotated[Path, typer.Option(help="Folder for evaluation.json and evaluation.html.")] = Path(
        "evaluation-out"
    ),
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write the figures to this file instead.", show_default=False),
    ] = None,
    view: Annotated[
        ViewName, typer.Option(help="How every photo is seen: as it is, or as a till might see it.")
    ] = ViewName.WHOLE,
    unknown_classes: Annotated[
        Path | None,
        typer.Option(
            help="File with a class name a line: those held out as unknown.",
            show_default="another half in each draw",
        ),
    ] = None,
    only: OnlyPath = None,
    threads: ThreadsOption = None,
) -> None:
    """Measure a model: enrol a few photos of each class, ask all the others, draw again, and report.

    Where the data has train/val/test, photos are enrolled from train and those of test are asked.
    Intervals come from resampling the classes and the draws; see docs/evaluation.md.

    [bold]Examples[/bold]

    checkout-edge evaluate --model my-model.onnx --data photos/

    checkout-edge evaluate --model runs/semi-hard --against runs/random --data photos/ --shots 3

    checkout-edge evaluate --model runs/mine --data photos/ --only runs/mine/unseen.txt
    """
    paths = [model, *(against or [])]
    needs(["matplotlib", "sklearn", *(["torch"] if any(path.is_dir() for path in paths) else [])], "evaluate")
    from train.cli.evaluating import Request, run

    request = Request(
        tuple(paths), tuple(data), shots, seeds, unknown_classes, only, view.value, out, json_file, threads
    )
    run(request, Console(stderr=True, highlight=False))
