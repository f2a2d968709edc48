"""Shadow: the comparison in used memory gives what the plain formulas give."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from edge.localise.reference import Reference
from edge.localise.seen import Seen
from edge.localise.shadow import Comparer, compare

Picture = NDArray[np.float32]


def plain(seen: Picture, expected: Picture, threshold: float, depth: float) -> dict[str, NDArray[np.bool_]]:
    """What `Comparer` does, in the formulas of its paper and of its notes, on the whole picture."""
    gray, wanted = (cv2.cvtColor(one, cv2.COLOR_BGR2GRAY) for one in (seen, expected))
    contrast = cv2.morphologyEx(wanted, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    limit = np.minimum(contrast * 0.5, 25.0) + threshold
    dim = np.abs(seen - expected).max(axis=2) > limit
    ratio = gray / (wanted + 1)
    beyond = (ratio < depth) | (ratio > 1.5)
    tint = np.abs(seen - expected * ratio[..., None]).max(axis=2) / (0.7 * limit + 0.06 * gray)
    local = cv2.blur(gray, (9, 9)) / (cv2.blur(wanted, (9, 9)) + 1)
    texture = np.abs(gray - wanted * local) / (0.8 * limit)
    evidence = np.where(dim, np.where(beyond, 2.6, np.maximum(tint, texture)), 0)
    dark = dim & ~beyond & (tint <= 1) & (ratio < 0.85)
    return {"thing": evidence > 1, "sure": evidence > 1.6, "dim": dim, "dark": dark}


def scene(rng: np.random.Generator) -> tuple[Picture, Picture]:
    """An expected picture; and one with noise, a shadow and a thing."""
    height, width = (int(side) for side in rng.integers(30, 90, 2))
    soft = cv2.GaussianBlur(rng.uniform(20, 230, (height, width, 3)).astype(np.float32), (0, 0), 2)
    seen = soft + rng.normal(0, 1, soft.shape).astype(np.float32)
    for factor in (np.full(3, rng.uniform(0.5, 0.9)), rng.uniform(0, 2, 3)):
        y, x = int(rng.integers(0, height - 10)), int(rng.integers(0, width - 10))
        seen[y : y + 14, x : x + 14] *= factor.astype(np.float32)
    return np.clip(seen, 0, 255), soft


@pytest.mark.parametrize("seed", range(20))
def test_it_says_what_the_plain_formulas_say(seed: int) -> None:
    rng = np.random.default_rng(seed)
    seen, expected = scene(rng)
    comparer = Comparer(*seen.shape[:2], 0.4)
    comparer.compare(Seen.of(rng.uniform(0, 255, seen.shape).astype(np.float32)), Reference.of(expected), 8.0)
    change = comparer.compare(Seen.of(seen), Reference.of(expected), 8.0)
    part = compare(seen, expected, 8.0, 0.4)
    for name, flags in plain(seen, expected, 8.0, 0.4).items():
        assert np.array_equal(getattr(change, name), flags), name
        assert np.array_equal(getattr(part, name), flags), name
    assert change.thing.any()


def test_nothing_differs() -> None:
    _, expected = scene(np.random.default_rng(0))
    change = compare(expected.copy(), expected, 8.0, 0.4)
    assert not any(flags.any() for flags in (change.thing, change.sure, change.dim, change.dark))
