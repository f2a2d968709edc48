"""Overlay: laying sprites and shadows over a frame, touching only the pixels beneath them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.synth.draw import Image, Mask


@dataclass(frozen=True, slots=True)
class Layer:
    """A sprite made ready to be laid over many frames.

    Attributes:
        colour: uint8 `[h, w, 3]`, BGR multiplied by alpha.
        keep: uint8 `[h, w, 3]`, how much of what lies beneath shines through.
    """

    colour: Image
    keep: Image


def layer(image: NDArray[np.uint8], margin: int = 0) -> Layer:
    """A layer from uint8 `[h, w, 4]` BGR and alpha, with an empty margin all round."""
    wide = cv2.copyMakeBorder(image, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    alpha = cv2.merge([np.ascontiguousarray(wide[..., 3])] * 3)
    colour = cv2.multiply(np.ascontiguousarray(wide[..., :3]), alpha, scale=1 / 255)
    return Layer(np.asarray(colour, np.uint8), np.asarray(255 - alpha, np.uint8))


def lay(canvas: Image, over: Layer, x: int, y: int, blur: tuple[int, int] = (1, 1)) -> None:
    """Lay a layer with its upper left corner at x y, smeared by `blur` pixels across and down."""
    there, here = overlap(canvas.shape[:2], over.keep.shape[:2], x, y)
    if there is None or here is None:
        return
    colour, keep = over.colour[here], over.keep[here]
    if max(blur) > 1:
        colour = np.asarray(cv2.blur(colour, blur), np.uint8)
        keep = np.asarray(cv2.blur(keep, blur, borderType=cv2.BORDER_REPLICATE), np.uint8)
    canvas[there] = cv2.add(cv2.multiply(canvas[there], keep, scale=1 / 255), colour)


def darken(canvas: Image, shadow: Mask, x: int, y: int, strength: float = 1.0) -> None:
    """Take light away where `shadow` (uint8 `[h, w]`) says so, its upper left corner at x y."""
    there, here = overlap(canvas.shape[:2], shadow.shape, x, y)
    if there is None or here is None:
        return
    keep = cv2.convertScaleAbs(shadow[here], alpha=-strength, beta=255)
    canvas[there] = cv2.multiply(canvas[there], cv2.merge([keep, keep, keep]), scale=1 / 255)


Slices = tuple[slice, slice]


def overlap(
    below: tuple[int, ...], above: tuple[int, ...], x: int, y: int
) -> tuple[Slices, Slices] | tuple[None, None]:
    """Where two pictures of shapes `[h, w]` overlap, in each one's own pixels; None twice if nowhere."""
    left, top = max(0, x), max(0, y)
    right, bottom = min(below[1], x + above[1]), min(below[0], y + above[0])
    if right <= left or bottom <= top:
        return None, None
    return (slice(top, bottom), slice(left, right)), (slice(top - y, bottom - y), slice(left - x, right - x))
