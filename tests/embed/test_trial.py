"""What is taken follows from the numbers alone; how they are taken is seen with a clock that is told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from edge.embed import trial
from edge.embed.trial import Measured, against, gain, least_cosine, taken, times

CROPS = np.zeros((8, 4, 4, 3), np.uint8)


def measured(backend: str, precision: str, one: float, eight: float, **changes: Any) -> Measured:
    facts = {
        "backend": backend,
        "precision": precision,
        "content_hash": "ab" * 32,
        "file": "m.onnx",
        "one_ms": one,
        "eight_ms": eight,
        "cosine": 1.0,
        "least_cosine": 0.999,
    }
    return Measured.model_validate({**facts, **changes})


FP32 = measured("cpu", "fp32", 10, 80)


@pytest.mark.parametrize(
    ("one", "eight", "wins"),
    [
        (8.8, 57, True),
        (8.69, 69.5, True),
        (8.8, 70, False),
        (10.01, 40, False),
        (5, 80.1, False),
        (20, 160, False),
    ],
    ids=["as measured", "the bar", "below it", "one crop is slower", "eight are slower", "slow"],
)
def test_lower_precision_must_gain_clearly_and_lose_nowhere(one: float, eight: float, wins: bool) -> None:
    other = measured("cpu", "int8", one, eight)
    assert taken([FP32, other]) == (other if wins else FP32)
    assert gain(FP32, FP32) == 1


def test_another_runtime_must_gain_more() -> None:
    for factor, wins in ((1.24, False), (1.26, True)):
        other = measured("openvino", "fp32", 10 / factor, 80 / factor)
        assert taken([FP32, other]) == (other if wins else FP32)


def test_a_lower_precision_is_compared_with_the_fp32_that_would_run() -> None:
    gpu, half = measured("cuda", "fp32", 2, 6), measured("cuda", "fp16", 1.9, 5.9)
    integers = measured("cpu", "int8", 7, 50)
    assert taken([gpu, FP32, half, integers]) == gpu
    assert against([gpu, FP32, half, integers]) == gpu
    faster = measured("cuda", "fp16", 1.5, 3)
    assert taken([gpu, FP32, faster, integers]) == faster


def test_what_answers_otherwise_is_never_taken() -> None:
    for cosine in (0.9989, -1.0):
        assert taken([FP32, measured("cpu", "int8", 1, 1, cosine=cosine)]) == FP32
        assert taken([measured("cuda", "fp32", 1, 1, cosine=cosine), FP32]) == FP32


class Told:
    """A clock and embedders that advance it: `a` takes 2 s for one crop and 3 s for more, `b` half."""

    def __init__(self, scale: float) -> None:
        self.now, self.order, self.scale = 0.0, "", scale

    def clock(self) -> float:
        return self.now

    def embedder(self, name: str) -> Any:
        def embed(crops: np.ndarray) -> None:
            self.order += name
            self.now += self.scale * (2 if len(crops) == 1 else 3) / (2 if name == "b" else 1)

        return SimpleNamespace(embed=embed)


@pytest.mark.parametrize(
    ("scale", "rounds"), [(1.0, trial.LEAST_ROUNDS), (0.0001, trial.MOST_ROUNDS), (0.02, 5)]
)
def test_times_are_taken_in_turns_within_the_budget(scale: float, rounds: int) -> None:
    told = Told(scale)
    found = times([told.embedder("a"), told.embedder("b")], CROPS, told.clock)
    assert found[0] == pytest.approx((2000 * scale, 3000 * scale))
    assert found[1] == pytest.approx((1000 * scale, 1500 * scale))
    assert told.order.startswith("aaaabbbb" + "bbbbaaaa")
    assert len(told.order) == 8 * rounds


def test_least_cosine() -> None:
    one = np.array([[1, 0], [0, 1]], np.float32)
    assert least_cosine(one, one) == 1
    assert least_cosine(one, np.array([[1, 0], [0.6, 0.8]], np.float32)) == pytest.approx(0.8)
    assert least_cosine(np.array([[np.nan, 0], [0, 1]], np.float32), one) == -1
