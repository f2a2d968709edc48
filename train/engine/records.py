"""Records: what a run says of itself, step by step and epoch by epoch."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        epoch: from 0, over all phases.
        step: from 0, within the epoch.
        phase: `frozen` or `whole`.
        loss: of the whole batch.
        active: see `train.losses.Loss`.
    """

    epoch: int
    step: int
    phase: str
    loss: float
    active: float | None
    kind: str = "step"


@dataclass(frozen=True)
class Epoch:
    """One epoch: means over its steps, and the figures after it.

    Attributes:
        epoch: from 0, over all phases.
        phase: `frozen` or `whole`.
        loss, active: means over the steps.
        val_loss: of the validation photos, where the objective can judge them.
        recall_at_1: share of validation photos named rightly by the nearest one, 0 to 1.
        seconds: of training and validation.
    """

    epoch: int
    phase: str
    loss: float
    active: float | None
    val_loss: float | None
    recall_at_1: float | None
    seconds: float
    kind: str = "epoch"


class Watcher:
    """Sees a run go by. The base class looks away."""

    def enter(self, phase: str, epochs: int, steps: int, done: int) -> None:
        """A phase of at most `epochs` x `steps` begins, or goes on after `done` steps."""

    def step(self, record: Step) -> None:
        """A step is done."""

    def epoch(self, record: Epoch) -> None:
        """An epoch is done."""

    def mark(self) -> int:
        """Where this watcher is, for the checkpoint."""
        return 0

    def rewind(self, mark: int) -> None:
        """Forget all after `mark`: the run goes on from the checkpoint that holds it."""


class History(Watcher):
    """Writes every record as a line of JSON. A run that goes on from a checkpoint leaves no line twice."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def step(self, record: Step) -> None:
        """Write it."""
        self._write(record)

    def epoch(self, record: Epoch) -> None:
        """Write it."""
        self._write(record)

    def mark(self) -> int:
        """The file's length in bytes."""
        return self.path.stat().st_size

    def rewind(self, mark: int) -> None:
        """Cut the file to `mark` bytes."""
        with self.path.open("r+b") as file:
            file.truncate(min(mark, self.mark()))

    def _write(self, record: Step | Epoch) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(record)) + "\n")
