"""Forms: the file of each ONNX form of a source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import onnx

from edge.card import ModelCard, Precision
from edge.certificate.check_set import CheckSet
from edge.certificate.photos import crops_from_folder, even
from export.fp16_search import fp16_that_passes
from export.half import store_half
from export.int8.convert import to_int8
from export.opset import lower
from export.order import Order, calibration_folder
from export.simplify import simplify
from export.source import Source
from export.write import write_model

_RANGES = 200
"""Check photos on which the largest values are looked for."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made.

    Attributes:
        card: as written in the file.
        notes: for its certificate.
        tables: of what was tried, for people.
    """

    card: ModelCard
    notes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


def make(order: Order, source: Source, check: CheckSet, path: Path, progress: Progress) -> Made:
    """Write the file of an order's form; whether it is good is for others to say.

    Raises:
        InputError: calibration photos are missing, or too few.
    """
    return {"onnx": _onnx, "onnx-fp16": _fp16, "onnx-int8": _int8}[order.form](
        order, source, check, path, progress
    )


def _onnx(order: Order, source: Source, check: CheckSet, path: Path, progress: Progress) -> Made:
    progress("graph", 0, 1)
    graph = source.graph(True)
    if not source.path.is_dir():
        graph = lower(simplify(graph))
        if not order.float32:
            store_half(graph, exactly=True)
    return Made(write_model(graph, _card(source, "fp32"), path))


def _fp16(order: Order, source: Source, check: CheckSet, path: Path, progress: Progress) -> Made:
    crops, card = check.crops[even(len(check), _RANGES)], _card(source, "fp16")
    graph, notes = fp16_that_passes(simple(source), crops, check, card, path.parent, progress)
    return Made(write_model(graph, card, path), notes)


def _int8(order: Order, source: Source, check: CheckSet, path: Path, progress: Progress) -> Made:
    crops = crops_from_folder(calibration_folder(order), (source.card.height, source.card.width))
    converted = to_int8(simple(source), crops, check, source.card, path.parent, progress)
    if not order.float32:
        store_half(converted.model, exactly=True)  # of the layers that returned, what was halves before
    card = write_model(converted.model, _card(source, "int8"), path)
    return Made(card, converted.notes, converted.tables)


def simple(source: Source) -> onnx.ModelProto:
    """A source's graph with whole float32 weights, in as few nodes as it comes."""
    return lower(simplify(source.graph(False)))


def _card(source: Source, precision: Precision) -> ModelCard:
    """The card of a form. A run's first file is a space of its own; any other stays in its source's."""
    from_run = source.path.is_dir()
    return source.card.model_copy(
        update={"precision": precision, "source_hash": None if from_run else source.card.space}
    )
