"""Run: one export, from what is asked to an artifact that has proved itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from edge import embed, models
from edge.certificate.certificate import Certificate, check_path, write_certificate
from edge.certificate.certify import certify
from edge.certificate.check_file import write_check_set
from edge.certificate.check_set import CheckSet
from edge.embed.forms import forms_folder
from export.batches import check_batches
from export.forms import Made, make
from export.order import Order, check_order
from export.publish import publish, workshop
from export.source import Source, check_set_of, onnx_source
from gallery.errors import InputError

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Exported:
    """How an export ended.

    Attributes:
        out: where the artifact is, or would be.
        certificate: what was measured of it.
        kept: whether the artifact is there.
        tables: lines for people, of what was tried on the way.
    """

    out: Path
    certificate: Certificate
    kept: bool
    tables: tuple[str, ...] = field(default=())


def open_source(order: Order) -> Source:
    """The source of an order.

    Raises:
        InputError: it is neither a run's folder nor an ONNX file that can be read.
    """
    if order.source.is_dir():
        from export.run_source import run_source  # torch: a device has none

        return run_source(order.source, order)
    if order.source.suffix != ".onnx":
        raise InputError(
            f"{order.source}: neither a folder of a run nor an .onnx file",
            "name the --out folder of a finished training, or an exported model",
        )
    return onnx_source(order.source)


def check_source(order: Order, source: Source) -> None:
    """Refuse a source that an order cannot be made from, before minutes are spent on it.

    Raises:
        InputError: it computes in lower precision already, or would be overwritten.
    """
    if order.form == "tensorrt":
        return
    if source.card.precision != "fp32":
        raise InputError(
            f"{source.path}: computes in {source.card.precision} already",
            "name the FP32 model it was made from",
        )
    out = order.out or default_out(order, source)
    if out.resolve() == source.path.resolve():
        raise InputError(f"{out}: the export would overwrite its source", "name another file with --out")


def export_onnx(order: Order, source: Source, check: CheckSet, progress: Progress) -> Exported:
    """Make an ONNX artifact, measure it, and publish it if it passes its gates.

    A failed one is kept only if the order says so, and then with its certificate.

    Args:
        order: of one of the ONNX forms.
        source: of the order.
        check: with the embeddings to reproduce.
        progress: told what is done.

    Raises:
        InputError: photos or folders cannot be used.
    """
    out = order.out or default_out(order, source)
    with workshop(out) as made:
        result = make(order, source, check, made, progress)
        progress("check", 0, 1)
        certificate = _measured(made, source, check, result)
        write_check_set(check_path(made), check)
        write_certificate(made, certificate)
        kept = certificate.passed or order.keep_failed
        if kept:
            publish(made, out)
    return Exported(out, certificate, kept, result.tables)


def export_run(order: Order, progress: Progress) -> Exported:
    """Export to an ONNX form: `open_source`, `check_set_of` and `export_onnx` in one.

    Raises:
        InputError: source, photos or folders cannot be used.
    """
    check_order(order)
    source = open_source(order)
    check_source(order, source)
    progress("photos", 0, 1)
    return export_onnx(order, source, check_set_of(source, order.check), progress)


def default_out(order: Order, source: Source) -> Path:
    """Beside the source, named after it and its form.

    Of the shipped model, whose folder is not ours to write: lower precision in the user's cache folder, where
    `auto` looks for it; FP32 in the working folder.
    """
    suffix = order.form.removeprefix("onnx")
    folder = source.path if source.path.is_dir() else source.path.parent
    if folder == models.default().parent:
        folder = forms_folder() if suffix else Path()
    return folder / f"{source.name.removesuffix('-fp16')}{suffix}.onnx"


def _measured(made: Path, source: Source, check: CheckSet, result: Made) -> Certificate:
    if result.card.precision == "fp32":
        check_batches(made)
    return certify(
        made, embed.load(made, "cpu"), check, source=source.facts, rival=source.rival, notes=result.notes
    )
