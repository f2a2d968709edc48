"""Pipeline: the exports that an order needs, one after the other, each certified before the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from edge.certificate.state import certificate_state
from export.engine import check_engine, export_engine, plan
from export.order import Order, check_order
from export.run import Exported, check_source, default_out, export_onnx, open_source
from export.source import Source, check_set_of, onnx_source
from gallery.errors import InputError

Progress = Callable[[str, int, int], None]


def export_all(order: Order, progress: Progress) -> Iterator[Exported]:
    """Export a source to the form of an order, by way of the forms it is made from.

    A run is exported as ONNX first: that file names the embedding space that all forms share. An engine
    is built from an FP16 ONNX, for its precision is written there. Each is certified; after one that
    failed nothing more is made.

    Args:
        order: what is asked.
        progress: told what is done, how much of how much.

    Yields:
        each export as it is done, the one that was asked for last.

    Raises:
        InputError: the source, photos or folders cannot be used as given.
        DeviceError: no TensorRT, or no GPU where one is needed.
    """
    check_order(order)
    planned = plan(order) if order.form == "tensorrt" else None
    source = open_source(order)
    check_source(order, source)
    if planned is not None:
        check_engine(order, source, planned)
    progress("photos", 0, 1)
    check = check_set_of(source, order.check)
    if source.path.is_dir() and order.form != "onnx":
        first = order.model_copy(update={"form": "onnx", "out": _beside(order, f"{source.name}.onnx")})
        done = export_onnx(first, source, check, progress)
        yield done
        if not done.certificate.passed:
            return
        source = onnx_source(done.out)
    if order.form != "tensorrt":
        yield export_onnx(order, source, check, progress)
        return
    if source.card.precision == "fp32":
        half = _half(order, source)
        if not _is_there(half, source):
            _check_free(half, source)
            done = export_onnx(half, source, check, progress)
            yield done
            if not done.certificate.passed:
                return
        source = onnx_source(half.out or source.path)
    yield export_engine(order, source.path, source, check, progress)


def _check_free(half: Order, source: Source) -> None:
    """Refuse to put the FP16 form on the way to an engine where something else lies.

    Raises:
        InputError: another model's file is there, or the source itself.
    """
    out = half.out
    if out is None or not out.exists():
        return
    card = onnx_source(out).card
    if card.precision != "fp16" or card.space != source.card.space:
        raise InputError(
            f"{out}: the FP16 form of {source.path} would be written over another model",
            "move that file, or name another folder with --out FOLDER/NAME.engine",
        )


def _half(order: Order, source: Source) -> Order:
    half = order.model_copy(update={"form": "onnx-fp16", "out": None})
    name = default_out(half, source)
    return half.model_copy(update={"out": _beside(order, name.name) or name})


def _is_there(half: Order, source: Source) -> bool:
    """Whether the FP16 form of this very source lies there, certified with photos that serve as well."""
    if half.out is None or not half.out.is_file() or half.check is not None:
        return False
    if certificate_state(half.out).kind != "passed":
        return False
    card = onnx_source(half.out).card
    return card.precision == "fp16" and card.space == source.card.space


def _beside(order: Order, name: str) -> Path | None:
    """A file in the folder of what was asked for, or None where the choice of the folder is ours."""
    return None if order.out is None else order.out.parent / name
