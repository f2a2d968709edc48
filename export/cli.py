"""`checkout-edge export`: from a training run or a model to the file that a till runs, with its proof."""

from __future__ import annotations

from rich.console import Console

from edge import models
from edge.cli.interrupt import end_in_order_on_sigterm
from export.options import (
    BatchOption,
    CalibrateOption,
    CheckOption,
    DlaOption,
    Float32Option,
    KeepFailedOption,
    LicenceOption,
    OutOption,
    SourceArgument,
    TargetOption,
    ToOption,
    TrainedOnOption,
    VersionCompatibleOption,
)
from gallery.errors import GateError
from train.cli.needs import needs

_REMEDIES = {
    "fp32": "a run's large filters are stored as halves: keep them whole with --float32",
    "fp16": "use the FP32 model, or keep it knowingly with --keep-failed",
    "int8": "calibrate with more photos, like those to check with, or use onnx or onnx-fp16",
}


def export(
    source: SourceArgument = None,
    to: ToOption = "onnx",
    out: OutOption = None,
    target: TargetOption = "this-device",
    calibrate: CalibrateOption = None,
    check: CheckOption = None,
    keep_failed: KeepFailedOption = False,
    dla: DlaOption = None,
    batch: BatchOption = None,
    version_compatible: VersionCompatibleOption = False,
    licence: LicenceOption = "Apache-2.0",
    trained_on: TrainedOnOption = None,
    float32: Float32Option = False,
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
