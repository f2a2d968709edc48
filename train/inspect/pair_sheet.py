"""Pair sheet: the worst near-duplicates side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from train.inspect.canvas import Canvas
from train.inspect.near import NearPair
from train.layouts import Entry
from train.layouts.pictures import pictures

PAIRS, COLUMNS = 24, 3
FILE_NAME = "near-duplicates.jpg"
_SIDE, _GAP, _MARGIN, _LINE = 200, 4, 20, 19
_WIDTH, _HEIGHT = 2 * _SIDE + _GAP, _SIDE + 4 * _LINE


def pair_sheet(pairs: Sequence[NearPair], folder: Path) -> Path | None:
    """Draw the first 24 pairs into `near-duplicates.jpg` in `folder`; None where there are none."""
    shown = pairs[:PAIRS]
    if not shown:
        return None
    images = pictures([entry for pair in shown for entry in (pair.first, pair.second)], _SIDE)
    columns, rows = min(COLUMNS, len(shown)), -(-len(shown) // COLUMNS)
    canvas = Canvas(_MARGIN + columns * (_WIDTH + _MARGIN), _MARGIN + rows * (_HEIGHT + _MARGIN))
    for n, pair in enumerate(shown):
        row, column = divmod(n, COLUMNS)
        x, y = _MARGIN + column * (_WIDTH + _MARGIN), _MARGIN + row * (_HEIGHT + _MARGIN)
        canvas.words(_title(pair), x, y, _WIDTH)
        for side, entry in enumerate((pair.first, pair.second)):
            image, left = next(images), x + side * (_SIDE + _GAP)
            if isinstance(image, np.ndarray):
                canvas.picture(image, left, y + _LINE + 2, _SIDE)
            _caption(canvas, entry, left, y + _LINE + _SIDE + 6)
    return canvas.save(folder / FILE_NAME)


def _title(pair: NearPair) -> str:
    where = f"across {pair.across}" if pair.leaks else "within a class"
    return f"{where}, {pair.bits} of 64 bits differ, similarity {pair.similarity:.2f}"


def _caption(canvas: Canvas, entry: Entry, x: int, y: int) -> None:
    split = f"{entry.split}: " if entry.split else ""
    canvas.words(f"{split}{entry.name}", x, y, _SIDE, size=13)
    canvas.words(entry.path.name, x, y + _LINE - 1, _SIDE, size=12, faint=True)
