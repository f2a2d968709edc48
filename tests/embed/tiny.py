"""A tiny embedder: a real, deterministic function of the picture, with a valid card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.card import METADATA_KEY, ModelCard, content_hash

POOL = 4
"""The picture is averaged to POOL x POOL colours before it is projected."""


def tiny_card(dimension: int = 8, height: int = 32, width: int = 32, **changes: Any) -> ModelCard:
    values = {
        "name": "tiny",
        "dimension": dimension,
        "height": height,
        "width": width,
        "backbone": "none",
        "training_data": ("none",),
        "licence": "Apache-2.0",
        "recipe": "tests",
        "distance_threshold": 0.8,
        "content_hash": "0" * 64,
    }
    return ModelCard(**{**values, **changes})


def projection(dimension: int) -> np.ndarray:
    return np.random.default_rng(7).normal(size=(POOL * POOL * 3, dimension)).astype(np.float32)


def expected(images: np.ndarray, dimension: int = 8) -> np.ndarray:
    """What the tiny model should answer, in plain NumPy."""
    n, height, width, _ = images.shape
    blocks = images.reshape(n, POOL, height // POOL, POOL, width // POOL, 3).astype(np.float64)
    pooled = blocks.mean(axis=(2, 4)) / 255 - 0.3
    vectors = pooled.transpose(0, 3, 1, 2).reshape(n, POOL * POOL * 3) @ projection(dimension)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def build(dimension: int = 8, height: int = 32, width: int = 32, **odd: Any) -> Any:
    """The model without a card. `odd` makes it break the contract: input, output, batch, unit, dtype."""
    onnx = pytest.importorskip("onnx")
    helper, tensor = onnx.helper, onnx.TensorProto
    images, out = odd.get("input", "images"), odd.get("output", "embeddings")
    kind = odd.get("dtype", tensor.UINT8)
    batch = odd.get("batch", "N")
    flat = POOL * POOL * 3
    weights = {
        "scale": np.array(255, np.float32),
        "middle": np.array(0.3, np.float32),
        "matrix": projection(dimension),
        "flat": np.array([-1, flat], np.int64),
        "axes": np.array([1], np.int64),
        "length": np.array(odd.get("length", 1), np.float32),
    }
    nodes = [
        helper.make_node("Cast", [images], ["float"], to=tensor.FLOAT),
        helper.make_node("Transpose", ["float"], ["nchw"], perm=[0, 3, 1, 2]),
        helper.make_node(
            "AveragePool",
            ["nchw"],
            ["pooled"],
            kernel_shape=[height // POOL, width // POOL],
            strides=[height // POOL, width // POOL],
        ),
        helper.make_node("Div", ["pooled", "scale"], ["scaled"]),
        helper.make_node("Sub", ["scaled", "middle"], ["centred"]),
        helper.make_node("Reshape", ["centred", "flat"], ["row"]),
        helper.make_node("MatMul", ["row", "matrix"], ["vector"]),
        helper.make_node("ReduceL2", ["vector", "axes"], ["norm"], keepdims=1),
        helper.make_node("Div", ["vector", "norm"], ["unit"]),
        helper.make_node("Mul", ["unit", "length"], [out]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(images, kind, [batch, height, width, 3])],
        [helper.make_tensor_value_info(out, tensor.FLOAT, [batch, dimension])],
        [onnx.numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def write(path: Path, model: Any, card: ModelCard | None) -> Path:
    """Save a model, with a card whose hash is made right, or without one."""
    if card is not None:
        card = card.model_copy(update={"content_hash": content_hash(model.SerializeToString())})
        entry = model.metadata_props.add()
        entry.key, entry.value = METADATA_KEY, card.model_dump_json()
    path.write_bytes(model.SerializeToString())
    return path


def write_tiny_embedder(path: Path, dimension: int = 8, height: int = 32, width: int = 32) -> Path:
    """Save a tiny embedder that `edge.embed.load` takes; height and width are multiples of 4."""
    return write(path, build(dimension, height, width), tiny_card(dimension, height, width))
