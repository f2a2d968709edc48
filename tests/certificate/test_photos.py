"""Which photos play what, and what is left out with words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from enroll.pictures import save, scene, shop

from edge.certificate import photos
from edge.certificate.photos import check_set_from_folder, crops_from_folder, even
from edge.enroll.one_photo import prepare
from gallery.errors import InputError

SIZE = (24, 32)


def roles(folder: Path) -> dict[str, str]:
    """For each product its photos' roles, by their first letters: `ggk`."""
    check = check_set_from_folder(folder, SIZE)
    found: dict[str, str] = {}
    for name, role in zip(check.products, check.roles, strict=True):
        found[name] = found.get(name, "") + role[0]
    return found


@pytest.mark.parametrize(
    ("count", "plays"), [(3, "ggk"), (4, "ggkk"), (6, "ggggkk"), (9, "ggggggkkk"), (14, "ggggggg" + 7 * "k")]
)
def test_a_third_at_least_is_to_be_recognised_and_seven_at_most_are_enrolled(
    tmp_path: Path, count: int, plays: str
) -> None:
    found = roles(shop(tmp_path, products=3, photos=count))
    assert found == {"sku-0": plays, "sku-1": plays, "sku-2": "s" * count}


def test_every_fifth_product_plays_the_stranger(tmp_path: Path) -> None:
    found = roles(shop(tmp_path, products=11, photos=3))
    assert [name for name, plays in found.items() if "s" in plays] == ["sku-4", "sku-9"]


def test_crops_are_those_that_enrolment_makes(tmp_path: Path) -> None:
    folder = shop(tmp_path, products=3, photos=3)
    check = check_set_from_folder(folder, SIZE)
    assert check.crops.shape == (9, 24, 32, 3)
    np.testing.assert_array_equal(check.crops[4], prepare(folder / "sku-1" / "1.jpg", SIZE).crop)
    assert check.origin.startswith("9 photos of 3 products")
    assert check.hash == check_set_from_folder(folder, SIZE).hash


def test_what_cannot_be_used_is_left_out_and_counted(tmp_path: Path) -> None:
    folder = shop(tmp_path, products=4, photos=4)
    (folder / "sku-1" / "1.jpg").write_bytes(b"no photo")
    for number in range(3):
        save(folder / "poor" / f"{number}.jpg", scene(number)) if number < 2 else None
    check = check_set_from_folder(folder, SIZE)
    assert check.products.count("sku-1") == 3
    assert "poor" not in check.products
    assert "1 that cannot be used left out" in check.origin


@pytest.mark.parametrize(("products", "count"), [(2, 9), (9, 2), (0, 0)])
def test_too_few_are_refused_with_what_to_give(tmp_path: Path, products: int, count: int) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(InputError, match="products of 3 photos or more") as caught:
        check_set_from_folder(shop(tmp_path / "photos", products, count), SIZE)
    assert "20 products of 10" in caught.value.remedy


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for read in (check_set_from_folder, crops_from_folder):
        with pytest.raises(InputError, match="No such file"):
            read(tmp_path / "none", SIZE)


def test_a_large_folder_is_thinned_evenly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_PRODUCTS", 3)
    monkeypatch.setattr(photos, "MOST_PHOTOS", 12)
    found = roles(shop(tmp_path, products=6, photos=6))
    assert found == {"sku-0": "ggkk", "sku-2": "ggkk", "sku-4": "ssss"}


def test_photos_to_calibrate_with_lie_at_any_depth(tmp_path: Path) -> None:
    save(tmp_path / "a.jpg", scene(1))
    save(tmp_path / "fruit" / "apple" / "b.png", scene(2))
    save(tmp_path / "fruit" / "c.jpg", scene(3))
    (tmp_path / "fruit" / "broken.jpg").write_bytes(b"no photo")
    (tmp_path / "fruit" / "again").symlink_to(tmp_path)
    assert crops_from_folder(tmp_path, SIZE).shape == (3, 24, 32, 3)
    assert len(crops_from_folder(tmp_path, SIZE, most=2)) == 2


def test_a_folder_without_photos_cannot_calibrate(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    with pytest.raises(InputError, match="no photo that can be used"):
        crops_from_folder(tmp_path, SIZE)


@pytest.mark.parametrize(
    ("count", "most", "last"), [(5, 10, 4), (160, 160, 159), (300, 160, 298), (1000, 160, 993)]
)
def test_even_steps_reach_the_end(count: int, most: int, last: int) -> None:
    places = even(count, most)
    assert len(places) == len(set(places)) == min(count, most)
    assert (places[0], places[-1]) == (0, last)
    assert np.diff(places).max() <= -(-count // most)
