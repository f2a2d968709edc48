"""Half: weights kept in float16, for a file half as long; the device computes in float32 all the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from onnx import TensorProto, helper, numpy_helper

from edge.card import read_bytes
from gallery.errors import InputError

SMALLEST = 20_000
"""Tensors of fewer values stay as they are. Depthwise filters are small and mind rounding most: measured on
the shipped model, least cosine to PyTorch over 353 crops and size of the file: 0.999911 and 13.8 MB if only
tensors of fewer than 64 values stay, 0.999986 and 13.8 MB for 1,000, 0.9999977 and 13.9 MB for 4,000,
0.9999993 and 14.3 MB for 20,000, 0.9999995 and 17.0 MB for 200,000."""


def store_half(model: onnx.ModelProto, *, exactly: bool = False) -> None:
    """Keep float32 matrices and filters as float16, each followed by a cast, in place.

    A runtime folds the casts when it loads the file, so nothing is slower. Values are rounded to those
    that float16 has: compare afterwards with the network as it was.

    Args:
        model: to be changed.
        exactly: only those that lose nothing, as those that were halved before.
    """
    graph, casts = model.graph, []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor) if tensor.data_type == TensorProto.FLOAT else np.zeros(0)
        if values.size < SMALLEST or values.ndim < 2:
            continue
        if exactly and not np.array_equal(values, values.astype(np.float16)):
            continue
        name, stored = tensor.name, f"{tensor.name}_half"
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), stored))
        casts.append(helper.make_node("Cast", [stored], [name], to=TensorProto.FLOAT))
    _prepend(graph, casts)


def load_full(source: Path | bytes) -> onnx.ModelProto:
    """A model with the weights that `store_half` halved as float32 again, bit for bit, without its card.

    It is what converters and parsers are given: a cast of weights is no part of a network.

    Raises:
        InputError: the file is missing, or is not an ONNX model.
    """
    name = "model" if isinstance(source, bytes) else f"model {source}"
    try:
        model = onnx.load_from_string(source if isinstance(source, bytes) else read_bytes(source))
    except DecodeError:
        model = onnx.ModelProto()
    if not model.graph.node:  # any few bytes may be a message without one
        raise InputError(f"{name}: not an ONNX model, or cut short", "copy or export it again")
    del model.metadata_props[:]
    fold_casts(model)
    return model


def fold_casts(model: onnx.ModelProto) -> None:
    """Replace each cast of a float16 initializer to float32 by a float32 initializer, in place."""
    graph = model.graph
    stored = {t.name: t for t in graph.initializer if t.data_type == TensorProto.FLOAT16}
    casts = [node for node in graph.node if _widens(node, stored)]
    for node in casts:
        values = numpy_helper.to_array(stored[node.input[0]]).astype(np.float32)
        graph.initializer.append(numpy_helper.from_array(values, node.output[0]))
        graph.node.remove(node)
    used = {name for node in graph.node for name in node.input}
    for name in {node.input[0] for node in casts} - used:
        graph.initializer.remove(stored[name])


def _widens(node: onnx.NodeProto, stored: Mapping[str, TensorProto]) -> bool:
    return (
        node.op_type == "Cast"
        and node.input[0] in stored
        and any(a.name == "to" and a.i == TensorProto.FLOAT for a in node.attribute)
    )


def _prepend(graph: onnx.GraphProto, nodes: list[onnx.NodeProto]) -> None:
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*nodes, *rest])
