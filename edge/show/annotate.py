"""Annotate: what the till knows, drawn onto the frame it knows it from, with the receipt beside it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.basket.event import Kind
from edge.item import Item, whole_pixels
from edge.pipeline import Moment
from edge.show.lettering import Colour, letters
from edge.show.receipt_panel import panel, panel_width

COLOURS: dict[Kind | None, Colour] = {  # BGR
    Kind.ADDED: (92, 168, 34),
    Kind.UNCERTAIN: (22, 150, 238),
    Kind.UNKNOWN: (60, 60, 214),
    None: (150, 150, 150),
}
INK: Colour = (255, 255, 255)


def canvas_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of an annotated frame, pixels: the frame's and the receipt's beside it."""
    return width + panel_width(height), height


def annotate(moment: Moment) -> NDArray[np.uint8]:
    """A copy of the frame with each item's box and name, and the basket at its right.

    Returns:
        uint8 `[H, W', 3]`, BGR, of `canvas_size`.
    """
    image: NDArray[np.uint8] = moment.frame.image.copy()
    for item in moment.items:
        if item.published or len(item.looks):
            _outline(image, item)
    beside = panel(moment.basket, moment.frame.time, moment.latency, image.shape[0])
    return np.hstack([image, beside])


def _outline(image: NDArray[np.uint8], item: Item) -> None:
    colour = COLOURS[item.published]
    x1, y1, x2, y2 = whole_pixels(item.box)
    thick = max(1, image.shape[0] // 360)
    cv2.rectangle(image, (x1, y1), (x2, y2), colour, thick, cv2.LINE_AA)
    label = letters(_label(item), max(10, image.shape[0] // 48), INK, colour)
    top = y1 - label.shape[0] if y1 >= label.shape[0] else y2
    _paste(image, label, min(x1, image.shape[1] - label.shape[1]), top)


def _label(item: Item) -> str:
    if item.published is Kind.ADDED and item.decision:
        return f"{item.sku}  {item.decision.confidence:.0%}"
    if item.published is Kind.UNCERTAIN and item.decision:
        return f"{item.decision.candidates[0].sku} ?"
    return "unknown" if item.published is Kind.UNKNOWN else "…"


def _paste(image: NDArray[np.uint8], patch: NDArray[np.uint8], x: int, y: int) -> None:
    x, y = max(0, min(x, image.shape[1] - 1)), max(0, min(y, image.shape[0] - 1))
    room = image[y : y + patch.shape[0], x : x + patch.shape[1]]
    room[:] = patch[: room.shape[0], : room.shape[1]]
