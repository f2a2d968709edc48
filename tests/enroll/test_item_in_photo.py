from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from enroll.pictures import scene
from hypothesis import given, settings
from hypothesis import strategies as st

from edge import view_of
from edge.crop import GREY
from edge.photo import Photo, photos_in, read_photo
from edge.photo.item import ItemInPhoto, find_item
from edge.view_of import item_crop

HEIGHT, WIDTH = 240, 320


def photo(image: np.ndarray, mask: np.ndarray | None = None) -> Photo:
    return Photo(np.clip(image, 0, 255).astype(np.uint8), mask, "0" * 64)


def overlap(found: ItemInPhoto, box: tuple[int, int, int, int]) -> float:
    """Intersection over union of the boxes."""
    left, top, right, bottom = (f(a, b) for f, a, b in zip((max, max, min, min), found.box, box, strict=True))
    inside = max(0.0, right - left) * max(0.0, bottom - top)
    areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in (found.box, box)]
    return inside / (sum(areas) - inside)


def surface(colour: tuple[int, int, int], slope: float, seed: int) -> np.ndarray:
    """An even surface, lit from one side, seen by a noisy camera."""
    light = (
        np.linspace(-slope, slope, WIDTH)[None, :, None] + np.linspace(-slope, slope, HEIGHT)[:, None, None]
    )
    noise = np.random.default_rng(seed).normal(0, 2, (HEIGHT, WIDTH, 3))
    return np.array(colour, float) + light + noise


def lay(image: np.ndarray, box: tuple[int, int, int, int], seed: int) -> np.ndarray:
    left, top, right, bottom = box
    image = image.copy()
    image[top:bottom, left:right] = scene(seed, bottom - top, right - left)
    return image


def test_a_mask_is_believed() -> None:
    mask = np.zeros((96, 128), np.uint8)
    mask[30:70, 20:50] = 255
    found = find_item(photo(scene(), mask))
    assert (found.how, found.box) == ("mask", (20, 30, 50, 70))
    assert found.mask is not None
    assert found.mask.shape == (40, 30)
    assert (found.mask == 255).all()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    colour=st.tuples(*[st.integers(40, 255)] * 3),
    slope=st.floats(0, 12),
    left=st.integers(12, 120),
    top=st.integers(12, 80),
    width=st.integers(70, 180),
    height=st.integers(60, 140),
    seed=st.integers(0, 10**6),
)
def test_an_item_on_a_plain_background_is_found(
    colour: tuple[int, int, int], slope: float, left: int, top: int, width: int, height: int, seed: int
) -> None:
    box = (left, top, min(left + width, WIDTH - 12), min(top + height, HEIGHT - 12))
    image = surface(colour, slope, seed)
    image = lay(image, box, seed)
    item = image[box[1] : box[3], box[0] : box[2]]
    alike = np.abs(item - np.array(colour)).sum(axis=2) <= 40
    item[alike] = (np.array(colour) + 128) % 256  # what the eye could not tell apart either
    found = find_item(photo(image))
    assert found.how == "plain background"
    assert overlap(found, box) > 0.85


def test_a_soft_shadow_stays_outside() -> None:
    box = (90, 60, 200, 170)
    shade = np.zeros((HEIGHT, WIDTH), np.float32)
    shade[80:200, 100:250] = 40
    image = surface((225, 228, 230), 5, 1) - cv2.GaussianBlur(shade, (0, 0), 12)[..., None]
    found = find_item(photo(lay(image, box, 3)))
    assert found.how == "plain background"
    assert overlap(found, box) > 0.85


def test_a_pale_carton_on_white_keeps_its_pale_sides() -> None:
    image = np.full((HEIGHT, WIDTH, 3), 255.0)
    image[40:210, 110:210] = 244
    image[45:205, 113:120] = (30, 120, 30)
    image[45:75, 150:207] = (160, 40, 30)
    image[190:206, 140:207] = (30, 40, 160)
    found = find_item(photo(image))
    assert found.how == "plain background"
    assert found.mask is not None
    assert overlap(found, (110, 40, 210, 210)) > 0.85
    assert (found.mask > 127).mean() > 0.85


@pytest.mark.parametrize("seed", range(10))
def test_a_cluttered_photo_is_taken_whole(seed: int) -> None:
    found = find_item(photo(scene(seed, HEIGHT, WIDTH)))
    assert (found.how, found.mask, found.box) == ("whole photo", None, (0, 0, WIDTH, HEIGHT))


def test_a_surface_that_is_plain_on_one_side_only_is_taken_whole() -> None:
    image = lay(surface((210, 205, 200), 3, 0), (200, 0, WIDTH, HEIGHT), 1)
    assert find_item(photo(lay(image, (40, 80, 120, 160), 2))).how == "whole photo"


def test_noise_dust_and_nothing_are_taken_whole() -> None:
    empty = surface((200, 200, 200), 5, 0)
    dusty = empty.copy()
    dusty[100:104, 100:104] = 0
    noise = np.random.default_rng(0).integers(0, 256, empty.shape)
    for image in (empty, dusty, noise, np.zeros_like(empty), lay(empty, (1, 1, 319, 239), 0)):
        assert find_item(photo(image)).how == "whole photo"


def test_an_item_that_leaves_the_photo_on_one_side_is_found() -> None:
    found = find_item(photo(lay(surface((90, 160, 90), 3, 0), (100, 120, 200, HEIGHT), 4)))
    assert found.how == "plain background"
    assert overlap(found, (100, 120, 200, HEIGHT)) > 0.85


def test_view_greys_out_what_the_mask_leaves_out_and_can_be_switched(monkeypatch: pytest.MonkeyPatch) -> None:
    image = np.full((40, 40, 3), 200, np.uint8)
    mask = np.zeros((20, 20), np.uint8)
    mask[5:15, 5:15] = 255
    box = (10.0, 10.0, 30.0, 30.0)
    assert item_crop(image, box, (20, 20), mask)[0, 0].tolist() == [GREY] * 3
    assert item_crop(image, box, (20, 20), mask)[10, 10].tolist() == [200] * 3
    monkeypatch.setattr(view_of, "GREY_OUT_SURROUNDINGS", False)
    assert item_crop(image, box, (20, 20), mask)[0, 0].tolist() == [200] * 3


def test_real_photos(data: Path) -> None:
    """Product shots on white are found, cut-outs go by their alpha, shelves and hands are taken whole."""

    def hows(folders: list[Path]) -> list[str]:
        return [
            find_item(read_photo(path)).how for folder in folders for path in photos_in(folder).photos[:3]
        ]

    iconic = hows(sorted({path.parent for path in (data / "grocery" / "iconic").rglob("*.jpg")}))
    assert iconic.count("plain background") >= 0.95 * len(iconic)
    assert set(hows(sorted((data / "packaged8" / "cutouts").iterdir()))) == {"mask"}
    shelves = hows(sorted((data / "grocery" / "train").iterdir())[:40])
    assert shelves.count("whole photo") >= 0.98 * len(shelves)
