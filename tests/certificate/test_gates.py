"""Gates turn exactly at their bounds, and no words round a miss up."""

from __future__ import annotations

import math
from typing import Any

import pytest
from certificate.sets import agreement
from hypothesis import given
from hypothesis import strategies as st

from edge.certificate.gates import cosine_words, judge, percent


def passed(precision: Any, **changes: Any) -> bool:
    return all(gate.passed for gate in judge(precision, agreement(**changes)))


@pytest.mark.parametrize("precision", ["fp32", "fp16", "int8"])
def test_a_perfect_agreement_passes(precision: Any) -> None:
    assert passed(precision)


@pytest.mark.parametrize(
    ("precision", "changes"),
    [
        ("fp32", {"cosine_min": 0.99999}),
        ("fp16", {"cosine_min": 0.9995}),
        ("fp16", {"same_decisions": 999}),
        ("fp16", {"same_decisions": 1998, "queries": 2000}),
        ("int8", {"same_decisions": 990, "cosine_min": 0.5}),
        ("int8", {"right_artifact": 696}),
        ("int8", {"right_artifact": 720}),
    ],
)
def test_what_lies_on_the_bound_passes(precision: Any, changes: dict[str, Any]) -> None:
    assert passed(precision, **changes)


@pytest.mark.parametrize(
    ("precision", "changes"),
    [
        ("fp32", {"cosine_min": math.nextafter(0.99999, 0)}),
        ("fp32", {"same_decisions": 999}),
        ("fp32", {"same_decisions": 10**9 - 1, "queries": 10**9}),
        ("fp16", {"cosine_min": math.nextafter(0.9995, 0)}),
        ("fp16", {"same_decisions": 998}),
        ("fp16", {"same_decisions": 499, "queries": 500}),
        ("int8", {"same_decisions": 989}),
        ("int8", {"right_artifact": 695}),
        ("int8", {"right_artifact": 99, "right_reference": 100, "known": 199}),
        *((precision, {"broken": 1}) for precision in ("fp32", "fp16", "int8")),
    ],
)
def test_what_lies_below_is_missed(precision: Any, changes: dict[str, Any]) -> None:
    assert not passed(precision, **changes)


@given(st.integers(1, 10**6), st.data())
def test_a_share_is_called_whole_only_where_it_is(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    assert percent(count, of).startswith("100") == (count == of)


@given(st.floats(-1, 1))
def test_a_cosine_is_never_rounded_past_its_bound(value: float) -> None:
    words = cosine_words(value)
    assert abs(float(words) - value) < 1e-4
    if value > 0:
        assert float(words) <= value


def test_words() -> None:
    assert cosine_words(0.99999999) == "0.9999999"
    assert percent(1099, 1100) == "99.91 % (1099 of 1100)"
    assert percent(10**6 - 1, 10**6).startswith("99.99 %")
    gates = judge("int8", agreement(right_artifact=690, same_decisions=980))
    assert [(gate.name, gate.passed) for gate in gates] == [
        ("top-1 accuracy lost", False),
        ("broken embeddings", True),
        ("same decisions", False),
    ]
    assert gates[0].value.startswith("1.25 points")
    assert gates[2].bound == "at least 99 %: here 10 may differ"
