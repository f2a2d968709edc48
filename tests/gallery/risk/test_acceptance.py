from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.classify import Candidate
from gallery.decision import Verdict, decide
from gallery.risk.acceptance import acceptance
from gallery.thresholds import Thresholds

SKUS = "abcd"
DISTANCES = st.lists(st.just(0.0) | st.floats(0.01, 1.9), min_size=1, max_size=4)


@st.composite
def candidates(draw: st.DrawFn) -> tuple[Candidate, ...]:
    distances = draw(DISTANCES)
    shares = draw(st.permutations(range(1, len(distances) + 1)))
    found = [Candidate(*one) for one in zip(SKUS, shares, distances, strict=False)]
    return tuple(sorted(found, key=lambda one: -one.share))


OFFSETS = st.fixed_dictionaries({sku: st.floats(-0.5, 0.2) for sku in SKUS})
GROUPS = st.sampled_from([{}, {"a": frozenset("ab"), "b": frozenset("ab")}])


@given(candidates(), st.sampled_from([0.0, 0.03, 0.1]), OFFSETS, GROUPS, st.floats(0.05, 1.5))
def test_it_says_what_the_till_would_decide(
    trial: tuple[Candidate, ...],
    margin: float,
    offset: dict[str, float],
    groups: dict[str, frozenset[str]],
    distance: float,
) -> None:
    thresholds = Thresholds(distance, margin).with_offsets(offset)
    decided = decide(trial, thresholds, groups)
    judged = acceptance([trial], margin, offset, groups)
    assert judged.accepted(distance)[0] == (decided.verdict is Verdict.ACCEPT)
    assert (judged.near[0] <= distance) == (decided.verdict is not Verdict.UNKNOWN)
    if decided.verdict is Verdict.ACCEPT:
        assert judged.sku[0] == decided.sku


@given(candidates(), OFFSETS, GROUPS, st.floats(0.3, 1.5))
def test_a_larger_margin_accepts_nothing_that_a_smaller_one_does_not(
    trial: tuple[Candidate, ...], offset: dict[str, float], groups: dict[str, frozenset[str]], distance: float
) -> None:
    """What `gallery.risk.choose` relies on."""
    wide, narrow = (acceptance([trial], margin, offset, groups) for margin in (0.08, 0.03))
    if wide.accepted(distance)[0]:
        assert narrow.accepted(distance)[0]
        assert wide.sku == narrow.sku


def test_nothing_to_judge_is_never_accepted() -> None:
    judged = acceptance([()], 0.03, {}, {})
    assert not judged.accepted(2.0)[0]
    assert acceptance([], 0.03, {}, {}).low.shape == (0,)


@pytest.mark.parametrize(("distance", "taken"), [(0.49, False), (0.5, True)])
def test_its_distance_less_the_offset_is_where_it_is_accepted(distance: float, taken: bool) -> None:
    judged = acceptance([(Candidate("a", 1.0, 0.6),)], 0.03, {"a": 0.1}, {})
    assert judged.accepted(distance)[0] == taken
