"""Training: a run that goes on is the run that was never stopped, wherever it was stopped."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from train.batches import BatchShape
from train.data import Photos
from train.embedder import Embedder, Shape
from train.engine.collapse import CollapseError
from train.engine.job import Job
from train.engine.judge import ByNearest, Verdict
from train.engine.phase import Phase
from train.engine.records import Epoch, History, Step, Watcher
from train.engine.training import StoppedError, Training
from train.losses.arcface_contrast import ArcFaceAndContrast
from train.losses.triplets import RandomTriplets, SemiHard
from train.recipes.little import little

PHASES = (Phase("frozen", 3, 0, 1e-2, patience=9), Phase("whole", 2, 1e-3, 1e-3, patience=9))
CYCLE = (
    Phase("whole", 3, 1e-3, 1e-3, one_cycle=True, statistics=True, weight_decay=0.1, longest_gradient=5),
)


def job(toy: Photos) -> Job:
    """Three steps an epoch."""
    torch.manual_seed(0)
    return Job(
        Embedder(Shape("test_efficientnet", 16, 32, "avg")),
        RandomTriplets(1.0),
        toy,
        PHASES,
        BatchShape(4, 4),
        little,
        {"run": 1},
        ByNearest(toy, toy),
    )


def product(toy: Photos) -> Job:
    torch.manual_seed(0)
    return replace(job(toy), phases=CYCLE, judge=None, decay=0.5, objective=ArcFaceAndContrast(4, 16))


class After:
    """Asks to stop when it has been looked at so many times."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def __call__(self) -> int | None:
        self.left -= 1
        return 2 if self.left == 0 else None


@pytest.mark.parametrize(
    ("make", "steps"),
    [(job, 1), (job, 3), (job, 5), (job, 9), (job, 10), (job, 11), (product, 2), (product, 6)],
    ids=["frozen", "frozen, last of an epoch", "frozen, later", "at the switch", "whole", "whole, later",
         "product", "product, last of an epoch"],
)  # fmt: skip
def test_a_run_stopped_after_any_step_goes_on_to_the_same_weights(
    make: Callable[[Photos], Job], steps: int, toy: Photos, tmp_path: Path
) -> None:
    unbroken = Training(make(toy), tmp_path / "a.pt", History(tmp_path / "a.jsonl")).run()
    with pytest.raises(StoppedError, match="2"):
        Training(make(toy), tmp_path / "b.pt", History(tmp_path / "b.jsonl"), After(steps)).run()
    resumed = Training(make(toy), tmp_path / "b.pt", History(tmp_path / "b.jsonl")).run()
    assert all(torch.equal(unbroken[key], resumed[key]) for key in unbroken)
    assert facts(tmp_path / "a.jsonl") == facts(tmp_path / "b.jsonl")


def facts(path: Path) -> list[dict[str, object]]:
    """A history without the seconds, which differ."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return [{key: value for key, value in line.items() if key != "seconds"} for line in lines]


def test_a_run_killed_between_checkpoints_goes_on_from_the_last(toy: Photos, tmp_path: Path) -> None:
    """The lines and steps after the checkpoint are done again, and are not in the history twice."""
    unbroken = Training(job(toy), tmp_path / "a.pt", History(tmp_path / "a.jsonl")).run()
    with pytest.raises(RuntimeError, match="power cut"):
        Training(job(toy), tmp_path / "b.pt", Breaks(tmp_path / "b.jsonl")).run()
    resumed = Training(job(toy), tmp_path / "b.pt", History(tmp_path / "b.jsonl")).run()
    assert all(torch.equal(unbroken[key], resumed[key]) for key in unbroken)
    assert facts(tmp_path / "a.jsonl") == facts(tmp_path / "b.jsonl")


class Breaks(History):
    """A history that breaks in the fifth step, the second of the second epoch."""

    def step(self, record: Step) -> None:
        super().step(record)
        if record.epoch == 1 and record.step == 1:
            raise RuntimeError("power cut")


def test_steps_between_checkpoints_can_be_few(toy: Photos, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="power cut"):
        Training(replace(job(toy), checkpoint_steps=1), tmp_path / "b.pt", Breaks(tmp_path / "b.jsonl")).run()
    state = torch.load(tmp_path / "b.pt", weights_only=True)
    assert (state["at"]["epoch"], state["at"]["step"]) == (1, 1)


def test_workers_change_no_result(toy: Photos, tmp_path: Path) -> None:
    phases = (Phase("whole", 1, 1e-3, 1e-3),)
    states = [
        Training(replace(job(toy), phases=phases, workers=n), tmp_path / f"{n}.pt").run() for n in (0, 2)
    ]
    assert all(torch.equal(states[0][key], states[1][key]) for key in states[0])


def test_the_frozen_phase_moves_the_head_alone_and_the_whole_phase_all_but_statistics(
    toy: Photos, tmp_path: Path
) -> None:
    start = {key: value.clone() for key, value in job(toy).embedder.state_dict().items()}
    frozen = Training(replace(job(toy), phases=PHASES[:1]), tmp_path / "a.pt").run()
    assert {key for key in start if not torch.equal(start[key], frozen[key])} == {"head.weight", "head.bias"}
    whole = Training(replace(job(toy), phases=PHASES[1:]), tmp_path / "b.pt").run()
    still = {key for key in start if torch.equal(start[key], whole[key])}
    assert still == {key for key in start if "running" in key or "num_batches" in key}


class Scripted:
    """A judge whose figures are given."""

    def __init__(self, figures: list[float]) -> None:
        self.figures = figures

    def __call__(self, see: object, objective: object) -> Verdict:
        return Verdict(self.figures.pop(0))


class Heads(Watcher):
    """Keeps the head after each epoch."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder, self.heads = embedder, list[torch.Tensor]()

    def epoch(self, record: Epoch) -> None:
        self.heads.append(self.embedder.head.weight.detach().clone())


def test_a_phase_ends_at_the_plateau_with_its_best_weights(toy: Photos, tmp_path: Path) -> None:
    """Best in the second epoch; an equal figure is no better, so patience 2 ends after the fourth."""
    phase = Phase("frozen", 9, 0, 1e-2, patience=2)
    made = replace(job(toy), phases=(phase,), judge=Scripted([0.1, 0.5, 0.5, 0.4, 0.9]))
    watcher = Heads(made.embedder)
    state = Training(made, tmp_path / "a.pt", watcher).run()
    assert len(watcher.heads) == 4
    assert torch.equal(state["head.weight"], watcher.heads[1])


def test_equal_photos_and_a_rate_of_nought_are_a_collapse(toy: Photos, tmp_path: Path) -> None:
    grey = tuple(np.full((32, 32, 3), 90, np.uint8) for _ in toy.images)
    made = job(replace(toy, images=grey))
    flat = replace(made, phases=(Phase("frozen", 99, 0, 0, patience=99),), objective=SemiHard(), judge=None)
    with pytest.raises(CollapseError, match="all distances") as error:
        Training(flat, tmp_path / "a.pt").run()
    assert error.value.exit_code not in (0, 1)
    assert "semi-hard" in error.value.remedy
    assert (tmp_path / "a.pt").exists()
