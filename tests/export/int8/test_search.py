from __future__ import annotations

import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from collections.abc import Callable, Collection
from typing import Any

import onnx
from certificate.sets import agreement

from edge.certificate.agreement import Agreement
from export.int8 import search as module
from export.int8.search import LEAST_WORK, STEP, Found, Trial, search
from export.int8.sensitivity import Sensitivity

PASSES, FAILS = agreement(), agreement(same_decisions=980)


def ranking(count: int, work: float | None = None) -> list[Sensitivity]:
    return [Sensitivity(f"layer{number}", "", 1.0, work or 1 / count) for number in range(count)]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Found]:
    """Search where candidates are only the names of the layers in integers, and `passes` says of how many."""

    def quantise(_model: Any, _layers: Any, _calibration: Any, chosen: Collection[str]) -> onnx.ModelProto:
        return onnx.ModelProto(doc_string=" ".join(sorted(chosen)))

    monkeypatch.setattr(module, "quantise", quantise)

    def searched(ranked: list[Sensitivity], passes: Callable[[int], bool], progress: Any = None) -> Found:
        def measure(candidate: onnx.ModelProto) -> Agreement:
            returned = len(ranked) - len(candidate.doc_string.split())
            return PASSES if passes(returned) else FAILS

        return search(onnx.ModelProto(), [], None, ranked, measure, progress or (lambda *_: None))  # type: ignore[arg-type]

    return searched


Run = Callable[..., Found]


def test_nothing_returns_where_all_may_stay(run: Run) -> None:
    found = run(ranking(22), lambda returned: True)
    assert (found.chosen.returned, found.chosen.work, len(found.trials)) == (0, pytest.approx(1), 1)
    assert found.model.doc_string.split() == sorted(f"layer{number}" for number in range(22))


@pytest.mark.parametrize("least", range(1, 18))
def test_the_fewest_that_pass_return_to_within_a_step(run: Run, least: int) -> None:
    found = run(ranking(22), lambda returned: returned >= least)
    assert found.chosen.passed
    assert found.chosen is found.trials[-1]
    assert [trial.passed for trial in found.trials[-2:]] == [True, True] or found.chosen.returned == 17
    assert not any(trial.passed for trial in found.trials[:-2])
    assert all((trial.returned >= least) == trial.passed for trial in found.trials)


def test_the_costliest_return_first(run: Run) -> None:
    found = run(ranking(22), lambda returned: returned >= STEP)
    assert found.model.doc_string.split() == sorted(f"layer{number}" for number in range(2 * STEP, 22))
    assert found.chosen.work == pytest.approx((22 - 2 * STEP) / 22)


def test_where_none_passes_the_last_fails_with_work_left_in_integers(run: Run) -> None:
    found = run(ranking(22), lambda returned: False)
    assert not found.chosen.passed
    assert found.chosen is found.trials[-1]
    assert found.chosen.returned == max(trial.returned for trial in found.trials) == 17
    assert found.chosen.work >= LEAST_WORK
    assert [trial.returned for trial in found.trials] == [0, 4, 8, 12, 16, 17]


def test_two_that_pass_in_a_row_end_the_search(run: Run) -> None:
    """What is returned without need is not tried."""
    found = run(ranking(22), lambda returned: returned in (4, 8))
    assert [trial.returned for trial in found.trials] == [0, 4, 8]
    assert (found.chosen.returned, found.chosen.passed) == (8, True)


def test_a_single_lucky_one_does_not(run: Run) -> None:
    found = run(ranking(22), lambda returned: returned == 8)
    assert len(found.trials) == 6
    assert (found.chosen.returned, found.chosen.passed) == (8, True)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_layers_leave_one_in_integers(run: Run, count: int) -> None:
    found = run(ranking(count), lambda returned: False)
    assert found.chosen.returned == count - 1
    assert len(found.model.doc_string.split()) == 1


def test_a_layer_that_is_most_of_the_work_never_returns(run: Run) -> None:
    heavy = [Sensitivity("heavy", "", 9.0, 0.9), *ranking(5, work=0.02)]
    found = run(heavy, lambda returned: False)
    assert (found.chosen.returned, found.chosen.work) == (0, pytest.approx(1))


def test_a_trial_passes_by_the_gates_of_int8() -> None:
    assert Trial(0, 1.0, agreement(same_decisions=990, cosine_min=0.5)).passed
    assert not Trial(0, 1.0, agreement(same_decisions=989)).passed
    assert not Trial(0, 1.0, agreement(right_artifact=695)).passed


def test_progress_counts_the_trials(run: Run) -> None:
    steps: list[tuple[str, int, int]] = []
    run(ranking(22), lambda returned: returned >= 6, lambda *step: steps.append(step))
    assert steps == [("search", 0, 6), ("search", 1, 6), ("search", 2, 6), ("search", 3, 6)]


@pytest.mark.parametrize(("answers", "chosen"), [((980, 991, 991, 1000), 8), ((980, 992, 980, 993, 980), 12)])
def test_the_likest_that_passes(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[int, ...], chosen: int
) -> None:
    monkeypatch.setattr(module, "quantise", lambda *_: onnx.ModelProto())
    left = iter((*answers, *[980] * 9))
    found = search(
        onnx.ModelProto(),
        [],
        None,  # type: ignore[arg-type]
        ranking(22),
        lambda _: agreement(same_decisions=next(left)),
        lambda *_: None,
    )
    assert found.chosen.returned == chosen
    assert found.chosen.passed
