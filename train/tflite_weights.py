"""Weights from a TensorFlow Lite file: Google's MobileNetV1 for food, whose features tell products well."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn

from gallery.errors import InputError

Filter = tuple[Tensor, Tensor]
"""A convolution's weights `[out, in / groups, h, w]` and bias `[out]`, float32."""


def fill(model: nn.Module, path: Path) -> None:
    """Give the convolutions of `model`, in order, those of a TensorFlow Lite file.

    In the file BatchNorm is folded into its convolution. Here it stays beside it with mean 0 and
    variance 1, its scale cancels `eps`, and the folded bias is its bias: the network is the same,
    as long as BatchNorm keeps these statistics. What the file has after the last of the model's
    convolutions (its classifier) is left.

    Raises:
        InputError: the file is unreadable, is not of TensorFlow Lite, is quantised, or is of another network.
    """
    convolutions = [module for module in model.modules() if isinstance(module, nn.Conv2d)]
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    found = filters(path)
    shapes = [tuple(convolution.weight.shape) for convolution in convolutions]
    if [tuple(weight.shape) for weight, _ in found[: len(shapes)]] != shapes or len(norms) != len(shapes):
        raise InputError(
            f"weights {path}: {len(found)} convolutions that do not fit a backbone of {len(shapes)}",
            "give the file of the same network, for example tf_mobilenetv1_100 with MobileNetV1's",
        )
    for convolution, norm, (weight, bias) in zip(convolutions, norms, found, strict=False):
        _set(convolution, norm, weight, bias)


def filters(path: Path) -> list[Filter]:
    """The convolutions of a TensorFlow Lite file, in the order in which they run.

    Raises:
        InputError: see `fill`.
    """
    try:
        graph, model = _open(path.read_bytes(), path)
        steps = [graph.Operators(i) for i in range(graph.OperatorsLength())]
        return [_filter(model, graph, step, path) for step in steps if _kind(model, step) is not None]
    except OSError as error:
        raise InputError(f"weights {path}: {error.strerror}", "give the path of a .tflite file") from None
    except (IndexError, ValueError, TypeError, AttributeError, struct.error) as error:
        raise InputError(f"weights {path}: damaged: {error}", "copy the file again") from None


def _open(data: bytes, path: Path) -> tuple[Any, Any]:
    try:
        import tflite
    except ModuleNotFoundError:
        raise InputError(f"weights {path}: package tflite is missing", "pip install tflite") from None
    if data[4:8] != b"TFL3":
        raise InputError(f"weights {path}: not a TensorFlow Lite file", "give the path of a .tflite file")
    model = tflite.Model.GetRootAs(data, 0)
    return model.Subgraphs(0), model


def _kind(model: Any, step: Any) -> str | None:
    from tflite.BuiltinOperator import BuiltinOperator as Operator

    code = model.OperatorCodes(step.OpcodeIndex())
    number = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
    return {Operator.CONV_2D: "full", Operator.DEPTHWISE_CONV_2D: "depthwise"}.get(number)


def _filter(model: Any, graph: Any, step: Any, path: Path) -> Filter:
    _, weight, bias = (int(number) for number in step.InputsAsNumpy()[:3])
    order = (3, 0, 1, 2) if _kind(model, step) == "depthwise" else (0, 3, 1, 2)
    values = _values(model, graph.Tensors(weight), path).transpose(order)
    return torch.from_numpy(values.copy()), torch.from_numpy(_values(model, graph.Tensors(bias), path).copy())


def _values(model: Any, tensor: Any, path: Path) -> np.ndarray[Any, np.dtype[np.float32]]:
    from tflite.TensorType import TensorType

    if tensor.Type() != TensorType.FLOAT32:
        raise InputError(f"weights {path}: quantised", "give the float32 file of the network")
    data = model.Buffers(tensor.Buffer()).DataAsNumpy()
    shaped = np.frombuffer(data.tobytes(), np.float32).reshape(tensor.ShapeAsNumpy())
    return cast("np.ndarray[Any, np.dtype[np.float32]]", shaped)


@torch.no_grad()
def _set(convolution: nn.Conv2d, norm: nn.BatchNorm2d, weight: Tensor, bias: Tensor) -> None:
    convolution.weight.copy_(weight)
    norm.weight.fill_((1 + norm.eps) ** 0.5)
    norm.bias.copy_(bias)
    cast(Tensor, norm.running_mean).zero_()
    cast(Tensor, norm.running_var).fill_(1.0)
