"""Embedder: pixels to a point on the unit sphere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor, nn

from train import backbone


@dataclass(frozen=True)
class Generalist:
    """A second backbone that stays as it came, beside the one that is trained.

    Attributes:
        backbone: timm name.
        dimension: of its part of the embedding.
        share: of its part in the squared length of the embedding, 0 to 1.
    """

    backbone: str = "tf_efficientnet_lite0"
    dimension: int = 96
    share: float = 0.4


@dataclass(frozen=True)
class Shape:
    """What is needed to build an embedder before its weights are loaded.

    Attributes:
        backbone: timm name.
        dimension: of what is trained: the embedding's, less the generalist's.
        size: height and width of the input, pixels.
        pooling: `gem` (see `GeM`) or `avg`, the plain mean over height and width.
        generalist: a backbone beside it, or None.
    """

    backbone: str = "tf_efficientnet_lite0"
    dimension: int = 256
    size: int = 224
    pooling: Literal["gem", "avg"] = "gem"
    generalist: Generalist | None = None

    @property
    def embedding(self) -> int:
        """D, length of the embedding."""
        return self.dimension + (self.generalist.dimension if self.generalist else 0)

    @property
    def backbones(self) -> str:
        """The names of all backbones."""
        return f"{self.backbone} + {self.generalist.backbone}" if self.generalist else self.backbone


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


class Branch(nn.Module):
    """Backbone, pooling and one linear layer: images `[N, 3, H, W]` to vectors `[N, D]` of any length."""

    def __init__(
        self, name: str, dimension: int, pooling: Literal["gem", "avg"] = "gem", weights: str = "none"
    ) -> None:
        super().__init__()
        self.backbone = backbone.build(name, weights)
        self.pool = GeM() if pooling == "gem" else Mean()
        self.head = nn.Linear(int(self.backbone.num_features), dimension)  # type: ignore[arg-type]

    def pooled(self, images: Tensor) -> Tensor:
        """Features before the head, float32 `[N, C]`."""
        pooled: Tensor = self.pool(self.backbone(images).float())
        return pooled

    def forward(self, images: Tensor) -> Tensor:
        """The head of the pooled features."""
        vectors: Tensor = self.head(self.pooled(images))
        return vectors


class Embedder(Branch):
    """Pixels to the unit sphere: a branch that is trained and, beside it, maybe one that never is.

    Input float32 `[N, 3, size, size]`, RGB in -1..1. Output float32 `[N, shape.embedding]`, unit length.

    What is learnt of some classes is forgotten of others. With a generalist, the embedding is both
    branches' unit vectors, one after the other, each scaled to its share: the squared distance of
    two photos is the mean of the branches', weighted by share, and what the generalist told apart
    stays apart.
    """

    def __init__(self, shape: Shape, weights: str = "none", generalist_weights: str = "none") -> None:
        super().__init__(shape.backbone, shape.dimension, shape.pooling, weights)
        self.shape = shape
        self.generalist: Branch | None = None
        if shape.generalist:
            self.beside(shape.generalist, generalist_weights)

    def beside(self, generalist: Generalist, weights: str = "none") -> None:
        """Put a generalist beside what is trained, or change its share if it is there."""
        there = self.shape.generalist
        self.shape = replace(self.shape, generalist=generalist)
        if self.generalist is None or there is None or replace(there, share=generalist.share) != generalist:
            self.generalist = Branch(generalist.backbone, generalist.dimension, weights=weights)
            self.generalist.requires_grad_(False)

    def forward(self, images: Tensor) -> Tensor:
        """Embed float32 `[N, 3, size, size]` images."""
        own = nn.functional.normalize(super().forward(images))
        if self.generalist is None or self.shape.generalist is None:
            return own
        share = self.shape.generalist.share
        general = nn.functional.normalize(self.generalist(images))
        return torch.cat([general * share**0.5, own * (1 - share) ** 0.5], 1)


def to_input(images: Tensor) -> Tensor:
    """uint8 `[N, H, W, 3]` BGR to float32 `[N, 3, H, W]` RGB in -1..1, as all our weights had it."""
    return images.flip(3).permute(0, 3, 1, 2).float() / 127.5 - 1.0
