"""Embedder: pixels to a point on the unit sphere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from train import backbone


@dataclass(frozen=True)
class Shape:
    """What is needed to build an embedder before its weights are loaded.

    Attributes:
        backbone: timm name.
        dimension: D, length of the embedding.
        size: height and width of the input, pixels.
        pooling: `gem` (see `GeM`) or `avg`, the plain mean over height and width.
    """

    backbone: str = "tf_efficientnet_lite0"
    dimension: int = 256
    size: int = 224
    pooling: Literal["gem", "avg"] = "gem"


class GeM(nn.Module):
    """Generalised mean over height and width (Radenovic et al., 2018), with a learnt power.

    Input `[N, C, H, W]`, output `[N, C]`. Features are clamped to be positive.
    """

    def __init__(self, power: float = 3.0) -> None:
        super().__init__()
        self.power = nn.Parameter(torch.tensor(power))

    def forward(self, features: Tensor) -> Tensor:
        """Pool `[N, C, H, W]` to `[N, C]`."""
        return features.clamp(min=1e-4).pow(self.power).mean((2, 3)).pow(1 / self.power)


class Mean(nn.Module):
    """Mean over height and width: `[N, C, H, W]` to `[N, C]`."""

    def forward(self, features: Tensor) -> Tensor:
        """Pool `[N, C, H, W]` to `[N, C]`."""
        return features.mean((2, 3))


class Embedder(nn.Module):
    """Backbone, pooling, one linear layer, unit length.

    Input float32 `[N, 3, size, size]`, RGB in -1..1. Output float32 `[N, dimension]`.
    """

    def __init__(self, shape: Shape, weights: str = "none") -> None:
        super().__init__()
        self.shape = shape
        self.backbone = backbone.build(shape.backbone, weights)
        self.pool = GeM() if shape.pooling == "gem" else Mean()
        self.head = nn.Linear(int(self.backbone.num_features), shape.dimension)  # type: ignore[arg-type]

    def pooled(self, images: Tensor) -> Tensor:
        """Features before the head, float32 `[N, C]`."""
        pooled: Tensor = self.pool(self.backbone(images).float())
        return pooled

    def forward(self, images: Tensor) -> Tensor:
        """Embed float32 `[N, 3, size, size]` images."""
        return nn.functional.normalize(self.head(self.pooled(images)))


def to_input(images: Tensor) -> Tensor:
    """uint8 `[N, H, W, 3]` BGR to float32 `[N, 3, H, W]` RGB in -1..1, as Lite0 was trained on ImageNet."""
    return images.flip(3).permute(0, 3, 1, 2).float() / 127.5 - 1.0
