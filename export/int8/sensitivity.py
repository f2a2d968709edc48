"""Sensitivity: what each layer alone costs the embedding when it is computed in integers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray

from edge.certificate.agreement import cosines
from export.int8.calibration import Calibration, Progress
from export.int8.layers import Layer
from export.int8.quantise import quantise

LEAST_WORK = 0.004
Embed = Callable[[onnx.ModelProto], NDArray[np.float32]]
"""Runs a model over fixed photos: float32 `[N, D]`."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """One layer's cost.

    Attributes:
        layer: its name.
        title: what it is, for people.
        loss: mean of 1 - cosine to float32 with this layer alone in integers.
        work: its share of all multiplications, 0 to 1.
    """

    layer: str
    title: str
    loss: float
    work: float

    @property
    def cost(self) -> float:
        """Loss for the root of the work that integers speed up: the greatest returns to float32 first.

        Measured: by loss alone, or by loss for all of the work, the same cosine is slower. No layer
        counts for less than `LEAST_WORK`: an addition in float32 costs the conversions around it
        (docs/export.md).
        """
        return float(max(self.loss, 1e-9) / np.sqrt(max(self.work, LEAST_WORK)))


def sensitivities(
    model: onnx.ModelProto,
    layers: Sequence[Layer],
    calibration: Calibration,
    embed: Embed,
    progress: Progress,
) -> list[Sensitivity]:
    """Every layer's sensitivity, the costliest first."""
    reference, work = embed(model), work_of(model, layers)
    found = []
    for number, layer in enumerate(layers):
        progress("layers", number, len(layers))
        vectors = embed(quantise(model, layers, calibration, {layer.name}))
        loss = float(np.mean(1 - cosines(reference, vectors)))
        found.append(Sensitivity(layer.name, layer.title, loss, work[layer.name]))
    return sorted(found, key=lambda item: -item.cost)


def work_of(model: onnx.ModelProto, layers: Sequence[Layer]) -> dict[str, float]:
    """Each layer's share of the multiplications of all of them, by the shapes in the graph."""
    shaped = onnx.shape_inference.infer_shapes(model)
    sizes = {value.name: _size(value) for value in shaped.graph.value_info}
    outputs = {node.name: node.output[0] for node in model.graph.node}
    counts = {layer.name: _multiplications(layer, sizes.get(outputs[layer.name], [])) for layer in layers}
    total = sum(counts.values()) or 1
    return {name: count / total for name, count in counts.items()}


def _multiplications(layer: Layer, output: Sequence[int]) -> int:
    places = int(np.prod(output[2:])) if len(output) == 4 else 1
    return int(np.prod(output[1:])) if layer.weights is None else layer.weights.size * places


def _size(value: onnx.ValueInfoProto) -> list[int]:
    return [dimension.dim_value for dimension in value.type.tensor_type.shape.dim]
