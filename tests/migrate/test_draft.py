from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from embed.tiny import tiny_card
from shelf import random_units

from edge.migrate.draft import Draft

CARD = tiny_card(16)
KEYS = [hashlib.sha256(bytes([number])).digest() for number in range(5)]
VECTORS = random_units(5)
RECORD = 32 + 4 * 16 + 4


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Draft(tmp_path / "shop.gallery", CARD) as draft:
        draft.add(KEYS[:3], VECTORS[:3])
        draft.add(KEYS[3:], VECTORS[3:])
    return tmp_path / ".shop.gallery.migrating"


def held(path: Path) -> list[int]:
    """Which of the five vectors a new run finds."""
    with Draft(path.with_name("shop.gallery"), CARD) as draft:
        for key, vector in draft.vectors.items():
            np.testing.assert_array_equal(vector, VECTORS[KEYS.index(key)])
        return [KEYS.index(key) for key in draft.vectors]


def test_what_was_added_is_found_again(path: Path) -> None:
    assert held(path) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("lost", [1, RECORD - 1, RECORD])
def test_a_record_cut_short_is_left_out_and_written_over(path: Path, lost: int) -> None:
    path.write_bytes(path.read_bytes()[:-lost])
    with Draft(path.with_name("shop.gallery"), CARD) as draft:
        assert len(draft.vectors) == 4
        draft.add(KEYS[4:], VECTORS[4:])
    assert held(path) == [0, 1, 2, 3, 4]


def test_a_flipped_bit_ends_what_is_believed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-2 * RECORD + 40] ^= 1
    path.write_bytes(bytes(data))
    assert held(path) == [0, 1, 2]


@pytest.mark.parametrize("card", [tiny_card(16, content_hash="1" * 64), tiny_card(8)])
def test_the_draft_of_another_model_is_thrown_away(path: Path, card: object) -> None:
    with Draft(path.with_name("shop.gallery"), card) as draft:  # type: ignore[arg-type]
        assert not draft.vectors
    assert held(path) == [0, 1, 2, 3, 4]  # as long as nothing was added
    with Draft(path.with_name("shop.gallery"), card) as draft:  # type: ignore[arg-type]
        draft.add(KEYS[:1], random_units(1, card.dimension))  # type: ignore[attr-defined]
    assert held(path) == []


def test_drop_leaves_nothing(path: Path) -> None:
    with Draft(path.with_name("shop.gallery"), CARD) as draft:
        draft.drop()
    assert not path.exists()
