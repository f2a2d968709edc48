"""Agreement against plain NumPy, against the gallery a till really opens, and at its limits."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from certificate.sets import check_set, units, vectors_of
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from edge.certificate.agreement import compare, cosines
from edge.certificate.check_set import CheckSet
from gallery import Decision, Gallery, Product, Recogniser, View

CHECK = check_set(12, 8)
REFERENCE = vectors_of(CHECK, spread=0.7, dimension=8)
THRESHOLD = 0.8


def noisy(amount: float, seed: int = 0) -> NDArray[np.float32]:
    return units(REFERENCE + amount * np.random.default_rng(seed).normal(size=REFERENCE.shape))


def test_a_model_agrees_with_itself_in_all() -> None:
    found = compare(REFERENCE, REFERENCE.copy(), CHECK, THRESHOLD)
    assert (found.cosine_min, found.cosine_mean, found.cosine_p01) == (1, 1, 1)
    assert (found.top1_agreement, found.top5_agreement, found.decision_agreement) == (1, 1, 1)
    assert found.right_reference == found.right_artifact
    assert (found.queries, found.known, found.strangers, found.products) == (27, 22, 5, 11)
    assert (found.vectors, found.broken) == (60, 0)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(1e-7, 1))
def test_cosines_are_those_of_plain_numpy(seed: int, amount: float) -> None:
    rng = np.random.default_rng(seed)
    one = units(rng.normal(size=(5, 32)))
    other = units(one + amount * rng.normal(size=one.shape))
    wide, far = one.astype(np.longdouble), other.astype(np.longdouble)
    plain = (wide * far).sum(1) / np.sqrt((wide**2).sum(1) * (far**2).sum(1))
    np.testing.assert_allclose(cosines(one, other), plain.astype(np.float64), atol=1e-15)
    assert (cosines(one, one) == 1).all()


def test_cosines_at_their_ends() -> None:
    row = np.array([[3, 4]], np.float32)
    assert cosines(row, -row) == [-1]
    assert cosines(row, 2 * row) == [1], "length is not its business"
    assert cosines(row, 0 * row) == [0]


def decisions_at_a_till(
    folder: Path, check: CheckSet, enrolled: NDArray[np.float32], seen: NDArray[np.float32]
) -> list[Decision]:
    """The slow way: a gallery file, opened by a till."""
    with Gallery.open(
        folder / "shop.gallery", model="ab" * 32, dimension=enrolled.shape[1], create=True
    ) as gallery:
        for row in check.rows("gallery"):
            name = hashlib.sha256(str(row).encode()).hexdigest()
            gallery.enroll([(Product(check.products[row]), [View(name, enrolled[row])])])
        return Recogniser(gallery, THRESHOLD).recognise(seen[check.rows("known", "stranger")])


@pytest.mark.parametrize("amount", [0.0, 0.001, 0.3])
def test_decisions_are_those_of_a_till(tmp_path: Path, amount: float) -> None:
    vectors = noisy(amount)
    for name in ("truth", "kept", "own"):
        (tmp_path / name).mkdir()
    truth = decisions_at_a_till(tmp_path / "truth", CHECK, REFERENCE, REFERENCE)
    kept = decisions_at_a_till(tmp_path / "kept", CHECK, REFERENCE, vectors)
    own = decisions_at_a_till(tmp_path / "own", CHECK, vectors, vectors)
    same = sum(
        (a.verdict, a.sku) == (b.verdict, b.sku) == (c.verdict, c.sku)
        for a, b, c in zip(truth, kept, own, strict=True)
    )
    found = compare(REFERENCE, vectors, CHECK, THRESHOLD)
    assert found.same_decisions == same
    assert len({decision.verdict for decision in truth}) == 3, "the case has all three verdicts"
    assert (same < found.queries) == (amount > 0.1), "the largest noise changes some, the small none"


def test_a_gallery_kept_and_an_artifact_turned_away_from_it() -> None:
    """A rotation keeps all distances, so a gallery of its own agrees; the gallery that is kept does not."""
    turn, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(8, 8)))
    found = compare(REFERENCE, units(REFERENCE @ turn), CHECK, THRESHOLD)
    assert found.right_artifact == found.right_reference
    assert found.decision_agreement < 0.5
    assert found.top1_agreement < 0.5


def test_the_first_five_are_compared_and_not_only_the_first() -> None:
    """One query, seven products of one view each: the sixth and the fifth nearest change places."""
    angles = np.deg2rad([0, 10, 20, 30, 40, 50, 60, 0])
    seen = np.stack([np.cos(angles), np.sin(angles)], 1).astype(np.float32)
    names = (*(f"p{number}" for number in range(7)), "p0")
    check = CheckSet(np.zeros((8, 4, 4, 3), np.uint8), names, (*["gallery"] * 7, "known"), "by hand")
    swapped = seen[[0, 1, 2, 3, 5, 4, 6, 7]]
    found = compare(seen, swapped, check, THRESHOLD)
    assert (found.queries, found.same_first, found.same_five) == (1, 1, 0)
    reordered = seen[[0, 2, 1, 3, 4, 5, 6, 7]]
    assert compare(seen, reordered, check, THRESHOLD).same_five == 1, "in any order"


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0, 5.0])
@pytest.mark.parametrize("row", [0, 3, 59], ids=["enrolled", "known", "stranger"])
def test_a_broken_embedding_is_counted_and_agrees_on_nothing(value: float, row: int) -> None:
    vectors = REFERENCE.copy()
    vectors[row] = value
    found = compare(REFERENCE, vectors, CHECK, THRESHOLD)
    assert found.broken == 1
    assert found.cosine_min == -1
    if row != 0:
        assert found.same_decisions < found.queries
        assert found.same_first < found.queries


def test_all_broken() -> None:
    found = compare(REFERENCE, np.full_like(REFERENCE, np.nan), CHECK, THRESHOLD)
    assert (found.broken, found.same_decisions, found.right_artifact, found.cosine_mean) == (60, 0, 0, -1)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="embeddings of 60 crops"):
        compare(REFERENCE, REFERENCE[:, :4], CHECK, THRESHOLD)
    with pytest.raises(ValueError, match="the reference has"):
        compare(REFERENCE * 2, REFERENCE, CHECK, THRESHOLD)
    lonely = CheckSet(CHECK.crops, CHECK.products, ("gallery",) * 60, "all enrolled")
    with pytest.raises(ValueError, match="nothing enrolled"):
        compare(REFERENCE, REFERENCE, lonely, THRESHOLD)
