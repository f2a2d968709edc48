"""`checkout-edge export`: from a training run to the file that a till runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gallery.errors import InputError
from train.cli.needs import needs


def export(
    run_dir: Annotated[Path, typer.Argument(help="Folder of a finished run.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The .onnx file.", show_default=False)],
    licence: Annotated[str, typer.Option(help="Of the weights, an SPDX identifier.")] = "Apache-2.0",
    trained_on: Annotated[
        list[str] | None,
        typer.Option(
            help="What it was trained on, for its card; may be given again.", show_default="the data folders"
        ),
    ] = None,
    float32: Annotated[
        bool, typer.Option("--float32", help="Keep weights in float32: twice the size, a little nearer.")
    ] = False,
) -> None:
    """Write the ONNX file of a training run, with its card, checked against PyTorch.

    [bold]Examples[/bold]

    checkout-edge export runs/mine --out mine.onnx

    checkout-edge enroll products/ --model mine.onnx --gallery shop.gallery
    """
    needs(["torch", "onnx", "onnxscript", "onnxruntime"], "export", "export")
    from export.latency import latency
    from export.run import export_run

    if out.suffix != ".onnx":
        raise InputError(f"--out {out}: not an .onnx file", "give a name that ends in .onnx")
    card = export_run(run_dir, out, licence=licence, half=not float32, data=tuple(trained_on or ()))
    console = Console(soft_wrap=True, markup=False, highlight=False)
    size = out.stat().st_size / 1e6
    console.print(f"{out}: {size:.1f} MB, {card.backbone}, threshold {card.distance_threshold:.3f}")
    console.print(f"one crop on one core: {latency(out, 1):.1f} ms, median of 50")
