"""Annotate: draw what the till knows onto the frame it knows it from."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from edge.basket import Basket
from edge.event import Kind
from edge.item import Item, whole_pixels
from edge.money import money
from edge.pipeline import Moment

Colour = tuple[int, int, int]

COLOURS: dict[Kind | None, Colour] = {  # BGR
    Kind.ADDED: (92, 168, 34),
    Kind.UNCERTAIN: (22, 150, 238),
    Kind.UNKNOWN: (60, 60, 214),
    None: (150, 150, 150),
}
INK: Colour = (255, 255, 255)
PANEL: Colour = (38, 32, 28)


def annotate(moment: Moment) -> NDArray[np.uint8]:
    """A copy of the frame with each item's box and name, and the basket at the right.

    Returns:
        uint8 `[H, W, 3]`, BGR, of the frame's own size.
    """
    image: NDArray[np.uint8] = moment.frame.image.copy()
    _receipt(image, moment)
    for item in moment.items:
        if item.published or len(item.looks):
            _outline(image, item)
    return image


def _outline(image: NDArray[np.uint8], item: Item) -> None:
    colour = COLOURS[item.published]
    x1, y1, x2, y2 = whole_pixels(item.box)
    thick = max(2, image.shape[0] // 360)
    cv2.rectangle(image, (x1, y1), (x2, y2), colour, thick, cv2.LINE_AA)
    label = text(_label(item), _font_size(image), INK, colour)
    _paste(image, label, x1 - thick // 2, y1 - label.shape[0])


def _label(item: Item) -> str:
    if item.published is Kind.ADDED:
        return f"{item.sku}  {item.decision.confidence:.0%}" if item.decision else str(item.sku)
    if item.published is Kind.UNCERTAIN and item.decision:
        return " or ".join(c.sku for c in item.decision.candidates[:2]) + " ?"
    return "unknown" if item.published is Kind.UNKNOWN else "…"


def _receipt(image: NDArray[np.uint8], moment: Moment) -> None:
    size = _font_size(image)
    rows = [text(row, size, INK, PANEL) for row in receipt_rows(moment.basket)]
    clock = f"{moment.frame.time:6.1f} s   {moment.latency * 1e3:5.1f} ms"
    rows.append(text(clock, size, (170, 170, 170), PANEL))
    pad = size // 2
    width = max(row.shape[1] for row in rows) + 2 * pad
    height = sum(row.shape[0] for row in rows) + 2 * pad
    left = max(0, image.shape[1] - width - pad)
    corner = image[pad : pad + height, left : left + width]
    corner[:] = (corner * 0.15 + np.array(PANEL) * 0.85).astype(np.uint8)
    top = 2 * pad
    for row in rows:
        _paste(image, row, left + pad, top)
        top += row.shape[0]


def receipt_rows(basket: Basket) -> list[str]:
    """The basket as lines of text, ending in the totals."""
    rows = [
        f"{line.quantity} x {line.name}   {money(line.total_minor, line.currency)}" for line in basket.lines
    ]
    if basket.uncertain:
        rows.append(f"{len(basket.uncertain)} x please confirm")
    if basket.unknown:
        rows.append(f"{len(basket.unknown)} x unknown item")
    totals = [f"total   {money(minor, currency)}" for currency, minor in basket.totals.items()]
    return (rows + totals) or ["basket is empty"]


def _font_size(image: NDArray[np.uint8]) -> int:
    return max(11, int(image.shape[0]) // 42)


@lru_cache(maxsize=512)
def text(words: str, size: int, ink: Colour, paper: Colour) -> NDArray[np.uint8]:
    """A line of text as a small picture: uint8 `[h, w, 3]`, BGR. OpenCV itself draws ASCII alone."""
    font = _font(size)
    left, _, right, _ = font.getbbox(words)
    picture = Image.new("RGB", (round(right - left) + size, round(size * 1.5)), paper[::-1])
    ImageDraw.Draw(picture).text((size // 2, size // 8), words, fill=ink[::-1], font=font)
    drawn: NDArray[np.uint8] = np.asarray(picture)[:, :, ::-1].copy()
    return drawn


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """DejaVu Sans, which knows most scripts, where the system has it; else Pillow's own, Latin alone."""
    try:
        return ImageFont.truetype("DejaVuSans.ttf", size)
    except OSError:
        return ImageFont.load_default(size)


def _paste(image: NDArray[np.uint8], patch: NDArray[np.uint8], x: int, y: int) -> None:
    x, y = max(0, min(x, image.shape[1] - 1)), max(0, min(y, image.shape[0] - 1))
    room = image[y : y + patch.shape[0], x : x + patch.shape[1]]
    room[:] = patch[: room.shape[0], : room.shape[1]]
