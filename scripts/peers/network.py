"""Network: the shipped model as timm modules again, weight for weight, for a run in eager PyTorch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from edge.card import ModelCard
from train.embedder import Embedder, Generalist, Shape

Weights = Mapping[str, NDArray[np.float32]]

_SAME = (".conv_dw.weight", ".conv_pw.weight", ".conv_pwl.weight", ".conv_head.weight", "pool.power")
"""How the weights end that are the same in the file and in the modules."""
_HEADS = tuple(
    f"{part}.{kind}" for part in ("head", "generalist.head", "gate") for kind in ("weight", "bias")
)


def weights_of(model: onnx.ModelProto) -> Weights:
    """The weights of a graph by name, float32 as they compute."""
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}


def eager(model: onnx.ModelProto, card: ModelCard) -> Embedder:
    """The network of an exported file, in evaluation mode: timm backbones, pooling, heads and gate.

    The file has each BatchNorm folded into the convolution before it. Here the convolution has the folded
    weights, and the BatchNorm behind it adds the bias and does nothing else, so that the modules that run
    are those of timm. It takes what `train.embedder.Embedder` takes: float32 `[N, 3, H, W]`, RGB, -1..1.

    Args:
        model: as `export.half.load_full` gives it.
        card: the model's.

    Raises:
        KeyError: the graph lacks a weight that the modules have.
    """
    weights = weights_of(model)
    network = Embedder(_shape(weights, model, card)).eval()
    state = {name: value.clone() for name, value in network.state_dict().items()}
    given = {
        name.removeprefix("embedder."): torch.from_numpy(value.copy()) for name, value in weights.items()
    }
    for name in state:
        if name.endswith(_SAME) or name in _HEADS:
            state[name] = given[name].reshape(state[name].shape)
        elif name.endswith("conv_stem.weight"):
            state[name] = given[name].flip(1) * 127.5  # the file takes BGR in 0..255, less 127.5
    _put_biases(network, state, given)
    network.load_state_dict(state)
    return network


def _shape(weights: Weights, model: onnx.ModelProto, card: ModelCard) -> Shape:
    own, _, other = card.backbone.partition(" + ")
    generalist = None
    if other:
        shares = _shares(weights, model)
        generalist = Generalist(other, len(weights["embedder.generalist.head.bias"]), shares)
    return Shape(own, len(weights["embedder.head.bias"]), card.height, "gem", generalist)


def _shares(weights: Weights, model: onnx.ModelProto) -> tuple[float, ...]:
    """What the gate's softmax is multiplied with."""
    softmax = next(node for node in model.graph.node if node.op_type == "Softmax")
    times = next(
        node for node in model.graph.node if node.op_type == "Mul" and softmax.output[0] in node.input
    )
    name = next(name for name in times.input if name != softmax.output[0])
    return tuple(float(share) for share in weights[name].ravel())


def _put_biases(network: nn.Module, state: dict[str, Tensor], given: Mapping[str, Tensor]) -> None:
    """Make each BatchNorm add the bias of the convolution that it follows, and nothing else."""
    last = ""
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d):
            last = name
        elif isinstance(module, nn.BatchNorm2d):
            state[f"{name}.weight"].fill_(1)
            state[f"{name}.bias"] = given[f"{last}.weight_bias"]
            state[f"{name}.running_mean"].zero_()
            state[f"{name}.running_var"].fill_(1 - module.eps)
