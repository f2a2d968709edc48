"""Hints: which kind of views a product lacks, and what says so.

Of 36 products drawn in 7 ways, with known sides and lights (`scripts/enrolment/hints.py`), what is said of
another side is right in 91 %, of above in 87 %, of light in 94 %. Photographed from the front alone 94 % are
told to add another side and 78 % to add views from above; from front and back 86 % the latter, and 14 % the
former, wrongly; of those from all sides none is told either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from edge.enroll.shot import Shot
from gallery.verdict import ProductVerdict, Word
from gallery.verdict.product_verdict import FEWEST_VIEWS

SAME_OUTLINE = 0.25
"""By how much, as a logarithm, the widest outline's width by height must exceed the narrowest's, or all views
are from one direction."""

ROUND = 0.12
"""A thing whose width by height is no farther than this from 1, as a logarithm, in all views: nothing can be
told of where it is seen from."""

SAME_LIGHT, SAME_COLOUR = 0.4, 0.2
"""Views most like each other differ by less than this in the logarithm of their brightness, and of their blue
by red, where all photos share one light."""

_FRONT, _BACK, _TOP = {"front"}, {"back", "rear", "reverse"}, {"top", "above", "lid"}
_OTHER_SIDES = {"side", "left", "right", "bottom", "base"}


class Kind(str, Enum):
    """What may be missing."""

    SIDE = "another side, such as the back"
    TOP = "views from above"
    LIGHT = "other light"


@dataclass(frozen=True, slots=True)
class Hint:
    """A kind of view that is missing, and what says so, in words."""

    kind: Kind
    why: str


def hints(verdict: ProductVerdict, shots: Sequence[Shot]) -> tuple[Hint, ...]:
    """What one product's views lack, the most important first; other light only beside something else.

    Args:
        verdict: on it.
        shots: its views, in the order of `verdict.rows`.
    """
    names = {word for shot in shots for word in re.findall("[a-z]+", shot.source.lower())}
    again = {row for group in verdict.copies for row in group[1:]}
    distinct = [shot for row, shot in zip(verdict.rows, shots, strict=True) if row not in again]
    found = [hint for hint in (_side(verdict, names), _top(distinct, names)) if hint is not None]
    lacking = found or verdict.word is Word.MORE_VIEWS
    light = _light(distinct) if lacking else None
    return (*found, *([] if light is None else [light]))


def _side(verdict: ProductVerdict, names: set[str]) -> Hint | None:
    if verdict.distinct < 2:
        return Hint(Kind.SIDE, "there is one view only")
    told = [bool(names & words) for words in (_FRONT, _BACK, _OTHER_SIDES)]
    if not verdict.one_sided or sum(told) > 1:
        return None
    return Hint(
        Kind.SIDE, f"all its views show much the same, no two are farther apart than {verdict.reach:.2f}"
    )


def _top(shots: Sequence[Shot], names: set[str]) -> Hint | None:
    shapes = [shape for shot in shots if (shape := _shape(shot)) is not None]
    if names & _TOP or len(shapes) < max(FEWEST_VIEWS, len(shots)):
        return None
    widest, narrowest = max(shapes), min(shapes)
    if widest - narrowest >= SAME_OUTLINE or max(abs(widest), abs(narrowest)) < ROUND:
        return None
    return Hint(
        Kind.TOP,
        f"its outline is {np.exp(narrowest):.2f} to {np.exp(widest):.2f} times as wide as high in all views: "
        "they are from one direction",
    )


def _shape(shot: Shot) -> float | None:
    """Logarithm of the item's width by height, where its outline is known."""
    outline = shot.outline
    return None if outline is None else float(np.log(outline[0] / outline[1]))


def _light(shots: Sequence[Shot]) -> Hint | None:
    lights = [light for shot in shots if (light := _colour(shot)) is not None]
    if len(lights) < max(2, len(shots)):
        return None
    vectors = np.array([shot.view.vector for shot in shots])
    apart = [0.0, 0.0]
    for row, nearest in enumerate(_nearest(vectors)):
        off = lights[row] - lights[nearest]
        apart = [max(apart[0], abs(float(off.mean()))), max(apart[1], abs(float(off[0] - off[2])))]
    if apart[0] >= SAME_LIGHT or apart[1] >= SAME_COLOUR:
        return None
    return Hint(
        Kind.LIGHT,
        f"views that show the same differ by {np.expm1(apart[0]):.0%} in brightness and "
        f"{np.expm1(apart[1]):.0%} in colour at most: all photos share one light",
    )


def _colour(shot: Shot) -> NDArray[np.float64] | None:
    """Logarithm of the item's mean blue, green and red: float64 `[3]`."""
    pixels = shot.pixels
    return np.log(pixels.mean(axis=0) + 1) if len(pixels) else None


def _nearest(vectors: NDArray[np.float32]) -> list[int]:
    cosine = vectors @ vectors.T
    np.fill_diagonal(cosine, -np.inf)
    return [int(row) for row in cosine.argmax(axis=1)]
