"""`checkout-edge export`: from a training run or a model to the file that a till runs, with its proof."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from edge import models
from edge.cli.interrupt import end_in_order_on_sigterm
from gallery.errors import GateError
from train.cli.needs import needs

_REMEDIES = {
    "fp32": "a run's large filters are stored as halves: keep them whole with --float32",
    "fp16": "use the FP32 model, or keep it knowingly with --keep-failed",
    "int8": "calibrate with more photos, like those to check with, or use onnx or onnx-fp16",
}


def export(
    source: Annotated[
        Path | None,
        typer.Argument(help="Folder of a finished run, or an .onnx model.", show_default="the model shipped"),
    ] = None,
    to: Annotated[
        Literal["onnx", "onnx-fp16", "onnx-int8", "tensorrt"],
        typer.Option("--to", help="Form of the artifact."),
    ] = "onnx",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The file.", show_default="beside its source")
    ] = None,
    target: Annotated[
        str,
        typer.Option(
            help="GPU of an engine: this-device, or an RTX GPU as rtx4090 or sm_89 (built without it, by "
            "tensorrt-rtx). A Jetson's (orin, thor) is built on the Jetson."
        ),
    ] = "this-device",
    calibrate: Annotated[
        Path | None, typer.Option(help="Photos to calibrate INT8 with, 100 or more.", show_default=False)
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(
            help="Photos to judge it by, a folder a product.",
            show_default="the source's own, else drawn ones",
        ),
    ] = None,
    keep_failed: Annotated[
        bool, typer.Option("--keep-failed", help="Keep an artifact that misses a gate.")
    ] = False,
    dla: Annotated[
        int | None, typer.Option(help="DLA core of an Orin: 0 or 1.", min=0, max=1, show_default=False)
    ] = None,
    batch: Annotated[
        int | None,
        typer.Option(help="The one batch size of an engine.", min=1, max=32, show_default="1 to 32; DLA: 1"),
    ] = None,
    version_compatible: Annotated[
        bool, typer.Option("--version-compatible", help="Engine for later TensorRT of the same major, too.")
    ] = False,
    licence: Annotated[str, typer.Option(help="Of a run's weights, an SPDX identifier.")] = "Apache-2.0",
    trained_on: Annotated[
        list[str] | None,
        typer.Option(
            help="What a run was trained on, for its card; may be given again.",
            show_default="the data folders",
        ),
    ] = None,
    float32: Annotated[bool, typer.Option("--float32", help="Store weights whole: twice the size.")] = False,
) -> None:
    """Export an embedder, and prove that the artifact is still the same model.

    Each artifact is compared with its reference on check photos: embeddings, products, and the till's
    decisions. A gate missed is a failed export: exit code 6, and nothing is left but with --keep-failed.
    Certificate, summary and check set are written beside the artifact.

    [bold]Examples[/bold]

    checkout-edge export runs/mine --out mine.onnx

    checkout-edge export mine.onnx --to onnx-int8 --calibrate products/ --check products/

    checkout-edge export mine.onnx --to tensorrt
    """
    end_in_order_on_sigterm()
    path = source or models.default()
    needs(["onnxruntime"], "export", "cpu")
    needs(["onnx", "onnxslim", "onnxscript"], "export", "convert")
    if path.is_dir():
        needs(["torch"], "export", "export")
    from export.order import Order
    from export.pipeline import export_all
    from export.show import Reporter

    order = Order(
        source=path,
        form=to,
        out=out,
        target=target,
        calibrate=calibrate,
        check=check,
        keep_failed=keep_failed,
        float32=float32,
        licence=licence,
        trained_on=tuple(trained_on or ()),
        dla=dla,
        batch=batch,
        version_compatible=version_compatible,
    )
    with Reporter(Console(stderr=True, highlight=False)) as reporter:
        for done in export_all(order, reporter.progress):
            reporter.show(done)
    certificate = done.certificate
    if not (certificate.passed or certificate.pending):
        missed = ", ".join(gate.name for gate in certificate.gates if not gate.passed)
        raise GateError(
            f"{done.out.name}: missed {missed}; {'kept' if done.kept else 'nothing was written'}",
            _REMEDIES[certificate.artifact.precision],
        )
