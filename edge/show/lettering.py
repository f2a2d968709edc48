"""Lettering: text as pictures, in any script the fonts know. OpenCV itself draws ASCII alone."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@lru_cache(maxsize=8)
def font(size: int) -> Font:
    """DejaVu Sans, which knows most scripts, where the system has it; else Pillow's own, Latin alone."""
    try:
        return ImageFont.truetype("DejaVuSans.ttf", size)
    except OSError:
        return ImageFont.load_default(size)


@lru_cache(maxsize=512)
def letters(words: str, size: int, ink: Colour, paper: Colour) -> NDArray[np.uint8]:
    """A line of text: uint8 `[h, w, 3]`, BGR; `size` in pixels, colours BGR."""
    width = round(font(size).getlength(words)) + size
    picture = Image.new("RGB", (width, round(size * 1.5)), paper[::-1])
    ImageDraw.Draw(picture).text((size // 2, size // 8), words, fill=ink[::-1], font=font(size))
    return bgr(picture)


def bgr(picture: Image.Image) -> NDArray[np.uint8]:
    """A Pillow picture as uint8 `[H, W, 3]`, BGR."""
    pixels: NDArray[np.uint8] = np.asarray(picture, np.uint8)[:, :, ::-1].copy()
    return pixels


def fitted(words: str, size: int, width: float) -> str:
    """`words`, cut with an ellipsis where they are wider than `width` pixels."""
    if font(size).getlength(words) <= width:
        return words
    while words and font(size).getlength(words + "…") > width:
        words = words[:-1]
    return words.rstrip() + "…"
