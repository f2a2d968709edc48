from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from photo_sets import class_folders, save

from train.inspect.contact_sheet import COLUMNS, ROWS, contact_sheets
from train.inspect.near import NearPair
from train.inspect.pair_sheet import PAIRS, pair_sheet
from train.layouts import Entry, find


def coloured(folder: Path, colours: list[tuple[int, int, int]]) -> list[Entry]:
    return [
        Entry(save(folder / f"{n}.png", np.full((40, 40, 3), colour, np.uint8)), f"class{n}", "train")
        for n, colour in enumerate(colours)
    ]


def share(image: np.ndarray, colour: tuple[int, int, int]) -> int:
    """Pixels of about that colour."""
    return int((np.abs(image.astype(int) - colour).max(2) < 12).sum())


def test_a_strip_of_every_class_shows_its_photos(tmp_path: Path) -> None:
    entries = coloured(tmp_path, [(40, 40, 220), (220, 40, 40)])
    (page,) = contact_sheets([*entries, entries[0]], tmp_path)
    image = cv2.imread(str(page))
    assert page.name == "contact-1.jpg"
    assert share(image, (40, 40, 220)) > 1.9 * share(image, (220, 40, 40)) > 0.9 * 96 * 96
    rows = np.flatnonzero((np.abs(image.astype(int) - (220, 40, 40)).max(2) < 12).any(1))
    assert rows.min() > np.flatnonzero((np.abs(image.astype(int) - (40, 40, 220)).max(2) < 12).any(1)).max()


def test_many_classes_take_several_pages(tmp_path: Path) -> None:
    entries = find(class_folders(tmp_path / "toy", classes=COLUMNS * ROWS + 1, photos=1)).entries
    pages = contact_sheets(entries, tmp_path)
    assert [page.name for page in pages] == ["contact-1.jpg", "contact-2.jpg"]
    first, second = (cv2.imread(str(page)) for page in pages)
    assert first.shape[0] > 5 * second.shape[0]


def test_of_a_large_class_some_are_shown(tmp_path: Path) -> None:
    red, blue = coloured(tmp_path, [(40, 40, 220), (220, 40, 40)])
    (page,) = contact_sheets([red] * 50 + [Entry(blue.path, red.name)], tmp_path)
    image = cv2.imread(str(page))
    assert 6 < share(image, (40, 40, 220)) / share(image, (220, 40, 40)) < 8


def test_pairs_side_by_side(tmp_path: Path) -> None:
    red, blue = coloured(tmp_path, [(40, 40, 220), (220, 40, 40)])
    page = pair_sheet([NearPair(red, blue, 0, 1.0)], tmp_path)
    assert page == tmp_path / "near-duplicates.jpg"
    image = cv2.imread(str(page)).astype(int)
    columns = [
        np.flatnonzero((np.abs(image - colour).max(2) < 12).any(0))
        for colour in ((40, 40, 220), (220, 40, 40))
    ]
    assert columns[0].max() < columns[1].min()
    assert len(columns[0]) > 180


def test_no_more_than_fit_and_none_without_pairs(tmp_path: Path) -> None:
    red, blue = coloured(tmp_path, [(40, 40, 220), (220, 40, 40)])
    assert pair_sheet([], tmp_path) is None
    pair_sheet([NearPair(red, blue, 0, 1.0)] * PAIRS, tmp_path)
    full = (tmp_path / "near-duplicates.jpg").read_bytes()
    pair_sheet([NearPair(red, blue, 0, 1.0)] * (PAIRS + 9), tmp_path)
    assert (tmp_path / "near-duplicates.jpg").read_bytes() == full
