"""Stage: a phase at work, with its network, optimiser and schedule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LRScheduler, OneCycleLR

from train.batches import Rows, batches, seed_of
from train.engine.job import Job
from train.engine.phase import Phase
from train.engine.source import Crops, Features, Key, Source
from train.hold import hold


class Stage:
    """One phase of a job.

    BatchNorm keeps the statistics it came with unless the phase says otherwise: those of 64 photos
    of 16 classes say more about the batch than about photos, and in evaluation they would be others.
    """

    def __init__(self, job: Job, number: int) -> None:
        self.job, self.number, self.phase = job, number, job.phases[number]
        self._choose_weights()
        self.source = self._source()
        self.network = job.world.wrap(self.source.network)
        self.optimiser = _optimiser(self._groups(), self.phase)
        self.schedule = _schedule(self.optimiser, self.phase, len(self.plan(0)))
        self.scaler = job.numerics.scaler()

    def plan(self, epoch: int) -> list[Rows]:
        """The batches of an epoch."""
        seed = seed_of(self.job.seed, self.number, epoch)
        return batches(self.job.photos.labels, self.job.batch, seed, self.job.photos.origins)

    def steps(self, epoch: int, first: int) -> Iterator[tuple[int, Tensor, Tensor]]:
        """From step `first` on: its number, this process's inputs, the whole batch's labels."""
        plan = self.plan(epoch)
        seeds = [self.seed(epoch, step) for step in range(len(plan))]
        own = self.job.world.part(len(plan[0]))
        keys = [_keys(rows, seed)[own] for rows, seed in zip(plan[first:], seeds[first:], strict=True)]
        self._set_modes()
        for step, inputs in enumerate(self.source.batches(keys), start=first):
            torch.manual_seed(seeds[step])
            yield step, inputs, torch.from_numpy(self.job.photos.labels[plan[step]])

    def step(self, inputs: Tensor, labels: Tensor) -> tuple[Tensor, float, float | None]:
        """Train on one batch: all outputs `[N, D]`, loss, share of active pairs."""
        job = self.job
        self.optimiser.zero_grad(set_to_none=True)
        with job.numerics.autocast():
            own = self.network(inputs)
        outputs = job.world.gather(own)
        loss = job.objective(outputs, labels.to(outputs.device), self.source.images(inputs))
        self.scaler.scale(loss.value).backward()
        job.world.average_gradients(job.objective.parameters())
        self._move()
        return outputs.detach(), float(loss.value.detach()), loss.active

    def state(self) -> dict[str, Any]:
        """What goes into a checkpoint."""
        return {name: part.state_dict() for name, part in self._parts().items()}

    def load(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint."""
        for name, part in self._parts().items():
            part.load_state_dict(state[name])

    def _move(self) -> None:
        if self.phase.longest_gradient is not None:
            self.scaler.unscale_(self.optimiser)
            nn.utils.clip_grad_norm_(self.job.embedder.parameters(), self.phase.longest_gradient)
        self.scaler.step(self.optimiser)
        self.scaler.update()
        if self.schedule is not None:
            self.schedule.step()

    def seed(self, epoch: int, step: int) -> int:
        """Of all that is random in a step; the number after the last step's is the validation's."""
        return seed_of(self.job.seed, self.number, epoch, step)

    def _choose_weights(self) -> None:
        embedder = self.job.embedder
        embedder.backbone.requires_grad_(self.phase.name == "whole")
        embedder.pool.requires_grad_(self.phase.name == "whole")
        self.held = hold(embedder, self.phase.held)

    def _source(self) -> Source:
        job, unit = self.job, self.job.objective.unit
        if self.phase.name == "frozen":
            return Features(job.embedder, job.photos, job.numerics, unit=unit)
        return Crops(job.embedder, job.photos, job.numerics, job.augment, unit=unit, workers=job.workers)

    def _set_modes(self) -> None:
        self.job.embedder.train(self.phase.statistics)
        for module in self.held:
            module.eval()

    def _groups(self) -> list[dict[str, Any]]:
        embedder, objective = self.job.embedder, self.job.objective
        backbone = [weight for weight in embedder.backbone.parameters() if weight.requires_grad]
        rest = [*embedder.pool.parameters(), *embedder.head.parameters(), *objective.parameters()]
        groups = [{"params": [weight for weight in rest if weight.requires_grad], "lr": self.phase.head_rate}]
        return [{"params": backbone, "lr": self.phase.backbone_rate}, *groups] if backbone else groups

    def _parts(self) -> dict[str, Any]:
        parts = {"optimiser": self.optimiser, "scaler": self.scaler, "schedule": self.schedule}
        return {name: part for name, part in parts.items() if part is not None}


def _keys(rows: Rows, seed: int) -> list[Key]:
    return [(int(row), seed_of(seed, place)) for place, row in enumerate(rows)]


def _optimiser(groups: list[dict[str, Any]], phase: Phase) -> torch.optim.Optimizer:
    return torch.optim.AdamW(groups, weight_decay=phase.weight_decay)


def _schedule(optimiser: torch.optim.Optimizer, phase: Phase, steps: int) -> LRScheduler | None:
    if not phase.one_cycle:
        return None
    rates = [group["lr"] for group in optimiser.param_groups]
    return OneCycleLR(optimiser, rates, total_steps=phase.epochs * steps, pct_start=0.2)


def mean(values: list[float]) -> float | None:
    """Their mean; None of nothing."""
    return float(np.mean(values)) if values else None
