from __future__ import annotations

from pathlib import Path

import numpy as np
from photo_sets import fss, mask, picture, save

from train.inspect.look import look, on_grey
from train.layouts import Entry, find


def test_sizes_are_of_the_file_and_looks_of_what_is_trained_on(tmp_path: Path) -> None:
    wide = save(tmp_path / "wide.png", picture(1, 400, 600))
    looks, skipped = look(
        [Entry(wide, "a"), Entry(wide, "a", box=(0, 0, 300, 200)), Entry(tmp_path / "no", "a")]
    )
    assert looks.sizes.tolist() == [[600, 400], [600, 400]]
    assert looks.hashes.shape == (2, 64)
    assert looks.small.shape == (2, 32, 32, 3)
    assert (looks.hashes[0] != looks.hashes[1]).sum() > 10
    assert [one.path for one in skipped] == [tmp_path / "no"]


def test_a_photo_cropped_to_its_mask_is_looked_at_cropped(tmp_path: Path) -> None:
    entries = find(fss(tmp_path)).entries
    looks, _ = look(entries)
    save(tmp_path / "class0" / "1.png", mask(box=(0, 0, 32, 32)))
    assert (look(entries)[0].hashes[0] != looks.hashes[0]).any()


def test_grey_shows_through_where_a_picture_is_transparent() -> None:
    image = np.dstack([np.full((2, 2, 3), 50, np.uint8), np.array([[255, 0], [0, 255]], np.uint8)])
    assert on_grey(image, 200)[..., 0].tolist() == [[50, 200], [200, 50]]
    assert np.array_equal(on_grey(image[..., :3], 200), image[..., :3])


def test_nothing_to_look_at_keeps_the_shapes() -> None:
    looks, _ = look([])
    assert (looks.sizes.shape, looks.hashes.shape, looks.small.shape) == ((0, 2), (0, 64), (0, 32, 32, 3))
