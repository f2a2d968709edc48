"""Float input: the shipped model as most models come, for pictures that were prepared outside of it."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from edge.embed.checks import INPUT


def with_float_input(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same network for float32 `[N, 3, H, W]`, RGB in -1..1, in place of uint8 `[N, H, W, 3]`, BGR.

    Cast, layout and mean leave the graph; the first convolutions, which have scale and channel order inside,
    get them back as they were.

    Args:
        model: as `export.half.load_full` gives it; it is changed.

    Raises:
        ValueError: the graph does not begin with cast, transpose and subtraction of 127.5.
    """
    graph = model.graph
    head = [_reader(graph, INPUT, "Cast")]
    head.append(_reader(graph, head[0].output[0], "Transpose"))
    head.append(_reader(graph, head[1].output[0], "Sub"))
    stored = {tensor.name: tensor for tensor in graph.initializer}
    if not np.all(numpy_helper.to_array(stored[head[2].input[1]]) == 127.5):
        raise ValueError("the graph subtracts another mean than 127.5")
    firsts = [node for node in graph.node if head[2].output[0] in node.input]
    for node in firsts:
        tensor = stored[node.input[1]]
        tensor.CopyFrom(
            numpy_helper.from_array(numpy_helper.to_array(tensor)[:, ::-1] * np.float32(127.5), tensor.name)
        )
        node.input[0] = INPUT
    for node in head:
        graph.node.remove(node)
    graph.initializer.remove(stored[head[2].input[1]])
    del graph.value_info[:]
    height, width = (graph.input[0].type.tensor_type.shape.dim[axis].dim_value for axis in (1, 2))
    graph.input[0].CopyFrom(
        helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["batch", 3, height, width])
    )
    return model


def _reader(graph: onnx.GraphProto, name: str, kind: str) -> onnx.NodeProto:
    """The one node that reads a value."""
    readers = [node for node in graph.node if name in node.input]
    if [node.op_type for node in readers] != [kind]:
        raise ValueError(f"{name} is read by {[node.op_type for node in readers]}, not by one {kind}")
    reader: onnx.NodeProto = readers[0]
    return reader
