"""Layers: which operations of a graph can be computed in integers, and what belongs to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
        place = self.weight_name.removesuffix(".weight").removeprefix("embedder.") or self.name
        return f"{self.kind}{shape} {place.replace('.backbone', '')}"

    @property
    def depthwise(self) -> bool:
        """Whether each output channel sees one input channel alone."""
        return self.groups > 1


def layers_of(model: onnx.ModelProto) -> list[Layer]:
    """The layers of a graph, in its order.

    A matrix that is small or no constant is left out, and so is what calibration does not know: dilated
    or implicitly padded convolutions, groups of several channels, matrices stored the other way round.
    """
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
            options = {item.name: onnx.helper.get_attribute_value(item) for item in node.attribute}
            known = _known_conv if node.op_type == "Conv" else _known_gemm
            if known(weights, options):
                found.append(_with_weights(node, names, weights, options))
    return found


def _known_conv(weights: NDArray[np.float32], options: Mapping[str, Any]) -> bool:
    groups = options.get("group", 1)
    return (
        weights.ndim == 4
        and options.get("auto_pad", b"NOTSET") == b"NOTSET"
        and set(options.get("dilations", (1,))) == {1}
        and (groups == 1 or (groups, 1) == weights.shape[:2])
    )


def _known_gemm(weights: NDArray[np.float32], options: Mapping[str, Any]) -> bool:
    plain = not options.get("transA", 0) and options.get("alpha", 1) == options.get("beta", 1) == 1
    return plain and options.get("transB", 0) == 1 and weights.size >= _LEAST_WEIGHTS


def _with_weights(
    node: onnx.NodeProto, names: tuple[str, ...], weights: NDArray[np.float32], options: Mapping[str, Any]
) -> Layer:
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
