"""FP16 search: as many convolutions in half precision as the gates allow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from edge.card import ModelCard
from edge.certificate.check_set import CheckSet
from edge.certificate.gates import judge
from export.candidate import measured
from export.fp16 import name_nodes, to_fp16

Progress = Callable[[str, int, int], None]

KEPT = (32, 48)
"""Convolutions that stay FP32, those of the largest pictures first: they are few channels deep, so that the
rounding of one weight is not lost among others, and everything after them inherits it. Measured on the
shipped model, 903 photos of Grocery Store: least cosine 0.99990 and 535 of 540 decisions the same with none
kept, 0.999984 and 538 with 8, 0.999991 and 539 with 16, 0.999997 and 540 with 32; no more with 48.
All pass on a few drawn products; so it begins with 32, which does on photos too."""


def fp16_that_passes(
    model: onnx.ModelProto,
    crops: NDArray[np.uint8],
    check: CheckSet,
    card: ModelCard,
    folder: Path,
    progress: Progress,
) -> tuple[onnx.ModelProto, tuple[str, ...]]:
    """The FP16 form with the fewest of `KEPT` convolutions in FP32 that passes; else the last.

    Args:
        model: float32; its nodes are named.
        crops: uint8 `[N, H, W, 3]` BGR to look for the largest values on.
        check: with the embeddings to reproduce.
        card: of the artifact.
        folder: where candidates may be written.
        progress: told what is done.

    Returns:
        the graph, and notes for its certificate.
    """
    name_nodes(model.graph)
    order = _by_picture(model)
    graph, kept = model, 0
    for tried, kept in enumerate(KEPT):
        progress("half", tried, len(KEPT))
        graph = to_fp16(model, crops, keep=order[:kept])
        agreement = measured(graph, card, folder, check)
        if all(gate.passed for gate in judge("fp16", agreement)):
            break
    stay = min(kept, len(order))
    return graph, (f"the first {stay} of {len(order)} convolutions stay FP32",)


def _by_picture(model: onnx.ModelProto) -> list[str]:
    """Names of the convolutions, those that answer the largest pictures first."""
    shaped = onnx.shape_inference.infer_shapes(model)
    places = {value.name: _places(value) for value in shaped.graph.value_info}
    convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
    return [node.name for node in sorted(convolutions, key=lambda node: -places.get(node.output[0], 0))]


def _places(value: onnx.ValueInfoProto) -> int:
    sizes = [dimension.dim_value for dimension in value.type.tensor_type.shape.dim]
    return int(np.prod(sizes[2:])) if len(sizes) == 4 else 0
