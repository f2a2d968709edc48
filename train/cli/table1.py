"""`checkout-edge table1`: the paper's Table 1 on photos of your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from train.cli.choose_settings import shared_settings
from train.cli.go_on import go_on_later
from train.cli.needs import needs
from train.cli.train import (
    BackboneOption,
    ConfigOption,
    DataOption,
    DeviceOption,
    EpochsOption,
    PrecisionOption,
    SetOption,
    SizeOption,
    WeightsOption,
    WorkersOption,
)

THREE = ("softmax", "random-triplets", "paper")


def table1(
    data: DataOption,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the runs.", show_default=False)],
    backbone: BackboneOption = None,
    weights: WeightsOption = None,
    size: SizeOption = None,
    epochs: EpochsOption = None,
    seed: Annotated[int | None, typer.Option(help="The first seed.", show_default="0")] = None,
    seeds: Annotated[int, typer.Option(min=1, max=100, help="How many; each splits the photos anew.")] = 1,
    precision: PrecisionOption = None,
    device: DeviceOption = "auto",
    workers: WorkersOption = None,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Train softmax, random and semi-hard triplets alike, and print the paper's Table 1 beside ours.

    Each --data is a set of its own. Writes table1.json, table1.md and table1.png. The same command
    again goes on where it was stopped.

    [bold]Examples[/bold]

    checkout-edge table1 -d grocery/ -d caltech101/ -o runs/table1

    checkout-edge table1 -d grocery/ -o runs/lite0 --backbone tf_efficientnet_lite0 --weights package
    """
    needs(["torch", "matplotlib"], "table1")
    options = {
        "backbone": backbone, "weights": weights, "size": size, "epochs": epochs,
        "seed": seed, "precision": precision, "workers": workers,
    }  # fmt: skip
    recipes = shared_settings(THREE, config, options, settings or [])
    _run(out, data, recipes, seeds, device)


def _run(out: Path, data: list[Path], recipes: dict[str, Any], seeds: int, device: str) -> None:
    from train.engine.numerics import numerics
    from train.engine.show import Show
    from train.table.markdown import for_terminal
    from train.table.run_all import run_all, write

    first = recipes["paper"]
    with go_on_later(Console(stderr=True), out), Show(Console(stderr=True)) as show:
        runs = run_all(out, data, recipes, seeds, numerics(device, first.precision), show)
    Console().print(for_terminal(write(out, runs, first.seed)))
    Console().print(f"written to {out}/table1.json, table1.md and table1.png", markup=False, highlight=False)
