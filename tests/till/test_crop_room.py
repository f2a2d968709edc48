"""Crop room: the crops of a frame side by side, and room for more when there are more."""

from __future__ import annotations

import numpy as np

from edge.crop_room import CropRoom
from edge.embed.batch import MAX_BATCH


def test_crops_lie_side_by_side_and_the_room_grows() -> None:
    room = CropRoom(4, 6)
    count = 2 * MAX_BATCH + 1
    for number in range(count):
        room.place(number)[:] = number
    batch = room.first(count)
    assert batch.shape == (count, 4, 6, 3)
    assert batch.flags.c_contiguous
    assert (batch == np.arange(count, dtype=np.uint8)[:, None, None, None]).all()


def test_the_next_frame_writes_into_the_same_memory() -> None:
    room = CropRoom(4, 6)
    assert np.shares_memory(room.place(0), room.first(1))
