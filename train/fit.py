"""Fit: train an embedder on labelled photos."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import nn
from torch.optim.lr_scheduler import OneCycleLR

from train.average import Average, State
from train.batches import batches
from train.data import Photos
from train.embedder import Embedder, to_input
from train.loss import ArcFaceAndContrast

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """How to train. The defaults are those of the shipped model.

    Attributes:
        epochs: passes; in each, as many photos are drawn as there are, classes evenly.
        classes, per_class: a batch is `classes` x `per_class` photos.
        backbone_rate, head_rate: peak learning rates.
        weight_decay: of AdamW.
        frozen_stages: the stem and this many first stages minus one keep their ImageNet weights.
        decay: of the moving average of weights.
        seed: of everything random.
        workers: processes that augment.
    """

    epochs: int = 10
    classes: int = 12
    per_class: int = 4
    backbone_rate: float = 4e-4
    head_rate: float = 3e-3
    weight_decay: float = 0.02
    frozen_stages: int = 3
    decay: float = 0.995
    seed: int = 0
    workers: int = 1


def fit(embedder: Embedder, photos: Photos, settings: Settings, checkpoint: Path) -> State:
    """Train `embedder` in place; return the averaged weights.

    After each epoch the whole state is written to `checkpoint`; if that file is there at the start,
    training goes on from it.
    """
    torch.manual_seed(settings.seed)
    embedder.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    run = _Run(embedder, photos, settings)
    first = run.resume(checkpoint) if checkpoint.exists() else 0
    started = time.monotonic()
    for epoch in range(first, settings.epochs):
        loss = run.epoch(epoch)
        run.save(checkpoint, epoch + 1)
        spent = time.monotonic() - started
        left = spent / (epoch + 1 - first) * (settings.epochs - epoch - 1)
        log.info("epoch %d of %d: loss %.3f, %.0f s spent, %.0f s left", epoch + 1, settings.epochs, loss, spent, left)
    return run.average.state


class _Run:
    """Everything that a checkpoint holds."""

    def __init__(self, embedder: Embedder, photos: Photos, settings: Settings) -> None:
        self.embedder, self.photos, self.settings = embedder, photos, settings
        self.loss = ArcFaceAndContrast(len(photos.classes), embedder.shape.dimension)
        self.frozen = freeze(embedder, settings.frozen_stages)
        self.optimiser = torch.optim.AdamW(self._groups(), weight_decay=settings.weight_decay)
        rates = [settings.backbone_rate, settings.head_rate]
        steps = settings.epochs * len(self._batches(0))
        self.schedule = OneCycleLR(self.optimiser, rates, total_steps=steps, pct_start=0.2)
        self.average = Average(embedder, settings.decay)

    def epoch(self, epoch: int) -> float:
        """Train one epoch; the mean loss."""
        torch.manual_seed(self.settings.seed + epoch)
        self.embedder.train()
        for module in self.frozen:
            module.eval()
        losses = []
        for step, (images, labels) in enumerate(loader := self._batches(epoch)):
            losses.append(self._step(to_input(images), labels))
            if step % 10 == 0:
                log.info("epoch %d step %d of %d: loss %.3f", epoch + 1, step, len(loader), losses[-1])
        return sum(losses) / max(1, len(losses))

    def save(self, path: Path, epochs: int) -> None:
        """Write the state after `epochs` epochs, whole or not at all."""
        parts = {name: part.state_dict() for name, part in self._parts()}
        state = {**parts, "average": self.average.state, "steps": self.average.steps, "epochs": epochs}
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".tmp")
        torch.save({**state, "shape": asdict(self.embedder.shape)}, temporary)
        temporary.replace(path)

    def resume(self, path: Path) -> int:
        """Take a saved state; how many epochs it has behind it."""
        state = torch.load(path, map_location="cpu", weights_only=True)
        for name, part in self._parts():
            part.load_state_dict(state[name])
        self.average.state, self.average.steps = state["average"], state["steps"]
        return int(state["epochs"])

    def _step(self, images: torch.Tensor, labels: torch.Tensor) -> float:
        self.optimiser.zero_grad(set_to_none=True)
        loss = self.loss(self.embedder(images.contiguous(memory_format=torch.channels_last)), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(self.embedder.parameters(), 5.0)
        self.optimiser.step()
        self.schedule.step()
        self.average.update(self.embedder)
        return float(loss.detach())

    def _batches(self, epoch: int):  # type: ignore[no-untyped-def]
        s = self.settings
        return batches(
            self.photos, size=self.embedder.shape.size, classes=s.classes, per_class=s.per_class,
            seed=s.seed, epoch=epoch, workers=s.workers,
        )

    def _groups(self) -> list[dict[str, list[nn.Parameter]]]:
        backbone = [p for p in self.embedder.backbone.parameters() if p.requires_grad]
        head = [*self.embedder.head.parameters(), *self.embedder.pool.parameters(), *self.loss.parameters()]
        return [{"params": backbone}, {"params": head}]

    def _parts(self) -> Iterator[tuple[str, object]]:
        yield from {"embedder": self.embedder, "loss": self.loss, "optimiser": self.optimiser, "schedule": self.schedule}.items()


def freeze(embedder: Embedder, stages: int) -> list[nn.Module]:
    """Hold the stem and the first `stages` - 1 stages of an EfficientNet; the held modules.

    They find edges and colours, are the dearest to train and gain the least from it.
    """
    if stages == 0:
        return []
    backbone = embedder.backbone
    held = [backbone.conv_stem, backbone.bn1, *list(backbone.blocks)[: stages - 1]]
    for module in held:
        module.requires_grad_(False)
    return held
