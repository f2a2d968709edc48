"""Shadow: what differs from the expected picture, and whether it is a thing or only other light.

Light scales all channels alike, within limits, and leaves the texture as it was (Prati et al.,
"Detecting moving shadows: algorithms and evaluation", PAMI 2003; their deterministic non-model
class). What departs from that in colour, depth or texture is a thing.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from edge.localise.reference import WINDOW, Flags, Grey, Reference
from edge.localise.seen import Picture, Seen

_LIGHTER = 1.5  # lightest patch of light, as a multiple of the light without it
_DARK = 0.85  # a shadow that counts, as a fraction of the light without it
_TINT = 0.06  # tint that light of another colour may have, as a fraction of the brightness
_SURE = 1.6  # evidence beyond doubt, as a multiple of what is needed
_REACH = WINDOW[0] // 2


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


class Comparer:
    """Compares pictures of one size, with memory that is used again and again.

    Args:
        height: of the pictures, pixels.
        width: of the pictures, pixels.
        shadow_depth: darkest shadow, as a fraction of the full light.
    """

    def __init__(self, height: int, width: int, shadow_depth: float) -> None:
        self._depth = shadow_depth
        size = (height, width)
        self._change = Change(*(np.empty(size, np.bool_) for _ in range(4)))
        self._beyond, self._flags = np.empty((2, *size), np.bool_)
        self._difference, self._limit, self._grey, self._local = np.empty((4, *size), np.float32)
        self._ratio, self._tint, self._spare = np.empty((3, *size), np.float32)

    def compare(self, seen: Seen, expected: Reference, threshold: float) -> Change:
        """Tell things from light. What it gives holds until the next call.

        Args:
            seen: the normalised frame.
            expected: what it is compared with.
            threshold: least difference, grey levels.
        """
        change = self._change
        np.add(expected.slack, threshold, out=self._limit)
        _largest(seen.planes, expected.planes, self._difference, self._spare)
        np.greater(self._difference, self._limit, out=change.dim)
        for flags in (change.thing, change.sure, change.dark):
            flags.fill(False)
        _, top, _, height = cv2.boundingRect(change.dim.view(np.uint8))
        if height:  # only in rows with any difference must it be told what it is
            self._look_around(seen, top, top + height)
            self._judge(seen, expected, slice(top, top + height))
        return change

    def _look_around(self, seen: Seen, top: int, low: int) -> None:
        """Grey and its local mean in whole rows: OpenCV may round the end of a row on another path."""
        above, below = max(0, top - _REACH), min(len(self._grey), low + _REACH)
        grey = self._grey[above:below]
        cv2.cvtColor(seen.picture[above:below], cv2.COLOR_BGR2GRAY, dst=grey)
        cv2.blur(grey, WINDOW, dst=self._spare[: below - above])
        np.copyto(self._local[top:low], self._spare[top - above : low - above])

    def _judge(self, seen: Seen, expected: Reference, at: slice) -> None:
        limit, spare, grey, local = (one[at] for one in (self._limit, self._spare, self._grey, self._local))
        ratio, tint = self._ratio[at], self._tint[at]
        beyond, flags = self._beyond[at], self._flags[at]
        change = self._change
        thing, sure, dim, dark = (one[at] for one in (change.thing, change.sure, change.dim, change.dark))
        np.divide(grey, expected.grey_1[at], out=ratio)
        np.less(ratio, self._depth, out=beyond)
        np.logical_or(beyond, np.greater(ratio, _LIGHTER, out=flags), out=beyond)
        self._departure(seen, expected, at, ratio, tint)
        np.multiply(limit, 0.7, out=spare)
        np.add(spare, np.multiply(grey, _TINT, out=self._difference[at]), out=spare)
        np.divide(tint, spare, out=tint)
        np.less_equal(tint, 1, out=dark)
        np.divide(local, expected.blurred_1[at], out=local)
        np.multiply(expected.grey[at], local, out=local)
        texture = cv2.absdiff(grey, local, dst=local)
        np.divide(texture, np.multiply(limit, 0.8, out=limit), out=texture)
        evidence = np.maximum(tint, texture, out=tint)
        np.copyto(evidence, _SURE + 1, where=beyond)
        np.logical_and(np.greater(evidence, 1, out=thing), dim, out=thing)
        np.logical_and(np.greater(evidence, _SURE, out=sure), dim, out=sure)
        np.logical_and(dark, dim, out=dark)
        np.logical_and(dark, np.logical_not(beyond, out=beyond), out=dark)
        np.logical_and(dark, np.less(ratio, _DARK, out=flags), out=dark)

    def _departure(self, seen: Seen, expected: Reference, at: slice, ratio: Grey, tint: Grey) -> None:
        """How far the seen colour is from any brightness of the expected one, grey levels."""
        spare = self._spare[at]
        for channel, (plane, wanted) in enumerate(zip(seen.planes, expected.planes, strict=True)):
            into = spare if channel else tint
            np.multiply(wanted[at], ratio, out=into)
            cv2.absdiff(plane[at], into, dst=into)
            if channel:
                np.maximum(tint, spare, out=tint)


def compare(seen: Picture, expected: Picture, threshold: float, shadow_depth: float) -> Change:
    """Tell things from light in a part of a frame; see `Comparer`."""
    comparer = Comparer(seen.shape[0], seen.shape[1], shadow_depth)
    return comparer.compare(Seen.of(seen), Reference.of(expected), threshold)


def _largest(one: Picture, other: Picture, out: Grey, spare: Grey) -> None:
    """The greatest difference of the channels of two pictures, each float32 `[3, h, w]`."""
    cv2.absdiff(one[0], other[0], dst=out)
    for channel in (1, 2):
        np.maximum(out, cv2.absdiff(one[channel], other[channel], dst=spare), out=out)
