"""Opset: a graph that the oldest TensorRT we support can read."""

from __future__ import annotations

import onnx
from onnx import version_converter

from export.cast_first import cast_first
from gallery.errors import InputError

OPSET = 17
"""Operators of TensorRT 8.6, which reads up to opset 17 (NVIDIA, Deep-Learning-Accelerator-SW,
operators/README.md); 10.x and 11.x read 9 to 24 or more (onnx-tensorrt, docs/operators.md)."""

IR = 8
"""File format of ONNX 1.13, which the parser of TensorRT 8.6 is built with (onnx-tensorrt, docs/Changelog.md,
8.6 GA: v1.13.1). onnxruntime 1.17, built with ONNX 1.15, reads it and IR 9."""

NEWER = {"Reduce": ("noop_with_empty_axes",)}
"""Attributes that opset 17 has not, dropped at their default: an operator's first letters, attributes."""


def lower(model: onnx.ModelProto) -> onnx.ModelProto:
    """The graph in `OPSET` and `IR`, its pixels cast first (`export.cast_first`).

    Raises:
        InputError: an operator has no form in the older opset.
    """
    lowered = onnx.ModelProto()
    lowered.CopyFrom(model)
    if _opset(model) > OPSET:
        for node in lowered.graph.node:
            _drop_newer(node)
        try:
            lowered = version_converter.convert_version(lowered, OPSET)
        except RuntimeError as error:
            raise InputError(
                f"the graph cannot be written in ONNX opset {OPSET}: {error}", "use another backbone"
            ) from error
    cast_first(lowered)
    lowered.ir_version = min(lowered.ir_version, IR)
    return lowered


def _opset(model: onnx.ModelProto) -> int:
    return next((entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")), 0)


def _drop_newer(node: onnx.NodeProto) -> None:
    for operator, names in NEWER.items():
        if node.op_type.startswith(operator):
            for attribute in [a for a in node.attribute if a.name in names and not a.i]:
                node.attribute.remove(attribute)
