"""Source: what goes into the network in a phase, and what comes out for validation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import normalize
from torch.utils.data import DataLoader, Dataset

from train.data import Photos
from train.embedder import Embedder, to_input
from train.engine.numerics import Numerics
from train.engine.phase import Augment
from train.views import whole

Key = tuple[int, int]
"""A photo's row, and the seed of what is random in its crop."""
BATCH = 48
"""Photos at a time where no gradient is needed."""


class Head(nn.Module):
    """The embedder's last part: pooled features `[N, C]` to outputs `[N, D]`."""

    def __init__(self, embedder: Embedder, unit: bool) -> None:
        super().__init__()
        self.head, self.unit = embedder.head, unit

    def forward(self, features: Tensor) -> Tensor:
        """Outputs, float32, of unit length if `unit`."""
        outputs: Tensor = self.head(features).float()
        return normalize(outputs) if self.unit else outputs


class Whole(nn.Module):
    """The embedder: images `[N, 3, H, W]` to outputs `[N, D]`."""

    def __init__(self, embedder: Embedder, unit: bool) -> None:
        super().__init__()
        self.embedder, self.unit = embedder, unit

    def forward(self, images: Tensor) -> Tensor:
        """Outputs, float32, of unit length if `unit`."""
        outputs: Tensor = self.embedder.head(self.embedder.pooled(images)).float()
        return normalize(outputs) if self.unit else outputs


class Source(ABC):
    """Gives a phase its batches.

    Attributes:
        network: from what `batches` yields to outputs.
    """

    network: nn.Module

    @abstractmethod
    def batches(self, plan: Sequence[list[Key]]) -> Iterator[Tensor]:
        """The network's input for each batch of the plan, on the device."""

    @abstractmethod
    def outputs(self, photos: Photos) -> Tensor:
        """The network's outputs for photos as they are, float32 `[N, D]` on the CPU, no gradient."""

    def images(self, inputs: Tensor) -> Tensor | None:
        """The images in a batch, for objectives that ask for them."""
        return None


class Features(Source):
    """Pooled features of photos as they are, each taken once: a frozen backbone gives no others."""

    def __init__(self, embedder: Embedder, photos: Photos, numerics: Numerics, *, unit: bool) -> None:
        self.network, self.embedder, self.numerics = Head(embedder, unit), embedder, numerics
        self.known: dict[int, Tensor] = {}
        self.features = self._of(photos)

    def batches(self, plan: Sequence[list[Key]]) -> Iterator[Tensor]:
        """See `Source.batches`; the seeds change nothing."""
        return (self.features[[row for row, _ in keys]] for keys in plan)

    @torch.no_grad()
    def outputs(self, photos: Photos) -> Tensor:
        """See `Source.outputs`."""
        outputs: Tensor = self.network(self._of(photos)).cpu()
        return outputs

    def _of(self, photos: Photos) -> Tensor:
        if id(photos) not in self.known:
            self.known[id(photos)] = run(self.embedder.pooled, photos, self.embedder, self.numerics)
        return self.known[id(photos)]


class Crops(Source):
    """Augmented crops of the photos."""

    def __init__(
        self,
        embedder: Embedder,
        photos: Photos,
        numerics: Numerics,
        augment: Augment,
        *,
        unit: bool,
        workers: int,
    ) -> None:
        self.network, self.embedder, self.numerics = Whole(embedder, unit), embedder, numerics
        self.crops, self.workers = AugmentedCrops(photos, embedder.shape.size, augment), workers

    def batches(self, plan: Sequence[list[Key]]) -> Iterator[Tensor]:
        """See `Source.batches`. A crop depends on its key alone, not on the worker that makes it."""
        for images in DataLoader(self.crops, batch_sampler=plan, num_workers=self.workers):
            yield to_device(images, self.numerics)

    def outputs(self, photos: Photos) -> Tensor:
        """See `Source.outputs`."""
        return run(self.network, photos, self.embedder, self.numerics).cpu()

    def images(self, inputs: Tensor) -> Tensor:
        """The inputs themselves."""
        return inputs


class AugmentedCrops(Dataset[Any]):
    """Item (row, seed): that photo augmented, uint8 `[size, size, 3]` BGR."""

    def __init__(self, photos: Photos, size: int, augment: Augment) -> None:
        self.photos, self.size, self.augment = photos, size, augment

    def __len__(self) -> int:
        return len(self.photos)

    def __getitem__(self, key: Key) -> NDArray[np.uint8]:
        row, seed = key
        return self.augment(self.photos.images[row], self.size, np.random.default_rng(seed))


@torch.no_grad()
def run(network: Any, photos: Photos, embedder: Embedder, numerics: Numerics) -> Tensor:
    """Run `network` over whole photos in evaluation mode, float32 `[N, ...]` on the device."""
    embedder.eval()
    parts = []
    for start in range(0, len(photos), BATCH):
        crops = [whole(image, embedder.shape.size) for image in photos.images[start : start + BATCH]]
        with numerics.autocast():
            parts.append(network(to_device(torch.from_numpy(np.stack(crops)), numerics)).float())
    return torch.cat(parts)


def to_device(images: Tensor, numerics: Numerics) -> Tensor:
    """uint8 `[N, H, W, 3]` BGR to the network's input on the device."""
    return to_input(images.to(numerics.device)).contiguous(memory_format=torch.channels_last)
