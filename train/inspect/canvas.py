"""Canvas: pictures and words placed on a page."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from train.inspect.look import on_grey

PAPER, INK, FAINT, TILE = (255, 255, 255), (20, 20, 20), (110, 110, 110), (238, 238, 238)


class Canvas:
    """A white page; sizes and places in pixels."""

    def __init__(self, width: int, height: int) -> None:
        self._page = Image.new("RGB", (width, height), PAPER)
        self._draw = ImageDraw.Draw(self._page)

    def picture(self, image: NDArray[np.uint8], x: int, y: int, side: int) -> None:
        """Put a BGR or BGRA picture into a square tile, whole, in the middle."""
        self._draw.rectangle((x, y, x + side - 1, y + side - 1), fill=TILE)
        scale = side / max(image.shape[:2])
        width, height = (max(1, round(length * scale)) for length in (image.shape[1], image.shape[0]))
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        fitted = cv2.resize(on_grey(image, TILE[0]), (width, height), interpolation=way)
        tile = Image.fromarray(np.ascontiguousarray(fitted[..., ::-1]))
        self._page.paste(tile, (x + (side - width) // 2, y + (side - height) // 2))

    def words(self, text: str, x: int, y: int, width: int, size: int = 14, faint: bool = False) -> None:
        """Write one line; what does not fit into `width` is cut in the middle, where names differ least."""
        font = ImageFont.load_default(size)
        shown, kept = text, len(text)
        while font.getlength(shown) > width and kept > 2:
            kept -= 1
            shown = f"{text[: kept // 2]}…{text[-(kept - kept // 2) :]}"
        self._draw.text((x, y), shown, fill=FAINT if faint else INK, font=font)

    def save(self, path: Path) -> Path:
        """Write the page as a JPEG."""
        self._page.save(path, "JPEG", quality=88)
        return path
