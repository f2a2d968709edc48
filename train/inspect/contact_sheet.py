"""Contact sheet: some photos of every class, labelled, on as many pages as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from train.inspect.canvas import Canvas
from train.layouts import Entry
from train.layouts.pictures import pictures

PHOTOS, COLUMNS, ROWS = 8, 2, 12
_SIDE, _GAP, _LABEL, _MARGIN = 96, 4, 22, 16
_STRIP = PHOTOS * (_SIDE + _GAP)


def contact_sheets(entries: Sequence[Entry], folder: Path, progress: bool = False) -> list[Path]:
    """Draw `contact-1.jpg`, `contact-2.jpg`, ... into `folder`, 24 classes a page, by name.

    Args:
        entries: photos that can be read; of each class 8 are shown, evenly spaced.
        folder: where the pages go; it is there already.
        progress: show a bar with the time left, on standard error.
    """
    ordered = sorted(entries, key=lambda entry: entry.name)
    classes = [(name, list(photos)) for name, photos in groupby(ordered, key=lambda entry: entry.name)]
    chosen = [entry for _, photos in classes for entry in _some(photos)]
    images = pictures(chosen, _SIDE, progress)
    per_page = COLUMNS * ROWS
    pages: list[Path] = []
    for at in range(0, len(classes), per_page):
        canvas = _page(min(per_page, len(classes) - at))
        for n, (name, photos) in enumerate(classes[at : at + per_page]):
            column, row = divmod(n, ROWS)
            x, y = _MARGIN + column * (_STRIP + _MARGIN), _MARGIN + row * (_LABEL + _SIDE + 2 * _GAP)
            canvas.words(f"{name}  ({len(photos)})", x, y, _STRIP)
            for place in range(len(_some(photos))):
                image = next(images)
                if isinstance(image, np.ndarray):
                    canvas.picture(image, x + place * (_SIDE + _GAP), y + _LABEL, _SIDE)
        pages.append(canvas.save(folder / f"contact-{len(pages) + 1}.jpg"))
    return pages


def _page(classes: int) -> Canvas:
    columns, rows = -(-classes // ROWS), min(classes, ROWS)
    width = _MARGIN + columns * (_STRIP + _MARGIN)
    return Canvas(width, 2 * _MARGIN + rows * (_LABEL + _SIDE + 2 * _GAP))


def _some(photos: Sequence[Entry]) -> list[Entry]:
    """At most `PHOTOS` of a class, evenly spaced, the first and the last among them."""
    rows = np.unique(np.linspace(0, len(photos) - 1, PHOTOS).round().astype(int))
    return [photos[row] for row in rows]
