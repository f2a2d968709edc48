"""Ranges: the largest value that each tensor of a graph takes."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper

from edge.embed.checks import INPUT

BATCH = 4


def ranges(model: onnx.ModelProto, crops: NDArray[np.uint8]) -> dict[str, float]:
    """The largest absolute value of each tensor that a node writes, by name; infinite where it is no number.

    Args:
        model: left as it is.
        crops: uint8 `[N, H, W, 3]` BGR.
    """
    names = [name for node in model.graph.node for name in node.output if name]
    session = _session(model, names)
    largest = np.zeros(len(names))
    for start in range(0, len(crops), BATCH):
        values = session.run(names, {INPUT: crops[start : start + BATCH]})
        found = [np.abs(value.astype(np.float64)).max(initial=0) for value in values]
        largest = np.maximum(largest, np.nan_to_num(found, nan=np.inf))
    return dict(zip(names, largest.tolist(), strict=True))


def plain_pictures(model: onnx.ModelProto) -> NDArray[np.uint8]:
    """Eight pictures for a graph's input, uint8 `[8, H, W, 3]`: three of noise, black, white, three colours.

    On 274 photos a tensor of the shipped model came to five times its largest on these.
    """
    height, width = (dim.dim_value for dim in model.graph.input[0].type.tensor_type.shape.dim[1:3])
    noise = np.random.default_rng(0).integers(0, 256, (3, height, width, 3), dtype=np.uint8)
    colours = np.array([[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255]], np.uint8)
    flat = np.broadcast_to(colours[:, None, None], (5, height, width, 3))
    return np.concatenate([noise, flat])


def _session(model: onnx.ModelProto, names: list[str]) -> onnxruntime.InferenceSession:
    """The graph with every tensor an output, none of them optimised away."""
    opened = onnx.shape_inference.infer_shapes(model)
    known = {value.name: value.type.tensor_type.elem_type for value in opened.graph.value_info}
    shown = {output.name for output in opened.graph.output}
    opened.graph.output.extend(
        helper.make_tensor_value_info(name, known.get(name, TensorProto.FLOAT), None)
        for name in names
        if name not in shown
    )
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(
        opened.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
