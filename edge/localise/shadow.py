"""Shadow: what differs from the expected picture, and whether it is a thing or only other light.

Light scales all channels alike, within limits, and leaves the texture as it was (Prati et al.,
"Detecting moving shadows: algorithms and evaluation", PAMI 2003; their deterministic non-model
class). What departs from that in colour, depth or texture is a thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.background import Picture

Flags = NDArray[np.bool_]
Grey = NDArray[np.float32]

_WINDOW = (9, 9)
_LIGHTER = 1.5  # lightest patch of light, as a multiple of the light without it
_DARK = 0.85  # a shadow that counts, as a fraction of the light without it
_TINT = 0.06  # tint that light of another colour may have, as a fraction of the brightness
_SLACK = 0.5  # allowance for a shift of part of a pixel, as a part of the local contrast
_MAX_SLACK = 25.0
_SURE = 1.6  # evidence beyond doubt, as a multiple of what is needed
_KERNEL = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture to compare with, and what the comparison needs of it.

    Attributes:
        picture: float32 `[h, w, 3]`, BGR.
        grey: float32 `[h, w]`.
        blurred: float32 `[h, w]`, the mean of grey around each pixel.
        slack: float32 `[h, w]`, grey levels an edge may differ by when the camera shakes a little.
    """

    picture: Picture
    grey: Grey
    blurred: Grey
    slack: Grey

    @classmethod
    def of(cls, picture: Picture) -> Reference:
        """Prepare a picture."""
        grey = _grey(picture)
        contrast = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, _KERNEL)
        slack = np.minimum(contrast * _SLACK, _MAX_SLACK)
        return cls(picture, grey, np.asarray(cv2.blur(grey, _WINDOW), np.float32), slack)


@dataclass(frozen=True, slots=True)
class Change:
    """How a frame departs from the expected picture.

    Attributes:
        thing: bool `[h, w]`: another colour or texture than a change of light leaves.
        sure: bool `[h, w]`: the same beyond doubt; a thing has some of it.
        dim: bool `[h, w]`: any difference, light and shadow included.
        dark: bool `[h, w]`: like a shadow.
    """

    thing: Flags
    sure: Flags
    dim: Flags
    dark: Flags


def compare(seen: Picture, expected: Reference, threshold: float, shadow_depth: float) -> Change:
    """Tell things from light.

    Args:
        seen: the normalised frame.
        expected: what it is compared with.
        threshold: least difference, grey levels.
        shadow_depth: darkest shadow, as a fraction of the full light.
    """
    limit = expected.slack + threshold
    dim = _largest(cv2.absdiff(seen, expected.picture)) > limit
    grey = _grey(seen)
    ratio = grey / (expected.grey + 1)
    beyond = (ratio < shadow_depth) | (ratio > _LIGHTER)
    tint = _tint(seen, expected, ratio) / (0.7 * limit + _TINT * grey)
    local = cv2.blur(grey, _WINDOW) / (expected.blurred + 1)
    texture = cv2.absdiff(grey, expected.grey * local) / (0.8 * limit)
    evidence = cv2.max(np.asarray(tint, np.float32), np.asarray(texture, np.float32))
    evidence[beyond] = _SURE + 1
    evidence[~dim] = 0
    dark = dim & ~beyond & (tint <= 1) & (ratio < _DARK)
    return Change(evidence > 1, evidence > _SURE, dim, dark)


def _tint(seen: Picture, expected: Reference, ratio: Grey) -> Grey:
    """How far the seen colour is from any brightness of the expected one, grey levels."""
    scaled = cv2.multiply(expected.picture, cv2.merge([ratio, ratio, ratio]))
    return _largest(cv2.absdiff(seen, scaled))


def _largest(picture: NDArray[Any]) -> Grey:
    blue, green, red = cv2.split(picture)
    return np.asarray(cv2.max(cv2.max(blue, green), red), np.float32)


def _grey(picture: Picture) -> Grey:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.float32)
