from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from certificate.sets import check_set

from edge.certificate.check_set import CheckSet


def test_the_hash_is_of_crops_products_and_roles_alone() -> None:
    check = check_set()
    assert check.hash == check_set().hash
    assert check.with_reference(np.ones((40, 4), np.float32), "any").hash == check.hash
    assert replace(check, origin="elsewhere").hash == check.hash
    crops = check.crops.copy()
    crops[-1, -1, -1, -1] ^= 1
    roles = ("known", *check.roles[1:])
    names = ("another", *check.products[1:])
    others = [replace(check, crops=crops), replace(check, roles=roles), replace(check, products=names)]
    assert len({check.hash, *(other.hash for other in others)}) == 4


def test_pixels_are_hashed_in_their_order_not_in_that_of_memory() -> None:
    check = check_set()
    turned = np.asfortranarray(check.crops)
    assert replace(check, crops=turned).hash == check.hash
    assert replace(check, crops=check.crops.reshape(40, 16, 64, 3)).hash != check.hash


def test_the_reference_has_a_hash_of_its_own() -> None:
    check = check_set()
    assert check.reference_hash is None
    one = check.with_reference(np.ones((40, 4), np.float32), "any")
    assert one.reference_hash == one.with_reference(np.ones((40, 4), np.float64), "x").reference_hash
    assert one.reference_hash != one.with_reference(np.zeros((40, 4), np.float32), "any").reference_hash


def test_rows_by_role() -> None:
    check = check_set(2)
    assert check.rows("gallery").tolist() == [0, 1, 2]
    assert check.rows("known", "stranger").tolist() == [3, 4, 5, 6, 7, 8, 9]
    assert check.size == (32, 32)


@pytest.mark.parametrize(
    "wrong",
    [
        {"crops": np.zeros((40, 32, 32), np.uint8)},
        {"crops": np.zeros((40, 32, 32, 3), np.float32)},
        {"products": ("p0",)},
        {"roles": ("gallery",) * 39},
        {"roles": ("customer",) * 40},
        {"reference": np.zeros((39, 8), np.float32)},
        {"reference": np.zeros(40, np.float32)},
    ],
)
def test_what_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must be|crops, "):
        replace(check_set(), **wrong)


def test_a_set_is_not_a_bag_of_extras() -> None:
    assert not hasattr(check_set(), "__dict__")
    assert isinstance(check_set(), CheckSet)
