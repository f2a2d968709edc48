"""Cast first: pixels become float32 before anything else is done to them, as TensorRT wants."""

from __future__ import annotations

import onnx
from onnx import TensorProto, helper

MOVES = {"Identity", "Reshape", "Slice", "Squeeze", "Transpose", "Unsqueeze"}
"""Operators that move values and leave each as it is: a cast may as well come before."""


def cast_first(model: onnx.ModelProto) -> None:
    """Cast a graph's uint8 input before its channels are swapped or moved, in place, bit for bit the same.

    TensorRT takes uint8 as an input of a network only, and nothing but a cast may follow (NVIDIA,
    TensorRT DataType): tensorrt_rtx 1.7 refuses a Slice of it. Models exported before this rule,
    product-duo-r3 among them, have one. A graph of another form is left as it is.
    """
    graph = model.graph
    pixels = graph.input[0]
    moves, cast = _moves(graph, pixels.name)
    if pixels.type.tensor_type.elem_type != TensorProto.UINT8 or cast is None or not moves:
        return
    inner = {name for node in moves for name in node.output}
    kept = [value for value in graph.value_info if value.name not in inner]
    del graph.value_info[:]
    graph.value_info.extend(kept)
    first = f"{pixels.name}_float"
    moves[0].input[0], moves[-1].output[0] = first, cast.output[0]
    graph.node.remove(cast)
    to_float = helper.make_node("Cast", [pixels.name], [first], name=f"{first}_cast", to=TensorProto.FLOAT)
    graph.node.insert(0, to_float)


def _moves(graph: onnx.GraphProto, name: str) -> tuple[list[onnx.NodeProto], onnx.NodeProto | None]:
    """The nodes that only move the input, in order, and the cast that follows them, if one does."""
    moves: list[onnx.NodeProto] = []
    while True:
        readers = [node for node in graph.node if name in node.input]
        if len(readers) != 1:
            return moves, None
        reader = readers[0]
        if reader.op_type == "Cast" and any(
            a.name == "to" and a.i == TensorProto.FLOAT for a in reader.attribute
        ):
            return moves, reader
        if reader.op_type not in MOVES or reader.input[0] != name:
            return moves, None
        moves.append(reader)
        name = reader.output[0]
