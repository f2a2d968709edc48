"""The faults that exports have been seen to have: edits of a float32 graph whose pixels are cast first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, helper, numpy_helper

from edge.embed.checks import INPUT

IMAGENET = ((0.406, 0.456, 0.485), (0.225, 0.224, 0.229))
"""Mean and standard deviation of ImageNet, blue first, of values in 0..1."""
_SPLIT = 2.0**13 + 1
"""Veltkamp's constant: leaves 10 bits behind the first, of the 23 that float32 has."""


def swapped(graph: onnx.ModelProto) -> onnx.ModelProto:
    """Red is taken for blue."""
    return _on_pixels(
        graph,
        {"order": np.array([2, 1, 0])},
        lambda raw, out: [helper.make_node("Gather", [raw, "order"], [out], axis=3)],
    )


def normalised(
    graph: onnx.ModelProto, mean: Sequence[float] = (0.5,) * 3, std: Sequence[float] = (0.5,) * 3
) -> onnx.ModelProto:
    """Normalised by another mean and standard deviation, blue first, than the 0.5 it was trained with."""
    factor = 0.5 / np.array(std)
    shift = 127.5 * (1 - 2 * factor * np.array(mean))
    return _on_pixels(
        graph,
        {"factor": factor.astype(np.float32), "more": shift.astype(np.float32)},
        lambda raw, out: [
            helper.make_node("Mul", [raw, "factor"], ["wider"]),
            helper.make_node("Add", ["wider", "more"], [out]),
        ],
    )


def perturbed(graph: onnx.ModelProto, amount: float) -> onnx.ModelProto:
    """Noise on the filters of one convolution in the middle, so many times their own spread."""
    changed = _copy(graph)
    filters = [node.input[1] for node in changed.graph.node if node.op_type == "Conv"]
    tensor = next(t for t in changed.graph.initializer if t.name == filters[len(filters) // 2])
    values = numpy_helper.to_array(tensor)
    noise = np.random.default_rng(0).normal(size=values.shape) * values.std() * amount
    tensor.CopyFrom(numpy_helper.from_array((values + noise).astype(np.float32), tensor.name))
    return changed


def in_tf32(graph: onnx.ModelProto) -> onnx.ModelProto:
    """What TF32 computes: all that convolutions and matrix products read is rounded to 10 bits."""
    changed = _copy(graph)
    weights = {tensor.name: tensor for tensor in changed.graph.initializer}
    nodes: list[NodeProto] = []
    for node in list(changed.graph.node):
        if node.op_type in ("Conv", "Gemm", "MatMul"):
            for place, name in enumerate(list(node.input)[:2]):
                if name in weights:
                    rounded = to_tf32(numpy_helper.to_array(weights[name]))
                    weights[name].CopyFrom(numpy_helper.from_array(rounded, name))
                else:
                    node.input[place] = f"{node.name}.tf32.{place}"
                    nodes += _rounding(name, node.input[place])
        nodes.append(node)
    changed.graph.initializer.append(numpy_helper.from_array(np.array(_SPLIT, np.float32), "split"))
    return _with_nodes(changed, nodes)


def to_tf32(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Float32 with 10 bits behind the first, as a tensor core reads it."""
    wide = np.float32(_SPLIT) * values
    return np.asarray(wide - (wide - values), np.float32)


def calibrated_with(graph: onnx.ModelProto, crops: NDArray[np.uint8], folder: Path) -> onnx.ModelProto:
    """INT8 by onnxruntime's own quantiser, every convolution, with the ranges of these crops, and no look
    at what became of it."""
    from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_static

    class Reader(CalibrationDataReader):  # type: ignore[misc]
        def __init__(self) -> None:
            self._crops = iter(crops)

        def get_next(self) -> dict[str, Any] | None:
            return next(({INPUT: crop[None]} for crop in self._crops), None)

    full, quantised = folder / "full.onnx", folder / "quantised.onnx"
    onnx.save(graph, full)
    quantize_static(
        full,
        quantised,
        Reader(),
        per_channel=True,
        op_types_to_quantize=["Conv"],
        weight_type=QuantType.QInt8,
        activation_type=QuantType.QUInt8,
    )
    return onnx.load(quantised)


def _rounding(name: str, out: str) -> list[NodeProto]:
    return [
        helper.make_node("Mul", [name, "split"], [f"{out}.wide"]),
        helper.make_node("Sub", [f"{out}.wide", name], [f"{out}.low"]),
        helper.make_node("Sub", [f"{out}.wide", f"{out}.low"], [out]),
    ]


def _on_pixels(
    graph: onnx.ModelProto, constants: dict[str, NDArray[Any]], edit: Callable[[str, str], list[NodeProto]]
) -> onnx.ModelProto:
    """More nodes on the pixels, float32 `[N, H, W, 3]` BGR in 0..255, before all else."""
    changed = _copy(graph)
    nodes = list(changed.graph.node)
    place = next(number for number, node in enumerate(nodes) if INPUT in node.input)
    assert nodes[place].op_type == "Cast"
    out = nodes[place].output[0]
    nodes[place].output[0] = "raw"
    changed.graph.initializer.extend(
        numpy_helper.from_array(value, name) for name, value in constants.items()
    )
    return _with_nodes(changed, [*nodes[: place + 1], *edit("raw", out), *nodes[place + 1 :]])


def _copy(graph: onnx.ModelProto) -> onnx.ModelProto:
    copy = onnx.ModelProto()
    copy.CopyFrom(graph)
    return copy


def _with_nodes(model: onnx.ModelProto, nodes: Sequence[NodeProto]) -> onnx.ModelProto:
    kept = [NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del model.graph.node[:]
    model.graph.node.extend(kept)
    return model
