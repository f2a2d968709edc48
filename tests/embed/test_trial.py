"""What is taken follows from the numbers alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from edge.embed.trial import Measured, against, gain, least_cosine, near, taken


def measured(backend: str, precision: str, one: float, eight: float, **changes: Any) -> Measured:
    facts = {
        "backend": backend,
        "precision": precision,
        "content_hash": "ab" * 32,
        "file": "m.onnx",
        "one_ms": one,
        "eight_ms": eight,
        "spread": 0.02,
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
        (10.1, 40, True),
        (10.3, 40, False),
        (5, 82.5, False),
        (20, 160, False),
    ],
    ids=[
        "as measured",
        "the bar",
        "below it",
        "one crop is alike",
        "one crop is slower",
        "eight are slower",
        "slow",
    ],
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


@pytest.mark.parametrize(
    ("gains", "before", "wins"),
    [(1.12, None, False), (1.12, "fp32", False), (1.12, "int8", True), (1.08, "int8", False)],
)
def test_what_was_taken_before_stays_a_little_below_the_bar(
    gains: float, before: str | None, wins: bool
) -> None:
    other = measured("cpu", "int8", 10 / gains, 80 / gains, content_hash="cd" * 32)
    names = {"fp32": FP32.name, "int8": other.name}
    assert taken([FP32, other], names[before] if before else None) == (other if wins else FP32)


@pytest.mark.parametrize(
    ("gains", "is_near"), [(1.05, False), (1.11, True), (1.19, True), (1.22, False), (0.5, False)]
)
def test_near_its_bar(gains: float, is_near: bool) -> None:
    other = measured("cpu", "int8", 10 / gains, 80 / gains)
    assert near([FP32, other]) == is_near
    assert not near([FP32, measured("cpu", "int8", 10 / gains, 80 / gains, cosine=0.9)])


def test_least_cosine() -> None:
    one = np.array([[1, 0], [0, 1]], np.float32)
    assert least_cosine(one, one) == 1
    assert least_cosine(one, np.array([[1, 0], [0.6, 0.8]], np.float32)) == pytest.approx(0.8)
    assert least_cosine(np.array([[np.nan, 0], [0, 1]], np.float32), one) == -1
