from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery import Candidate, Thresholds, Verdict, decide

LIMIT = Thresholds(0.8, 0.1)
DISTANCE = st.floats(0, 2)


def _pair(best: float, other: float) -> list[Candidate]:
    return [Candidate("a", 0.7, best), Candidate("b", 0.3, other)]


@pytest.mark.parametrize(
    ("best", "other", "verdict"),
    [
        (0.3, 0.9, Verdict.ACCEPT),
        (0.8, 1.5, Verdict.ACCEPT),
        (0.81, 1.5, Verdict.UNKNOWN),
        (0.3, 0.35, Verdict.ASK),
        (0.5, 0.3, Verdict.ASK),  # the vote's first is not the nearest
        (0.85, 0.79, Verdict.ASK),
        (0.85, 0.86, Verdict.UNKNOWN),
    ],
)
def test_cases_worked_by_hand(best: float, other: float, verdict: Verdict) -> None:
    decision = decide(_pair(best, other), LIMIT)
    assert decision.verdict is verdict
    assert decision.sku == ("a" if verdict is Verdict.ACCEPT else None)


@pytest.mark.parametrize(("nearest", "sku"), [(0.29, "b"), (0.31, None)])
def test_a_product_clearly_nearer_overrules_the_vote(nearest: float, sku: str | None) -> None:
    """Two margins, 0.2, are the limit: at 0.31 the vote's first is 0.19 farther, and a person is asked."""
    decision = decide(_pair(0.5, nearest), LIMIT)
    assert decision.sku == sku
    assert decision.candidates[0].sku == (sku or "a")


def test_no_candidate_is_unknown() -> None:
    decision = decide((), LIMIT)
    assert (decision.verdict, decision.candidates, decision.confidence) == (Verdict.UNKNOWN, (), 0.0)


def test_equally_near_products_are_asked_about_even_without_a_margin() -> None:
    assert decide(_pair(0.3, 0.3), Thresholds(0.8, 0)).verdict is Verdict.ASK
    assert decide(_pair(0.3, 0.30001), Thresholds(0.8, 0)).verdict is Verdict.ACCEPT


def test_five_candidates_are_kept_and_all_are_looked_at() -> None:
    many = [Candidate(f"p{number}", 0.2 - number / 100, 0.5) for number in range(6)]
    many.append(Candidate("nearest", 0.01, 0.45))
    decision = decide(many, LIMIT)
    assert decision.verdict is Verdict.ASK
    assert decision.candidates == tuple(many[:5])


@given(DISTANCE, DISTANCE, DISTANCE, DISTANCE)
def test_confidence_falls_with_distance_and_rises_with_the_gap(
    one: float, two: float, gap_one: float, gap_two: float
) -> None:
    near, far = sorted((one, two))
    small, large = sorted((gap_one, gap_two))
    slack = 1e-9
    assert (
        decide(_pair(near, near + large), LIMIT).confidence + slack
        >= decide(_pair(far, far + small), LIMIT).confidence
    )


@given(DISTANCE, DISTANCE)
def test_confidence_is_one_half_where_the_verdict_turns(best: float, other: float) -> None:
    decision = decide(_pair(best, other), LIMIT)
    assert 0 <= decision.confidence <= 1
    if decision.verdict is Verdict.ACCEPT:
        assert decision.confidence >= 0.5
    else:
        assert decision.confidence <= 0.5


@given(DISTANCE, DISTANCE, st.floats(0.01, 2), st.floats(0.01, 2))
def test_a_wider_threshold_never_makes_a_known_thing_unknown(
    best: float, other: float, one: float, two: float
) -> None:
    narrow, wide = (
        decide(_pair(best, other), Thresholds(limit, 0.1)).verdict for limit in sorted((one, two))
    )
    assert not (wide is Verdict.UNKNOWN and narrow is not Verdict.UNKNOWN)


def test_a_product_with_a_distance_of_its_own_is_judged_by_it() -> None:
    own = Thresholds(0.8, 0.1, per_product={"a": 0.4, "b": 1.0})
    assert decide(_pair(0.5, 1.5), own).verdict is Verdict.UNKNOWN
    assert decide(_pair(0.4, 1.5), own).verdict is Verdict.ACCEPT
    assert decide(_pair(0.5, 0.9), own).verdict is Verdict.ASK  # the farther one alone is near enough
    assert decide([Candidate("b", 1.0, 0.95)], own).sku == "b"
    assert decide([Candidate("c", 1.0, 0.95)], own).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("other", "groups", "verdict"),
    [
        (0.7, {"a": frozenset("b")}, Verdict.ASK),
        (0.7, {"a": frozenset("c")}, Verdict.ACCEPT),
        (0.9, {"a": frozenset("b")}, Verdict.ACCEPT),  # the look-alike is too far to be accepted itself
    ],
)
def test_look_alikes_are_asked_about(
    other: float, groups: dict[str, frozenset[str]], verdict: Verdict
) -> None:
    decision = decide(_pair(0.3, other), LIMIT, groups)
    assert decision.verdict is verdict
    assert (decision.confidence <= 0.5) == (verdict is Verdict.ASK)


@given(
    st.lists(st.floats(0, 2), min_size=1, max_size=4),
    st.lists(st.floats(-1, 2), min_size=4, max_size=4),
    st.floats(0, 0.2),
)
def test_whatever_distance_a_product_has_of_its_own(
    distances: list[float], own: list[float], margin: float
) -> None:
    """A strict calibration, less the offset of a product that always looks the same, is below 0."""
    candidates = [Candidate(sku, 0.25, at) for sku, at in zip("abcd", distances, strict=False)]
    decision = decide(candidates, Thresholds(0.1, margin, per_product=dict(zip("abcd", own, strict=True))))
    assert 0 <= decision.confidence <= 1
    assert decision.verdict is Verdict.ACCEPT or decision.confidence <= 0.5


def test_a_product_with_a_distance_of_0_is_accepted_as_the_very_same_alone() -> None:
    for own in (0.0, -0.3):
        strict = Thresholds(0.2, 0.03, per_product={"a": own})
        assert decide([Candidate("a", 1.0, 0.0)], strict).verdict is Verdict.ACCEPT
        assert decide([Candidate("a", 1.0, 0.0)], strict).confidence == 0.5
        far = decide([Candidate("a", 1.0, 0.01)], strict)
        assert (far.verdict, far.confidence) == (Verdict.UNKNOWN, 0.0)
