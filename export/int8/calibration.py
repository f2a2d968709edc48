"""Calibration: what photos say of every tensor, so that integers can stand for it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod
from onnxruntime.quantization.calibrate import create_calibrator

from edge.embed.checks import INPUT
from export.int8.layers import QUANTISED, Layer
from export.int8.windows import windows

Progress = Callable[[str, int, int], None]

MOST_PHOTOS = 160
_BATCH, _PLACES = 4, 100
"""Photos at once; places of a convolution's output that are looked at in each photo."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What was seen.

    Attributes:
        ranges: onnxruntime's least and greatest value of every tensor.
        moments: of each layer with weights, float64 `[1, K, K]`, or `[O, K, K]` if depthwise: the mean
            of x xT over its inputs x.
        photos: how many were seen.
        rounded: weights that were rounded by it, by layer and the bytes of its scales: kept, for a
            search quantises the same layers many times.
    """

    ranges: Any
    moments: dict[str, NDArray[np.float64]]
    photos: int
    rounded: dict[tuple[str, bytes], NDArray[np.int8]] = field(default_factory=dict)


def calibrate(
    model: onnx.ModelProto, layers: list[Layer], crops: NDArray[np.uint8], progress: Progress
) -> Calibration:
    """Run the model over photos and note what each layer reads and answers.

    Args:
        model: float32, without metadata.
        layers: of the model.
        crops: uint8 `[N, H, W, 3]`, BGR; all are used.
        progress: told what is done, how much of how much.
    """
    progress("ranges", 0, 1)
    ranges = _ranges(model, crops)
    return Calibration(ranges, _moments(model, layers, crops, progress), len(crops))


class _Reader(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, crops: NDArray[np.uint8]) -> None:
        self._batches = _batches(crops)

    def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
        return next(({INPUT: batch} for batch in self._batches), None)


def _batches(crops: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    yield from (crops[start : start + _BATCH] for start in range(0, len(crops), _BATCH))


def _ranges(model: onnx.ModelProto, crops: NDArray[np.uint8]) -> Any:
    """Least and greatest value; percentiles were measured too and lose more (docs/export.md)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        path.write_bytes(model.SerializeToString())
        calibrator = create_calibrator(
            path,
            list(QUANTISED),
            augmented_model_path=str(Path(folder) / "augmented.onnx"),
            calibrate_method=CalibrationMethod.MinMax,
        )
        calibrator.collect_data(_Reader(crops))
        return calibrator.compute_data()


def _moments(
    model: onnx.ModelProto, layers: list[Layer], crops: NDArray[np.uint8], progress: Progress
) -> dict[str, NDArray[np.float64]]:
    weighted = [layer for layer in layers if layer.weights is not None]
    session, names = _session_with_inputs(model, weighted)
    rng = np.random.default_rng(0)
    sums: dict[str, NDArray[np.float64]] = {}
    seen: dict[str, int] = {}
    for number, batch in enumerate(_batches(crops)):
        progress("moments", number, -(-len(crops) // _BATCH))
        values = dict(zip(names, session.run(names, {INPUT: batch}), strict=True))
        for layer in weighted:
            read = windows(values[layer.input], layer, _PLACES, rng)
            sums[layer.name] = sums.get(layer.name, np.float64(0)) + _products(read, layer)
            seen[layer.name] = seen.get(layer.name, 0) + len(read)
    return {name: sums[name] / seen[name] for name in sums}


def _products(read: NDArray[np.float32], layer: Layer) -> NDArray[np.float64]:
    """The sum of x xT over `[P, C, K]` inputs: of each channel if depthwise, else of all together.

    Summed in double precision: in single, few photos were seen to give a matrix that is not positive
    definite by more than its damping.
    """
    wide = read.astype(np.float64)
    if layer.depthwise:
        channels = wide.transpose(1, 2, 0)
        return np.asarray(channels @ channels.transpose(0, 2, 1))
    flat = wide.reshape(len(wide), -1)
    return np.asarray((flat.T @ flat)[None])


def _session_with_inputs(model: onnx.ModelProto, layers: list[Layer]) -> tuple[Any, list[str]]:
    """A session that answers what each layer reads."""
    names = list(dict.fromkeys(layer.input for layer in layers))
    wider = onnx.ModelProto()
    wider.CopyFrom(model)
    wider.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        wider.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return session, names
