"""Layers: which operations of a graph can be computed in integers, and what belongs to each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

QUANTISED = ("Conv", "Gemm", "Add", "Clip")
"""Operators that onnxruntime computes in integers here, with the clip that follows."""

_LEAST_WEIGHTS = 1024
"""Smaller matrices, as the gate's, are not worth it and steer what follows."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One operation that may be computed in integers.

    Attributes:
        name: of its node.
        kind: `Conv`, `Gemm` or `Add`.
        nodes: names of its node and of the clips that follow it.
        input: tensor it reads.
        weights: float32 `[O, I, kh, kw]` or `[O, I]`; None for `Add`.
        weight_name: of the initializer.
        strides: down and across; (1, 1) but for convolutions.
        pads: top, left, bottom, right; zeros but for convolutions.
        groups: of a convolution, 1 otherwise.
    """

    name: str
    kind: str
    nodes: tuple[str, ...]
    input: str
    weights: NDArray[np.float32] | None
    weight_name: str
    strides: tuple[int, int] = (1, 1)
    pads: tuple[int, int, int, int] = (0, 0, 0, 0)
    groups: int = 1

    @property
    def title(self) -> str:
        """What it is, for people: `Conv 32x3x3x3 features.0`."""
        shape = "" if self.weights is None else " " + "x".join(map(str, self.weights.shape))
        return f"{self.kind}{shape} {self.weight_name.removesuffix('.weight') or self.name}"

    @property
    def depthwise(self) -> bool:
        """Whether each output channel sees one input channel alone."""
        return self.groups > 1


def layers_of(model: onnx.ModelProto) -> list[Layer]:
    """The layers of a graph, in its order; a matrix that is small or no constant is left out."""
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    readers: dict[str, list[onnx.NodeProto]] = {}
    for node in model.graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    found = []
    for node in model.graph.node:
        clips = [reader.name for reader in readers.get(node.output[0], []) if reader.op_type == "Clip"]
        names = (node.name, *clips)
        if node.op_type == "Add" and not any(name in constants for name in node.input):
            found.append(Layer(node.name, "Add", names, node.input[0], None, ""))
        elif node.op_type in ("Conv", "Gemm") and node.input[1] in constants:
            weights = numpy_helper.to_array(constants[node.input[1]])
            if weights.size >= _LEAST_WEIGHTS or node.op_type == "Conv":
                found.append(_with_weights(node, names, weights))
    return found


def _with_weights(node: onnx.NodeProto, names: tuple[str, ...], weights: NDArray[np.float32]) -> Layer:
    options = {item.name: onnx.helper.get_attribute_value(item) for item in node.attribute}
    return Layer(
        node.name,
        node.op_type,
        names,
        node.input[0],
        weights,
        node.input[1],
        tuple(options.get("strides", (1, 1))),
        tuple(options.get("pads", (0, 0, 0, 0))),
        options.get("group", 1),
    )
