"""Convert: a float32 graph to one in which as much computes in integers as the gates allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from edge.card import ModelCard
from edge.certificate.agreement import Agreement
from edge.certificate.check_set import CheckSet
from edge.certificate.photos import even
from edge.embed.checks import INPUT, OUTPUT
from edge.embed.providers import cpu_session, find_runtime
from export.candidate import measured
from export.int8.calibration import MOST_PHOTOS, Progress, calibrate
from export.int8.layers import layers_of
from export.int8.search import Found, search
from export.int8.sensitivity import Sensitivity, sensitivities
from export.int8.strips import with_strips
from export.int8.table import layer_table, trial_table
from gallery.errors import InputError

LEAST_PHOTOS = 8
_PROBES = 32
"""Calibration photos on which each layer's cost is measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Converted:
    """What came of it.

    Attributes:
        model: that passed the gates with the fewest layers in float32; where none did, the one with the
            most layers in float32 that was tried, for the certificate to fail it.
        notes: for the certificate.
        tables: layers and trials, for people.
    """

    model: onnx.ModelProto
    notes: tuple[str, ...]
    tables: tuple[str, ...]


def to_int8(
    model: onnx.ModelProto,
    crops: NDArray[np.uint8],
    check: CheckSet,
    card: ModelCard,
    folder: Path,
    progress: Progress,
) -> Converted:
    """Quantise a model as far as it stays the same model.

    Every layer's cost is measured alone, on calibration photos; then the costliest return to float32
    until the gates are passed on the check photos.

    Args:
        model: float32, simplified; left as it is.
        crops: uint8 `[N, H, W, 3]` BGR to calibrate with.
        check: with the embeddings to reproduce.
        card: of the source.
        folder: where candidates may be written.
        progress: told what is done.

    Raises:
        InputError: too few photos to calibrate with, or nothing to quantise.
    """
    if len(crops) < LEAST_PHOTOS:
        raise InputError(
            f"{len(crops)} photos to calibrate with", f"give {LEAST_PHOTOS} or more; 100 and more do well"
        )
    layers = layers_of(model)
    if not layers:
        raise InputError("no convolution to compute in integers", "export it as onnx-fp16")
    seen = with_strips(crops[even(len(crops), MOST_PHOTOS)])
    calibration = calibrate(model, layers, seen, progress)
    probes = seen[:: len(seen) // _PROBES | 1][:_PROBES]  # an odd step, for strips among them
    ranking = sensitivities(model, layers, calibration, lambda each: _answers(each, probes), progress)

    integer = card.model_copy(update={"precision": "int8"})

    def measure(candidate: onnx.ModelProto) -> Agreement:
        return measured(candidate, integer, folder, check)

    found = search(model, layers, calibration, ranking, measure, progress)
    return _converted(found, ranking, calibration.photos)


def _converted(found: Found, ranking: Sequence[Sensitivity], photos: int) -> Converted:
    tables = (layer_table(ranking, found), trial_table(found))
    trial = found.chosen
    note = (
        f"{len(ranking) - trial.returned} of {len(ranking)} layers compute in integers, "
        f"{trial.work:.0%} of the multiplications; calibrated with {photos} photos; the layers that "
        "return to float32 were ranked on these, how many on the check photos"
    )
    return Converted(found.model, (note,), tables)


def _answers(model: onnx.ModelProto, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
    session = cpu_session(find_runtime(), model.SerializeToString(), None)
    parts = np.array_split(crops, max(1, len(crops) // 8))
    return np.concatenate([session.run([OUTPUT], {INPUT: part})[0] for part in parts])
