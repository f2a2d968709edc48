"""Receipt panel: the basket as it stands at the right of the annotated frame."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from edge.basket import Basket
from edge.basket.money import money
from edge.show.lettering import bgr, fitted, font

PAPER = (250, 249, 246)  # RGB, as Pillow has it
INK = (34, 36, 40)
SOFT = (128, 132, 138)
ASK = (206, 122, 8)
REFUSED = (200, 46, 46)

Row = tuple[str, str, tuple[int, int, int]]


def panel_width(height: int) -> int:
    """Width beside a frame of this height, pixels; even, as video codecs want it."""
    return max(120, round(height * 0.66)) // 2 * 2


def panel(basket: Basket, time: float, latency: float, height: int) -> NDArray[np.uint8]:
    """The receipt: uint8 `[height, panel_width(height), 3]`, BGR. `time` and `latency` in seconds."""
    image = _receipt(tuple(receipt_rows(basket)), height).copy()
    picture = Image.fromarray(image)
    clock = f"{time:.1f} s    frame to decision {latency * 1e3:.0f} ms"
    size = _size(height)
    ImageDraw.Draw(picture).text((size, height - 2 * size), clock, fill=SOFT, font=font(round(size * 0.8)))
    return bgr(picture)


def receipt_rows(basket: Basket) -> list[Row]:
    """The basket as rows of words, amount and colour, ending in the totals."""
    rows: list[Row] = [
        (f"{line.quantity} x {line.name}", money(line.total_minor, line.currency), INK)
        for line in basket.lines
    ]
    if basket.uncertain:
        rows.append((f"{len(basket.uncertain)} x please confirm", "?", ASK))
    if basket.unknown:
        rows.append((f"{len(basket.unknown)} x unknown item", "–", REFUSED))
    totals: list[Row] = [("Total", money(minor, currency), INK) for currency, minor in basket.totals.items()]
    return (rows + totals) or [("nothing yet", "", SOFT)]


def _size(height: int) -> int:
    return max(10, height // 40)


@lru_cache(maxsize=4)
def _receipt(rows: tuple[Row, ...], height: int) -> NDArray[np.uint8]:
    """The panel without its clock, RGB; drawn anew when the basket changes."""
    width, size = panel_width(height), _size(height)
    picture = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((size, size), "Basket", fill=INK, font=font(round(size * 1.5)))
    top = round(size * 3.6)
    for words, amount, colour in rows:
        room = width - 3 * size - font(size).getlength(amount)
        if words == "Total":
            draw.line((size, top, width - size, top), fill=SOFT)
            top += size // 2
        draw.text((size, top), fitted(words, size, room), fill=colour, font=font(size))
        draw.text((width - size, top), amount, fill=colour, font=font(size), anchor="ra")
        top += round(size * 1.6)
    return np.asarray(picture, np.uint8)
