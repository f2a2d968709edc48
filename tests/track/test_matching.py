"""Matching in whole arrays is the matching pair by pair."""

from __future__ import annotations

import numpy as np
import pytest

from edge.boxes import coverage, iou, nearness
from edge.track import TrackConfig, Tracker


def plain_merged(known: np.ndarray, boxes: np.ndarray, least: float) -> tuple[set[int], set[int]]:
    """For each detection: which items it covers that no other detection is."""
    taken: set[int] = set()
    held: set[int] = set()
    for index in range(len(boxes)):
        others = np.delete(iou(known, boxes), index, axis=1)
        lost = (coverage(known, boxes) > 0.7)[:, index] & ~(others > least).any(axis=1)
        if lost.sum() >= 2:
            taken.add(index)
            held.update(np.flatnonzero(lost).tolist())
    return taken, held


def plain_pairs(
    known: np.ndarray, boxes: np.ndarray, config: TrackConfig, taken: set[int], held: set[int]
) -> dict[int, int]:
    """The best pair, then the best of the rest, and so on."""
    overlap = iou(known, boxes)
    score = np.where(overlap >= config.min_iou, 1 + overlap, nearness(known, boxes, config.near))
    score[sorted(held), :] = 0
    score[:, sorted(taken)] = 0
    pairs: dict[int, int] = {}
    while score.size and score.max() > 0:
        position, index = (int(at) for at in np.unravel_index(int(score.argmax()), score.shape))
        pairs[position] = index
        score[position, :] = 0
        score[:, index] = 0
    return pairs


def scene(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Items, and detections of them: shifted, equal, merged, lost, new."""
    rng = np.random.default_rng(seed)
    corner = rng.integers(0, 8, (int(rng.integers(0, 20)), 2)) * 25.0
    known = np.hstack([corner, corner + rng.integers(1, 5, corner.shape) * 20.0])
    boxes = known[rng.random(len(known)) < 0.8] + rng.choice([0.0, 5.0, 15.0])
    if len(known) >= 2:
        both = np.hstack([known[:2, :2].min(axis=0), known[:2, 2:].max(axis=0)])
        boxes = np.vstack([boxes, both])
    return known, rng.permutation(boxes)


@pytest.mark.parametrize("seed", range(150))
def test_it_is_the_matching_pair_by_pair(seed: int) -> None:
    known, boxes = scene(seed)
    config = TrackConfig()
    tracker = Tracker(config)
    overlap = iou(known, boxes)
    taken, held = tracker._merged(known, boxes, overlap)
    assert (taken, held) == plain_merged(known, boxes, config.min_iou)
    pairs = tracker._pairs(known, boxes, overlap, taken, held)
    assert list(pairs.items()) == list(plain_pairs(known, boxes, config, taken, held).items())
