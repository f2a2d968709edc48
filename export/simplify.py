"""Simplify: the same graph in fewer nodes, by libraries that do nothing else."""

from __future__ import annotations

import onnx
import onnxslim
from onnxscript import rewriter
from onnxscript.rewriter.rules.common import expand_before_binary_op_rules


def simplify(model: onnx.ModelProto) -> onnx.ModelProto:
    """Fold constants, drop what does nothing, and give no tensor a shape that broadcasting gives it anyway.

    PyTorch spells out the broadcast of the unit vectors' division: Shape of the images, Concat, Expand.
    A Shape of uint8 is one node more that an old TensorRT may refuse, and onnxslim leaves it;
    onnxscript has the rule. onnxslim (0.1, pure Python, a release a month) does the rest in 0.3 s;
    onnxsim, compiled and a second runtime to install, came to the same nodes for the shipped model.

    A cast of stored weights is folded as well: simplify before `export.half.store_half`.
    """
    rewritten = rewriter.rewrite(model, pattern_rewrite_rules=expand_before_binary_op_rules)
    slim: onnx.ModelProto = onnxslim.slim(rewritten)
    return slim
