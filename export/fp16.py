"""FP16: a graph that computes in half precision where that is safe, its precision written in the graph.

Converters, measured on the shipped model (opset 17, 172 nodes; operators other than `SAFE` blocked):

| converter | casts | onnx.checker | lengths off 1 by | more to install |
|---|---|---|---|---|
| onnxruntime 1.32's, by the rules below | 7 | passes | 2e-7 | nothing |
| the same, its casts tidied, by operator only | 15 | passes | 3e-4 | nothing |
| the same, as it comes | 44 | refuses: not sorted | 7e-4 | nothing |
| ModelOpt AutoCast 0.47 | 15 | passes | 3e-4 | 6.2 GB; onnx 1.21, onnxruntime-gpu 1.24.4 |
| onnxconverter-common 1.16 | 22 | refuses: a Cast of the wrong type | - | 0.4 MB |

onnxconverter-common's file is refused by onnxruntime too (its issue 320), and with Cast in its block list
it never ends. tensorrt_rtx 1.7 reads and builds all five.

Embeddings of the shipped model, to its halved weights in FP32, on 2180 crops of photos: cosine at least
0.9999. With every FP16 tensor rounded, as a GPU does and onnxruntime on the CPU does not, 1170 crops of
groceries: at least 0.99998, and 805 of 806 decisions. Most of the error is biases rounded once (mean angle
2.4e-3; the tensors alone 0.9e-3). Nine early convolutions kept in FP32 (`keep`) take the angle from 2.5e-3
to 1.4e-3, and 804 decisions are then the same: what differs lies on a threshold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime.transformers.float16 import DEFAULT_OP_BLOCK_LIST, convert_float_to_float16
from onnxruntime.transformers.onnx_model import OnnxModel

from export.half import fold_casts
from export.ranges import plain_pictures, ranges

LARGEST = float(np.finfo(np.float16).max)
SMALLEST_NORMAL = float(np.finfo(np.float16).tiny)
SAFE = {
    "Add",
    "Cast",
    "Clip",
    "Concat",
    "Conv",
    "Flatten",
    "Gemm",
    "HardSigmoid",
    "HardSwish",
    "Identity",
} | {
    "LeakyRelu",
    "MatMul",
    "MaxPool",
    "Mul",
    "Pad",
    "PRelu",
    "Relu",
    "Reshape",
    "Sigmoid",
    "Sub",
    "Transpose",
}
"""Operators that may compute in FP16; any other stays FP32: sums over many values, powers, quotients, roots,
exponentials. A convolution sums too, in FP32 registers, and it is what FP16 is for."""

NORMS = {"ReduceL2", "LpNormalization"}
"""What follows one works on unit vectors: it is small, it weighs the branches, and it stays FP32."""

MATRICES = {"Gemm", "MatMul"}
"""Not even there: TensorRT-RTX 1.7 has no FP32 matrix product for Turing (compute capability 7.5)."""


def to_fp16(
    model: onnx.ModelProto, crops: NDArray[np.uint8] | None = None, keep: Collection[str] = ()
) -> onnx.ModelProto:
    """Convolutions and linear layers in FP16, what is unsafe in FP32; uint8 in and float32 out as before.

    A node stays FP32 if its operator is not in `SAFE`, if it comes after an L2 norm and is no matrix
    product, if a number in it is not one that FP16 has, or if a tensor that it reads or writes came
    within a factor of four of the largest FP16 number on the crops; of 32 without crops, for photos
    drive some tensors five times as far as plain pictures do. The shipped model's largest in FP16 are
    its pixels, 255, then 104, of 65504.

    TensorRT 11 takes precision from the graph alone (strong typing), so it is written there.
    The converter is onnxruntime's, which imports neither torch nor transformers; its own tidying takes
    out the casts to FP16 and back between two FP32 nodes, which would round, and sorts the nodes.

    Args:
        model: float32 weights or halved ones (`export.half.store_half`); left as it is.
        crops: uint8 `[N, H, W, 3]` BGR to measure ranges on; noise and plain colours if None.
        keep: names of nodes that stay FP32 besides, such as those whose rounding a gate found to hurt.
    """
    full = onnx.ModelProto()
    full.CopyFrom(model)
    fold_casts(full)
    name_nodes(full.graph)
    largest = ranges(full, plain_pictures(full) if crops is None else crops)
    limit = LARGEST / (32 if crops is None else 4)
    converted = convert_float_to_float16(
        full,
        keep_io_types=True,
        op_block_list=[*DEFAULT_OP_BLOCK_LIST, *({node.op_type for node in full.graph.node} - SAFE)],
        node_block_list=sorted({*unsafe_nodes(full.graph, largest, limit), *keep}),
    )
    tidied = OnnxModel(converted)
    tidied.remove_cascaded_cast_nodes()
    tidied.remove_useless_cast_nodes()
    tidied.topological_sort()
    half: onnx.ModelProto = tidied.model
    onnx.checker.check_model(half, full_check=True)
    return half


def unsafe_nodes(graph: onnx.GraphProto, largest: dict[str, float], limit: float) -> set[str]:
    """Names of the nodes that stay FP32.

    Args:
        graph: of named nodes, sorted.
        largest: absolute value of each tensor, as measured, see `export.ranges`.
        limit: of that, for FP16.
    """
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    large = {name for name, value in largest.items() if not value <= limit}
    large |= {name for name, values in constants.items() if values.size and not np.abs(values).max() <= limit}
    unsafe = set(_after_norms(graph))
    for node in graph.node:
        tensors = {*node.input, *node.output}
        if node.op_type not in SAFE or tensors & large or not _exact(node, constants):
            unsafe.add(node.name)
    return unsafe


def _after_norms(graph: onnx.GraphProto) -> Iterator[str]:
    reached: set[str] = set()
    for node in graph.node:
        if node.op_type in NORMS or reached & set(node.input):
            reached |= set(node.output)
            if node.op_type not in MATRICES:
                yield node.name


def _exact(node: onnx.NodeProto, constants: dict[str, NDArray[np.generic]]) -> bool:
    """Whether arithmetic with constants loses nothing but the rounding of its result."""
    numbers = [constants[name] for name in node.input if name in constants]
    numbers = [values for values in numbers if values.dtype == np.float32]
    if node.op_type in ("Add", "Sub", "Mul"):
        return all(np.array_equal(values, values.astype(np.float16)) for values in numbers)
    if node.op_type == "Clip":  # a bound that vanishes protects nothing
        return all(bool(np.all((values == 0) | (np.abs(values) >= SMALLEST_NORMAL))) for values in numbers)
    return True


def name_nodes(graph: onnx.GraphProto) -> None:
    """Give each node without a name one of its own, in place."""
    for index, node in enumerate(graph.node):
        node.name = node.name or f"node_{index}"
