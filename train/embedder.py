"""Embedder: pixels to a point on the unit sphere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, cast

import torch
from torch import Tensor, nn

from train import backbone


@dataclass(frozen=True)
class Generalist:
    """A second backbone that stays as it came, beside the one that is trained.

    Attributes:
        backbone: timm name.
        dimension: of its part of the embedding.
        shares: of its part in the squared length of the embedding, 0 to 1: one for each kind of
            picture that the gate tells apart.
    """

    backbone: str = "tf_efficientnet_lite0"
    dimension: int = 96
    shares: tuple[float, ...] = (0.4,)


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
        mean, std = backbone.scaling(name)
        self.register_buffer("factor", 0.5 / torch.tensor(std)[:, None, None], persistent=False)
        self.register_buffer("offset", (0.5 - torch.tensor(mean))[:, None, None], persistent=False)
        self.scaled = mean == std == (0.5, 0.5, 0.5)
        self.pool = GeM() if pooling == "gem" else Mean()
        self.head = nn.Linear(int(self.backbone.num_features), dimension)  # type: ignore[arg-type]

    def pooled(self, images: Tensor) -> Tensor:
        """Features before the head, float32 `[N, C]`."""
        pooled: Tensor = self.pool(self.backbone(self._as_weights_want(images)).float())
        return pooled

    def _as_weights_want(self, images: Tensor) -> Tensor:
        """From -1..1 to the mean and deviation that the backbone's weights were trained with."""
        if self.scaled:
            return images
        return (images + 2 * cast(Tensor, self.offset)) * cast(Tensor, self.factor)

    def forward(self, images: Tensor) -> Tensor:
        """The head of the pooled features."""
        vectors: Tensor = self.head(self.pooled(images))
        return vectors


class Embedder(Branch):
    """Pixels to the unit sphere: a branch that is trained and, beside it, maybe one that never is.

    Input float32 `[N, 3, size, size]`, RGB in -1..1. Output float32 `[N, shape.embedding]`, unit length.

    What is learnt of some classes is forgotten of others. With a generalist, the embedding is both
    branches' unit vectors, one after the other, each scaled to its share: the likeness of two photos
    is that of both branches, weighted by share, and what the generalist told apart stays apart. A
    gate looks at the generalist's vector and says of which kind the picture is, and so how much the
    generalist counts (a mixture of two experts, Jacobs et al., 1991).
    """

    def __init__(self, shape: Shape, weights: str = "none", generalist_weights: str = "none") -> None:
        super().__init__(shape.backbone, shape.dimension, shape.pooling, weights)
        self.shape = shape
        self.generalist: Branch | None = None
        self.gate: nn.Linear | None = None
        if shape.generalist:
            self.beside(shape.generalist, generalist_weights)

    def beside(self, generalist: Generalist, weights: str = "none") -> None:
        """Put a generalist beside what is trained, in place of one that is there."""
        self.shape = replace(self.shape, generalist=generalist)
        self.generalist = Branch(generalist.backbone, generalist.dimension, weights=weights)
        self.generalist.requires_grad_(False)
        self.set_shares(generalist.shares)

    def set_shares(self, shares: tuple[float, ...]) -> None:
        """Give the generalist a share for each kind of picture; a new gate takes all for equally likely.

        Raises:
            ValueError: there is no generalist.
        """
        if self.shape.generalist is None:
            raise ValueError("no generalist to give a share to")
        generalist = replace(self.shape.generalist, shares=shares)
        self.shape = replace(self.shape, generalist=generalist)
        self.gate = nn.Linear(generalist.dimension, len(shares)).requires_grad_(False)
        nn.init.zeros_(self.gate.weight)
        nn.init.zeros_(self.gate.bias)

    def forward(self, images: Tensor) -> Tensor:
        """Embed float32 `[N, 3, size, size]` images."""
        own = nn.functional.normalize(super().forward(images))
        if self.generalist is None or self.gate is None or self.shape.generalist is None:
            return own
        general = nn.functional.normalize(self.generalist(images))
        kinds = self.gate(general).softmax(1)
        share = (kinds * kinds.new_tensor(self.shape.generalist.shares)).sum(1, keepdim=True)
        return torch.cat([general * share.sqrt(), own * (1 - share).sqrt()], 1)


def to_input(images: Tensor) -> Tensor:
    """uint8 `[N, H, W, 3]` BGR to float32 `[N, 3, H, W]` RGB in -1..1."""
    return images.flip(3).permute(0, 3, 1, 2).float() / 127.5 - 1.0
