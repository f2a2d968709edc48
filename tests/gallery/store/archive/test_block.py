from __future__ import annotations

import numpy as np
import pytest
from shelf import DIMENSION, random_units, view

from gallery import View
from gallery.store.archive import block
from gallery.store.archive.block import Carried, in_blocks, pack, unpack


def carried(number: int, crop: bytes = b"crop") -> Carried:
    one = view(f"photo {number}")
    whole = View(one.photo_hash, one.vector, b"thumb" * number, "ä\n.jpg", crop, "till")
    return Carried("" if number % 3 == 0 else f"p{number}", number % 2 == 0, whole)


def same(one: Carried, other: Carried) -> bool:
    fields = ("photo_hash", "thumbnail", "source", "crop", "origin")
    assert (one.view.vector == other.view.vector).all()
    told = [(c.sku, c.negative, *(getattr(c.view, field) for field in fields)) for c in (one, other)]
    return told[0] == told[1]


def test_a_block_comes_back_as_it_was() -> None:
    views = [carried(number) for number in range(7)]
    back = unpack(*pack(views), DIMENSION)
    assert len(back) == 7
    assert all(map(same, views, back))
    assert pack(back) == pack(views)


def test_views_are_cut_by_count_and_by_the_size_of_their_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "MOST_VIEWS", 3)
    monkeypatch.setattr(block, "MOST_BYTES", 100)
    small = [len(part) for part in in_blocks(carried(0) for _ in range(7))]
    assert small == [3, 3, 1]
    assert [len(part) for part in in_blocks(carried(0, b"x" * 60) for _ in range(5))] == [2, 2, 1]
    assert list(in_blocks([])) == []


@pytest.mark.parametrize("member", [0, 1, 2])
@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + b"\0", lambda _: b""])
def test_members_that_do_not_belong_together_are_refused(member: int, change: object) -> None:
    members = list(pack([carried(1), carried(2)]))
    members[member] = change(members[member])  # type: ignore[operator]
    with pytest.raises(ValueError, match=r"\w"):
        unpack(*members, DIMENSION)


def test_a_vector_that_is_none_is_refused() -> None:
    lines, _, pictures = pack([carried(1)])
    vector = 2 * random_units(1).astype("<f4")
    with pytest.raises(ValueError, match="unit length"):
        unpack(lines, vector.tobytes(), pictures, DIMENSION)
    vector[0, 0] = np.nan
    with pytest.raises(ValueError, match="unit length"):
        unpack(lines, vector.tobytes(), pictures, DIMENSION)
