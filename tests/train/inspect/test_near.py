from __future__ import annotations

from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from photo_sets import picture, save

import train.inspect.near as near
from train.inspect.look import Looks, look
from train.inspect.near import LEAST_SIMILAR, MOST_BITS, NearPair, near_pairs
from train.layouts import Entry


def looks_of(hashes: np.ndarray, small: np.ndarray, names: str = "", splits: tuple[str, ...] = ()) -> Looks:
    n = len(hashes)
    entries = [Entry(Path(f"{i}.jpg"), (names or "a" * n)[i], (splits or ("",) * n)[i]) for i in range(n)]
    return Looks(tuple(entries), np.ones((n, 2), np.int64), hashes, small)


def slow(looks: Looks) -> set[tuple[Path, Path]]:
    """All pairs, one after the other."""
    found = set()
    for i, j in combinations(range(len(looks)), 2):
        a, b = (looks.small[n].astype(float).ravel() for n in (i, j))
        alike = np.array_equal(a, b) or (a.std() * b.std() > 0 and np.corrcoef(a, b)[0, 1] >= LEAST_SIMILAR)
        if (looks.hashes[i] ^ looks.hashes[j]).sum() <= MOST_BITS and alike:
            found.add((looks.entries[i].path, looks.entries[j].path))
    return found


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1), count=st.integers(0, 40), rows=st.integers(1, 9), batch=st.integers(1, 9)
)
def test_the_same_pairs_as_one_after_the_other(seed: int, count: int, rows: int, batch: int) -> None:
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, 3, count)
    hashes = rng.random((3, 64))[kinds] < 0.5
    hashes ^= rng.random((count, 64)) < rng.choice([0.0, 0.05, 0.12], (count, 1))
    base = rng.integers(0, 256, (3, 32, 32, 3))[kinds]
    small = np.clip(base + rng.normal(0, rng.choice([0, 40, 80], (count, 1, 1, 1)), base.shape), 0, 255)
    small[rng.random(count) < 0.1] = 90
    looks = looks_of(hashes, small.astype(np.uint8))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near, "_ROWS", rows)
        patch.setattr(near, "_BATCH", batch)
        found = near_pairs(looks)
    assert {(pair.first.path, pair.second.path) for pair in found} == slow(looks)
    assert len(found) == len(slow(looks))


CHANGES = {
    "recoded": lambda image: cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 40])[1], 1),
    "halved": lambda image: cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA),
    "brighter": lambda image: np.clip(image * 1.25, 0, 255).astype(np.uint8),
    "cut": lambda image: image[2:-2, 2:-2],
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_changed_copy_is_found_and_no_stranger(tmp_path: Path, change: str) -> None:
    image = picture(0, 160, 160)
    pictures = [image, CHANGES[change](image), *(picture(seed, 160, 160) for seed in range(1, 8))]
    entries = [Entry(save(tmp_path / f"{n}.png", one), "a") for n, one in enumerate(pictures)]
    (pair,) = near_pairs(look(entries)[0])
    assert (pair.first, pair.second) == (entries[0], entries[1])


def test_the_same_shape_in_another_colour_is_another_product(tmp_path: Path) -> None:
    red, blue = np.full((2, 160, 160, 3), 60, np.uint8)
    cv2.circle(red, (80, 70), 50, (40, 40, 230), -1)
    cv2.circle(blue, (80, 70), 50, (230, 40, 40), -1)
    grey = cv2.cvtColor(red, cv2.COLOR_BGR2GRAY).astype(float) / np.maximum(
        cv2.cvtColor(blue, cv2.COLOR_BGR2GRAY), 1
    )
    blue = np.clip(blue * grey[..., None], 0, 255).astype(np.uint8)  # equally bright: the hash sees one shape
    looks, _ = look([Entry(save(tmp_path / f"{n}.png", one), "a") for n, one in enumerate((red, blue))])
    assert (looks.hashes[0] != looks.hashes[1]).sum() <= MOST_BITS
    assert near_pairs(looks) == ()


def test_the_most_harmful_first() -> None:
    hashes, small = np.zeros((5, 64), bool), np.full((5, 32, 32, 3), 7, np.uint8)
    pairs = near_pairs(looks_of(hashes, small, "aabaa", ("train", "train", "train", "test", "")))
    across = [pair.across for pair in pairs]
    assert across == ["splits"] * 3 + ["classes"] * 3 + [""] * 4
    assert [pair.leaks for pair in pairs] == [True] * 6 + [False] * 4
    assert {pair.similarity for pair in pairs} == {1.0}


def test_thousands_of_equal_pictures_do_not_hide_what_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "MOST_PAIRS", 10)
    hashes, small = np.zeros((30, 64), bool), np.full((30, 32, 32, 3), 7, np.uint8)
    pairs = near_pairs(looks_of(hashes, small, "a" * 29 + "b"))
    assert [pair.across for pair in pairs] == ["classes"] * 10 + [""] * 10


def test_a_photo_without_a_split_leaks_nothing_across_splits() -> None:
    def pair(one: str, other: str) -> NearPair:
        return NearPair(Entry(Path("1"), "a", one), Entry(Path("2"), "a", other), 0, 1.0)

    assert pair("train", "").across == ""
    assert pair("train", "train").across == ""
    assert pair("val", "test").across == "splits"
