from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from enroll.pictures import scene

from edge.enroll.hints import Kind, hints
from edge.enroll.one_photo import thumbnail
from edge.enroll.shot import Shot
from edge.enroll.stored_crop import pack
from gallery.verdict import Forecast, ProductVerdict
from gallery.view import View

GOOD = ProductVerdict("a", (0, 1, 2, 3), Forecast(4, 0, 0, 0), (), (), (), 0.9, False, None)
LONELY = dataclasses.replace(GOOD, forecast=Forecast(2, 0, 0, 2))
ONE_SIDED = dataclasses.replace(GOOD, one_sided=True, reach=0.31)
SIZES = ((90, 200), (200, 90), (120, 200), (150, 150))


def shots(
    sizes: tuple[tuple[int, int], ...] = SIZES,
    light: tuple[float, ...] = (1, 1, 1, 1),
    warm: tuple[float, ...] = (1, 1, 1, 1),
    names: tuple[str, ...] = ("1.jpg", "2.jpg", "3.jpg", "4.jpg"),
    masked: bool = True,
) -> list[Shot]:
    """Four photos, two of each side: width and height of each item, and the light that it stands in."""
    made = []
    for number, (width, height) in enumerate(sizes):
        colours = scene(number // 2, height, width) * np.array([1 / warm[number], 1, warm[number]])
        image = np.clip(0.4 * light[number] * colours, 0, 255).astype(np.uint8)
        mask = np.full((height, width), 255, np.uint8) if masked else None
        vector = np.eye(8, dtype=np.float32)[number // 2] + 0.1 * np.eye(8, dtype=np.float32)[4 + number]
        view = View(
            f"{number:064x}",
            vector / np.linalg.norm(vector),
            thumbnail(image),
            names[number],
            pack(image, (0, 0, width, height), mask),
        )
        made.append(Shot(view))
    return made


def kinds(verdict: ProductVerdict, some: list[Shot]) -> set[Kind]:
    return {hint.kind for hint in hints(verdict, some)}


def test_views_of_all_kinds_lack_nothing_but_other_light() -> None:
    assert kinds(LONELY, shots()) == {Kind.LIGHT}
    assert kinds(LONELY, shots(light=(1, 2, 1, 1))) == set()
    assert kinds(LONELY, shots(warm=(1, 1, 1, 1.3))) == set()
    assert kinds(GOOD, shots()) == set(), "of light alone nothing is said"


def test_one_sided_views_need_another_side_unless_the_names_tell_of_two() -> None:
    (side,) = (hint for hint in hints(ONE_SIDED, shots()) if hint.kind is Kind.SIDE)
    assert "0.31" in side.why
    assert Kind.SIDE not in kinds(ONE_SIDED, shots(names=("front.jpg", "2.jpg", "IMG_back-1.jpg", "4.jpg")))
    assert Kind.SIDE in kinds(ONE_SIDED, shots(names=("front.jpg", "front2.jpg", "front-3.jpg", "4.jpg")))


def test_one_view_needs_another_side() -> None:
    one = dataclasses.replace(GOOD, rows=(0,))
    assert Kind.SIDE in kinds(one, shots()[:1])
    copies = dataclasses.replace(GOOD, copies=((0, 1, 2, 3),))
    assert Kind.SIDE in kinds(copies, shots())


def test_one_outline_in_all_views_needs_views_from_above_unless_a_name_tells_of_one() -> None:
    same = ((90, 200), (95, 200), (90, 190), (100, 200))
    (top,) = (hint for hint in hints(GOOD, shots(same)) if hint.kind is Kind.TOP)
    assert "0.45 to 0.50" in top.why
    assert Kind.TOP not in kinds(GOOD, shots(same, names=("top.jpg", "2.jpg", "3.jpg", "4.jpg")))


@pytest.mark.parametrize(
    ("sizes", "masked"),
    [
        (((90, 200), (95, 200), (90, 190), (100, 200)), False),
        (((200, 200), (195, 200), (200, 210), (200, 200)), True),
    ],
)
def test_without_an_outline_or_of_something_round_nothing_is_said_of_above(
    sizes: tuple[tuple[int, int], ...], masked: bool
) -> None:
    assert Kind.TOP not in kinds(GOOD, shots(sizes, masked=masked))


def test_views_without_stored_crops_tell_nothing_of_outline_and_light() -> None:
    bare = [Shot(View(shot.view.photo_hash, shot.view.vector)) for shot in shots()]
    assert hints(GOOD, bare) == ()
