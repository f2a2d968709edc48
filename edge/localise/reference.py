"""Reference: a picture to compare with, and what the comparison needs of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.seen import Picture, split_into

Flags = NDArray[np.bool_]
Grey = NDArray[np.float32]

WINDOW = (9, 9)
_SLACK = 0.5  # allowance for a shift of part of a pixel, as a part of the local contrast
_MAX_SLACK = 25.0
_KERNEL = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture to compare with; it is written into the same memory again when it changes.

    Attributes:
        picture: float32 `[h, w, 3]`, BGR.
        planes: float32 `[3, h, w]`, the same by channels.
        grey: float32 `[h, w]`.
        grey_1: grey and one more: what is divided by.
        blurred_1: float32 `[h, w]`, the mean of grey around each pixel, and one more.
        slack: float32 `[h, w]`, grey levels an edge may differ by when the camera shakes a little.
    """

    picture: Picture
    planes: Picture
    grey: Grey
    grey_1: Grey
    blurred_1: Grey
    slack: Grey

    @classmethod
    def blank(cls, height: int, width: int) -> Reference:
        """Memory for a picture of that size."""
        size = (height, width)
        picture, planes = np.empty((*size, 3), np.float32), np.empty((3, *size), np.float32)
        return cls(picture, planes, *np.empty((4, *size), np.float32))

    @classmethod
    def of(cls, picture: Picture) -> Reference:
        """Prepare a picture that there is."""
        made = cls.blank(*picture.shape[:2])
        np.copyto(made.picture, picture)
        made.prepare()
        return made

    def prepare(self) -> None:
        """Bring everything up to `picture`."""
        split_into(self.picture, self.planes)
        cv2.cvtColor(self.picture, cv2.COLOR_BGR2GRAY, dst=self.grey)
        np.add(self.grey, 1, out=self.grey_1)
        cv2.blur(self.grey, WINDOW, dst=self.blurred_1)
        np.add(self.blurred_1, 1, out=self.blurred_1)
        cv2.morphologyEx(self.grey, cv2.MORPH_GRADIENT, _KERNEL, dst=self.slack)
        np.multiply(self.slack, _SLACK, out=self.slack)
        np.minimum(self.slack, _MAX_SLACK, out=self.slack)
