"""Fit: train an embedder on labelled photos."""

from __future__ import annotations

import logging
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import OneCycleLR

from train import checkpoint
from train.average import Average, State
from train.batches import Batches, batches
from train.data import Photos
from train.embedder import Embedder, to_input
from train.hold import hold
from train.loss import ArcFaceAndContrast
from train.settings import Settings

log = logging.getLogger(__name__)

LOG_EVERY = 10
"""Steps between two lines in the log."""
LONGEST_GRADIENT = 5.0


def fit(embedder: Embedder, photos: Photos, settings: Settings, saved: Path) -> State:
    """Train `embedder` in place; return the averaged weights.

    After each epoch the whole state is written to the file `saved`. If that is there at the start,
    training goes on from it.

    Raises:
        InputError: `saved` is damaged, or is of a run with other settings or classes.
    """
    run = _Run(embedder, photos, settings)
    first = run.resume(saved) if saved.exists() else 0
    started = time.monotonic()
    for epoch in range(first, settings.epochs):
        loss = run.epoch(epoch)
        run.save(saved, epoch + 1)
        spent = time.monotonic() - started
        left = spent / (epoch + 1 - first) * (settings.epochs - epoch - 1)
        log.info("epoch %d of %d: loss %.3f, %.0f s left", epoch + 1, settings.epochs, loss, left)
    return run.average.state


class _Run:
    """Everything that a checkpoint holds."""

    def __init__(self, embedder: Embedder, photos: Photos, settings: Settings) -> None:
        torch.manual_seed(settings.seed)
        self.embedder = embedder.to(memory_format=torch.channels_last)
        self.photos, self.settings = photos, settings
        self.loss = ArcFaceAndContrast(len(photos.classes), embedder.shape.dimension)
        self.held = hold(embedder, settings.held)
        self.optimiser = torch.optim.AdamW(self._groups(), weight_decay=settings.weight_decay)
        rates = [settings.backbone_rate, settings.head_rate]
        steps = settings.epochs * len(self._batches(0))
        self.schedule = OneCycleLR(self.optimiser, rates, total_steps=steps, pct_start=0.2)
        self.average = Average(embedder, settings.decay)

    def epoch(self, epoch: int) -> float:
        """Train one epoch; the mean loss."""
        self.embedder.train()
        for module in self.held:
            module.eval()
        losses: list[float] = []
        for step, (images, labels) in enumerate(loader := self._batches(epoch)):
            losses.append(self._step(to_input(images), labels))
            if step % LOG_EVERY == 0:
                log.info("epoch %d step %d of %d: loss %.3f", epoch + 1, step, len(loader), losses[-1])
        return sum(losses) / len(losses)

    def save(self, path: Path, epochs: int) -> None:
        """Write the state after `epochs` epochs."""
        state = {name: part.state_dict() for name, part in self._parts().items()}
        average = {"average": self.average.state, "steps": self.average.steps}
        checkpoint.write(path, {**state, **average, "epochs": epochs, "identity": self._identity()})

    def resume(self, path: Path) -> int:
        """Take a saved state; how many epochs it has behind it."""
        state = checkpoint.read(path, self._identity())
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        self.average.state, self.average.steps = state["average"], state["steps"]
        return int(state["epochs"])

    def _step(self, images: Tensor, labels: Tensor) -> float:
        self.optimiser.zero_grad(set_to_none=True)
        loss = self.loss(self.embedder(images.contiguous(memory_format=torch.channels_last)), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(self.embedder.parameters(), LONGEST_GRADIENT)
        self.optimiser.step()
        self.schedule.step()
        self.average.update(self.embedder)
        return float(loss.detach())

    def _batches(self, epoch: int) -> Batches:
        s = self.settings
        return batches(
            self.photos,
            self.embedder.shape.size,
            classes=s.classes,
            per_class=s.per_class,
            workers=s.workers,
            seed=s.seed + epoch,
        )

    def _groups(self) -> list[dict[str, Any]]:
        backbone = [weight for weight in self.embedder.backbone.parameters() if weight.requires_grad]
        rest = [*self.embedder.pool.parameters(), *self.embedder.head.parameters(), *self.loss.parameters()]
        return [{"params": backbone}, {"params": rest}]

    def _parts(self) -> dict[str, Any]:
        return {
            "embedder": self.embedder,
            "loss": self.loss,
            "optimiser": self.optimiser,
            "schedule": self.schedule,
        }

    def _identity(self) -> dict[str, Any]:
        return {
            **asdict(self.settings),
            **asdict(self.embedder.shape),
            "names": list(self.photos.classes),
            "photos": len(self.photos),
        }
