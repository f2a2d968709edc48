"""Fold: what is done to pixels before a network, moved into its first convolutions where that is exact."""

from __future__ import annotations

import copy
from typing import Any, cast

import torch
from torch import Tensor, nn

from train.embedder import Branch, Embedder


class Shift(nn.Module):
    """Subtract one value a channel from `[N, C, H, W]`."""

    def __init__(self, shift: Tensor) -> None:
        super().__init__()
        self.register_buffer("shift", shift[:, None, None], persistent=False)

    def forward(self, images: Tensor) -> Tensor:
        """The images, less the shift."""
        return images - cast(Tensor, self.shift)


class Normalise(Shift):
    """BGR pixels, less their shift, to the RGB that a network wants: for one that cannot be folded."""

    def __init__(self, shift: Tensor, scale: Tensor) -> None:
        super().__init__(shift)
        self.register_buffer("scale", scale[:, None, None], persistent=False)

    def forward(self, images: Tensor) -> Tensor:
        """Float `[N, 3, H, W]` BGR to RGB of the mean and deviation that the weights want."""
        return (super().forward(images) * cast(Tensor, self.scale)).flip(1)


class Folded(nn.Module):
    """An embedder that takes pixels as they are, its normalisation inside its first convolutions.

    Input uint8 `[N, H, W, 3]` BGR; output float32 `[N, D]`, unit length, as `export.onnx.Deployed`.

    A branch wants `(pixel - shift) * scale` of each channel. The scale goes into the filters, and so
    does the order of the channels: both exact but for rounding. The shift goes into the bias of a
    convolution that does not pad. One that pads does so with zeros after the shift, which is with the
    mean colour before it; there one subtraction stays in the graph, shared by branches of equal shift.

    Measured on one core with the shipped model, interleaved medians: 16.15 ms a crop as PyTorch has it,
    15.96 ms folded; eight crops 134.5 and 129.3 ms. Padding with the mean colour, so that the shift too is
    in a bias, took 15.90 and 129.9 ms: not worth a node that GPUs run by itself, as they fuse a subtraction.
    Pixels are cast to float32 before anything else: TensorRT takes uint8 as an input of the network
    only, and nothing but a cast may follow it (NVIDIA, TensorRT DataType).
    """

    def __init__(self, embedder: Embedder) -> None:
        super().__init__()
        self.embedder = copy.deepcopy(embedder)
        self.eval()
        size = embedder.shape.size
        branches = [branch for branch in self.embedder.modules() if isinstance(branch, Branch)]
        firsts = [first_convolution(branch.backbone, size) for branch in branches]
        padded = [
            shift_and_scale(branch)[0] for branch, first in zip(branches, firsts, strict=True) if pads(first)
        ]
        common = padded[0] if padded else torch.zeros(3)
        self.shift = Shift(common) if padded else nn.Identity()
        for branch, first in zip(branches, firsts, strict=True):
            _fold(branch, first, common)

    def forward(self, images: Tensor) -> Tensor:
        """Embed uint8 `[N, H, W, 3]` BGR crops."""
        embeddings: Tensor = self.embedder(self.shift(images.float().permute(0, 3, 1, 2)))
        return embeddings


def shift_and_scale(branch: Branch) -> tuple[Tensor, Tensor]:
    """What a branch wants of BGR pixels in 0..255: less the shift `[3]`, times the scale `[3]`."""
    offset, factor = cast(Tensor, branch.offset).flatten(), cast(Tensor, branch.factor).flatten()
    if branch.scaled:
        offset, factor = torch.zeros(3), torch.ones(3)
    return (127.5 - 255 * offset).flip(0), (factor / 127.5).flip(0)


@torch.no_grad()
def first_convolution(backbone: nn.Module, size: int) -> nn.Conv2d | None:
    """The one convolution that is given the image itself; None if it is given to something else, too.

    Args:
        backbone: in evaluation mode; it is run once.
        size: height and width of an image that it takes, pixels.
    """
    image, taken = torch.zeros(1, 3, size, size), list[nn.Module]()

    def look(module: nn.Module, inputs: tuple[Any, ...]) -> None:
        if inputs and inputs[0] is image and not list(module.children()):
            taken.append(module)

    hooks = [module.register_forward_pre_hook(look) for module in backbone.modules()]
    backbone(image)
    for hook in hooks:
        hook.remove()
    first = taken[0] if len(taken) == 1 else None
    return first if isinstance(first, nn.Conv2d) and first.groups == 1 else None


def pads(convolution: nn.Conv2d | None) -> bool:
    """Whether zeros may be put around what it is given; also said of what is not known."""
    return type(convolution) is not nn.Conv2d or convolution.padding != (0, 0)


@torch.no_grad()
def _fold(branch: Branch, convolution: nn.Conv2d | None, common: Tensor) -> None:
    """Make a branch take BGR pixels less `common`."""
    shift, scale = shift_and_scale(branch)
    branch.scaled = True
    rest = shift - common
    if convolution is None:
        branch.backbone = nn.Sequential(Normalise(rest, scale), branch.backbone)
        return
    weight = convolution.weight.double().flip(1) * scale.double()[:, None, None]
    convolution.weight.copy_(weight)
    if not rest.any():
        return
    if pads(convolution):
        branch.backbone = nn.Sequential(Shift(rest), branch.backbone)
        return
    bias = -(weight * rest[:, None, None]).sum((1, 2, 3))
    bias = bias if convolution.bias is None else convolution.bias + bias
    convolution.bias = nn.Parameter(bias.float())
