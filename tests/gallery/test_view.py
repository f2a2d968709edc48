from __future__ import annotations

import numpy as np
import pytest
from shelf import random_units

from gallery import View

HASH = "0" * 64


def test_a_view_keeps_its_own_copy_of_the_vector() -> None:
    vector = random_units(1)[0].copy()
    kept = View(HASH, vector)
    vector[:] = 0
    assert np.linalg.norm(kept.vector) == pytest.approx(1)
    assert not kept.vector.flags.writeable


@pytest.mark.parametrize(
    "vector",
    [np.zeros(4), np.ones(4), np.array([np.nan, 1]), np.array([np.inf, 0]), np.array([1.002, 0]), np.eye(2)],
)
def test_what_is_no_unit_vector_is_refused(vector: np.ndarray) -> None:
    with pytest.raises(ValueError, match="unit length"):
        View(HASH, vector.astype(np.float32))


@pytest.mark.parametrize("photo_hash", ["", "0" * 63, "0" * 65, "G" * 64, "A" * 64])
def test_what_is_no_hash_is_refused(photo_hash: str) -> None:
    with pytest.raises(ValueError, match="photo_hash"):
        View(photo_hash, random_units(1)[0])


def test_a_file_name_that_is_no_text_becomes_one_that_can_be_stored() -> None:
    assert View(HASH, random_units(1)[0], source="caf\udce9.jpg").source == "caf\\udce9.jpg"
    assert View(HASH, random_units(1)[0], source="café.jpg").source == "café.jpg"


def test_a_view_comes_from_a_photo_or_a_till() -> None:
    assert View(HASH, random_units(1)[0]).origin == "photo"
    with pytest.raises(ValueError, match="photo, till"):
        View(HASH, random_units(1)[0], origin="camera")
