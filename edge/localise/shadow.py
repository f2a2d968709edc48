"""Shadow: what differs from the expected picture, and whether it is a thing or only less light.

A shadow scales all channels alike, not to black, and leaves the texture as it was (Prati et al.,
"Detecting moving shadows: algorithms and evaluation", PAMI 2003; their deterministic non-model
class). What departs from that in colour, depth or texture is a thing.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.background import Picture

_WINDOW = (9, 9)
_LIGHTER = 1.12
_TINT = 0.07


@dataclass(frozen=True, slots=True)
class Change:
    """How a frame departs from the expected picture.

    Attributes:
        colour: bool `[h, w]`: another colour, lighter, or darker than a shadow makes it.
        texture: bool `[h, w]`: another texture than a change of light leaves.
        dim: bool `[h, w]`: any difference, shadows included.
    """

    colour: NDArray[np.bool_]
    texture: NDArray[np.bool_]
    dim: NDArray[np.bool_]


def compare(seen: Picture, expected: Picture, threshold: float, shadow_depth: float) -> Change:
    """Tell things from light.

    Args:
        seen: the normalised frame.
        expected: the picture it is compared with.
        threshold: least difference, grey levels.
        shadow_depth: darkest shadow, as a fraction of the full light.
    """
    difference = cv2.absdiff(seen, expected)
    blue, green, red = cv2.split(difference)
    dim = cv2.max(cv2.max(blue, green), red) > threshold
    grey, wanted = _grey(seen), _grey(expected)
    ratio = grey / cv2.max(wanted, 1.0)
    colour = dim & ((ratio < shadow_depth) | (ratio > _LIGHTER) | _tinted(seen, expected, ratio, threshold))
    texture = dim & _restructured(grey, wanted, threshold)
    return Change(colour, texture, dim)


def _grey(picture: Picture) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.float32)


def _tinted(
    seen: Picture, expected: Picture, ratio: NDArray[np.float32], threshold: float
) -> NDArray[np.bool_]:
    """Where no channel-wise scaling of the expected colour gives the seen one."""
    scaled = expected * ratio[..., None]
    blue, green, red = cv2.split(cv2.absdiff(seen, scaled))
    tint = cv2.max(cv2.max(blue, green), red)
    return np.asarray(tint > 0.6 * threshold + _TINT * scaled[..., 1], np.bool_)


def _restructured(
    grey: NDArray[np.float32], wanted: NDArray[np.float32], threshold: float
) -> NDArray[np.bool_]:
    """Where the expected picture in the local light does not give the seen texture."""
    light = cv2.blur(grey, _WINDOW) / cv2.max(cv2.blur(wanted, _WINDOW), 1.0)
    return np.asarray(cv2.absdiff(grey, wanted * light) > 0.7 * threshold, np.bool_)
