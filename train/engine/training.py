"""Training: from the first step, or from a checkpoint, to the last."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from train import checkpoint
from train.average import Average, State
from train.engine.best import Best
from train.engine.collapse import CollapseDetector
from train.engine.job import Job
from train.engine.judge import Verdict
from train.engine.records import Epoch, Step, Watcher
from train.engine.stage import Stage, mean


class StoppedError(Exception):
    """The run was asked to stop by a signal, and its checkpoint is written."""

    def __init__(self, signal: int) -> None:
        super().__init__(f"stopped by signal {signal}")
        self.signal = signal


@dataclass
class Position:
    """How far a run is: epoch and step count what is done in this phase and in this epoch.

    `earlier` counts the epochs of earlier phases. `losses` and `actives` are those of this epoch's
    steps, `seconds` the time spent on them.
    """

    phase: int = 0
    epoch: int = 0
    step: int = 0
    earlier: int = 0
    losses: list[float] = field(default_factory=list)
    actives: list[float] = field(default_factory=list)
    seconds: float = 0.0


class Training:
    """Runs a job and keeps it in one file.

    What is random in a step depends on the run's seed and the step's number alone, so a checkpoint
    needs no generator's state, and a run that goes on is the run that was never stopped.

    Args:
        job: what to train.
        saved: the checkpoint; if it is there, training goes on from it.
        watcher: sees every step.
        asked_to_stop: looked at after each step; at the number of a signal, a checkpoint is written and
            `StoppedError` raised.
    """

    def __init__(
        self,
        job: Job,
        saved: Path,
        watcher: Watcher | None = None,
        asked_to_stop: Callable[[], int | None] = lambda: None,
    ) -> None:
        torch.manual_seed(job.seed)
        self.job, self.saved, self.asked_to_stop = job, saved, asked_to_stop
        self.watcher = watcher or Watcher()
        self.embedder = job.embedder.to(job.numerics.device).to(memory_format=torch.channels_last)
        job.objective.to(job.numerics.device)
        self.at, self.best = Position(), Best()
        self.alarm = CollapseDetector(job.objective.stuck_at)
        self.average = Average(self.embedder, job.decay) if job.decay else None

    def run(self) -> State:
        """Train to the end; the final weights, which the embedder has too.

        Raises:
            InputError: the checkpoint is damaged, or is of another run.
            CollapseError: training comes to nothing.
            StoppedError: see `asked_to_stop`.
        """
        stage = self._resume() if self.saved.exists() else None
        if not self.saved.exists():
            self.watcher.rewind(0)
        while self.at.phase < len(self.job.phases):
            self._run_phase(stage or Stage(self.job, self.at.phase))
            stage = None
        state: State = self.embedder.state_dict()
        return state

    def _run_phase(self, stage: Stage) -> None:
        phase, per_epoch = stage.phase, len(stage.plan(0))
        self.watcher.enter(phase.name, phase.epochs, per_epoch, self.at.epoch * per_epoch + self.at.step)
        while self.at.epoch < phase.epochs and not self.best.over(phase.patience):
            self._run_epoch(stage)
            self._save(stage)
        self._leave(stage)

    def _run_epoch(self, stage: Stage) -> None:
        for step, inputs, labels in stage.steps(self.at.epoch, self.at.step):
            started = time.monotonic()
            outputs, loss, active = stage.step(inputs, labels)
            self.alarm.see(outputs, loss)
            if self.average is not None:
                self.average.update(self.embedder)
            self._note(stage.phase.name, step, loss, active, time.monotonic() - started)
            self._save_within(stage)
        self._end_epoch(stage)

    def _note(self, phase: str, step: int, loss: float, active: float | None, seconds: float) -> None:
        at = self.at
        at.step, at.seconds = step + 1, at.seconds + seconds
        at.losses.append(loss)
        if active is not None:
            at.actives.append(active)
        self.watcher.step(Step(at.earlier + at.epoch, step, phase, loss, active))

    def _end_epoch(self, stage: Stage) -> None:
        at, started = self.at, time.monotonic()
        verdict = self.job.world.from_first(lambda: self._judge(stage))
        if verdict is not None:
            self.best.see(verdict.recall_at_1, self.embedder)
        seconds = at.seconds + time.monotonic() - started
        val_loss, recall = (verdict.val_loss, verdict.recall_at_1) if verdict else (None, None)
        loss, active = mean(at.losses) or 0.0, mean(at.actives)
        self.watcher.epoch(
            Epoch(at.earlier + at.epoch, stage.phase.name, loss, active, val_loss, recall, seconds)
        )
        self.at = Position(at.phase, at.epoch + 1, earlier=at.earlier)

    def _judge(self, stage: Stage) -> Verdict | None:
        judge = self.job.judge
        torch.manual_seed(stage.seed(self.at.epoch, self.at.step))
        return judge(stage.source.outputs, self.job.objective) if judge else None

    def _leave(self, stage: Stage) -> None:
        """The phase's best weights, or the average's, and on to the next phase."""
        if self.best.weights is not None and stage.phase.patience is not None:
            self.embedder.load_state_dict(self.best.weights)
        earlier = self.at.earlier + self.at.epoch
        self.at, self.best = Position(self.at.phase + 1, earlier=earlier), Best()
        if self.average is not None and self.at.phase == len(self.job.phases):
            self.embedder.load_state_dict(self.average.state)
        self._save(None)

    def _save_within(self, stage: Stage) -> None:
        every = self.job.checkpoint_steps
        stop = self.asked_to_stop()
        if stop is not None or (every and self.at.step % every == 0):
            self._save(stage)
        if stop is not None:
            raise StoppedError(stop)

    def _save(self, stage: Stage | None) -> None:
        if not self.job.world.is_first:
            return
        average = (self.average.state, self.average.steps) if self.average else None
        state = {
            "identity": self.job.identity,
            "at": asdict(self.at),
            "embedder": self.embedder.state_dict(),
            "objective": self.job.objective.state_dict(),
            "average": average,
            "best": self.best.state(),
            "alarm": [self.alarm.flat, self.alarm.stuck],
            "stage": stage.state() if stage else None,
            "mark": self.watcher.mark(),
        }
        checkpoint.write(self.saved, state)

    def _resume(self) -> Stage | None:
        state: dict[str, Any] = checkpoint.read(self.saved, self.job.identity)
        self.at, self.best = Position(**state["at"]), Best(**state["best"])
        self.embedder.load_state_dict(state["embedder"])
        self.job.objective.load_state_dict(state["objective"])
        self.alarm.flat, self.alarm.stuck = state["alarm"]
        if self.average is not None:
            self.average.take(*state["average"])
        self.watcher.rewind(state["mark"])
        if state["stage"] is None:
            return None
        stage = Stage(self.job, self.at.phase)
        stage.load(state["stage"])
        return stage
