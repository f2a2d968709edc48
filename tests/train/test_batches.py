from __future__ import annotations

import numpy as np
import pytest

from gallery.errors import InputError
from train.batches import BatchShape, batches, seed_of

LABELS = np.repeat(np.arange(6), 5)


def test_every_batch_has_so_many_photos_of_so_many_classes() -> None:
    for rows in batches(LABELS, BatchShape(4, 3), 0):
        assert sorted(np.unique(LABELS[rows], return_counts=True)[1].tolist()) == [3, 3, 3, 3]


def test_an_epoch_is_about_as_many_photos_as_there_are_and_the_seed_decides() -> None:
    first, again, other = (batches(LABELS, BatchShape(4, 3), seed) for seed in (7, 7, 8))
    assert [rows.tolist() for rows in first] == [rows.tolist() for rows in again]
    assert [rows.tolist() for rows in first] != [rows.tolist() for rows in other]
    assert len(first) == 30 // 12


def test_fewer_classes_than_asked_are_all_taken() -> None:
    (rows,) = batches(np.array([0, 0, 1, 1]), BatchShape(16, 4), 0)
    assert len(rows) == 8


def test_seeds_of_different_places_differ() -> None:
    seeds = {seed_of(0, phase, epoch, step) for phase in range(2) for epoch in range(9) for step in range(9)}
    assert len(seeds) == 162


def test_data_sets_of_different_size_have_equal_parts_of_a_batch() -> None:
    labels = np.concatenate([np.repeat(np.arange(40), 3), np.repeat([40, 41], 3)])
    origins = [0] * 40 + [1] * 2
    for rows in batches(labels, BatchShape(6, 3), 0, origins):
        assert len(rows) == 18
        assert np.isin(labels[rows], [40, 41]).sum() == 9
        assert len(np.unique(labels[rows][:9])) == 3


def test_a_batch_too_small_for_the_data_sets_is_refused() -> None:
    with pytest.raises(InputError, match="too small for 3 data sets"):
        batches(LABELS, BatchShape(2, 3), 0, [0, 0, 1, 1, 2, 2])
