"""Half: weights kept in float16, for a file half as long; the device computes in float32 all the same."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

SMALLEST = 64
"""Tensors of fewer values stay as they are: biases and scales."""


@torch.no_grad()
def round_weights(model: nn.Module) -> None:
    """Round weights to float16 and back, in place, so that the network is what the file will hold."""
    for weight in model.parameters():
        if weight.numel() >= SMALLEST and weight.ndim > 1:
            weight.copy_(weight.half().float())


def store_half(model: onnx.ModelProto) -> None:
    """Keep float32 matrices and filters as float16, each followed by a cast, in place.

    A runtime folds the casts when it loads the file, so nothing is slower. Values that float16 does
    not have, as after folding BatchNorm into a filter, are rounded; call `round_weights` before
    tracing, and compare afterwards.
    """
    graph, casts = model.graph, []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor) if tensor.data_type == TensorProto.FLOAT else np.zeros(0)
        if values.size < SMALLEST or values.ndim < 2:
            continue
        name, stored = tensor.name, f"{tensor.name}_half"
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), stored))
        casts.append(helper.make_node("Cast", [stored], [name], to=TensorProto.FLOAT))
    _prepend(graph, casts)


def _prepend(graph: onnx.GraphProto, nodes: list[onnx.NodeProto]) -> None:
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*nodes, *rest])
