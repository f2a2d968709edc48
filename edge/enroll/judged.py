"""Judged: the verdict on one product, of vectors and pictures together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.enroll.hints import Hint, Kind, hints
from edge.enroll.shot import Shot
from edge.photo.quality import Fault
from gallery.product import Product
from gallery.verdict import ProductVerdict, Word
from gallery.verdict.product_verdict import FEWEST_VIEWS

POOR_SHARE = 0.5
"""Part of a product's photos that must be faulty to call them poor; fewer are named beside the verdict."""

UNLIKE = 1.8
"""Part of the model card's distance threshold; where no two views are nearer, a product's views look nothing
alike. See `scripts/enrolment/unlike.py`."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One product, judged.

    Attributes:
        product: what is known of it.
        verdict: what its vectors say.
        sources: the photo of each view, in the order of `verdict.rows`.
        hashes: the SHA-256 of each of these, 64 hexadecimal digits.
        fresh: which of these are to be enrolled now.
        till: how many come from a till.
        faults: what is wrong with each of these photos.
        hints: which kinds of views are missing.
        unlike: whether no two of its views look alike, as if they were several products.
    """

    product: Product
    verdict: ProductVerdict
    sources: tuple[str, ...]
    hashes: tuple[str, ...]
    fresh: tuple[bool, ...]
    till: int
    faults: tuple[tuple[Fault, ...], ...]
    hints: tuple[Hint, ...]
    unlike: bool = False

    @classmethod
    def of(
        cls, product: Product, verdict: ProductVerdict, shots: Sequence[Shot], distance: float = 2.0
    ) -> Judged:
        """Judge the pictures, too.

        Args:
            product: what is known of it.
            verdict: on it.
            shots: its views, in the order of `verdict.rows`.
            distance: the model card's distance threshold, L2.
        """
        unlike = _nearest_two(verdict, shots) > UNLIKE * distance
        missing = hints(verdict, shots)
        return cls(
            product=product,
            verdict=verdict,
            sources=tuple(shot.source for shot in shots),
            hashes=tuple(shot.view.photo_hash for shot in shots),
            fresh=tuple(shot.new for shot in shots),
            till=sum(shot.view.origin == "till" for shot in shots),
            faults=tuple(shot.faults for shot in shots),
            hints=tuple(hint for hint in missing if not (unlike and hint.kind is Kind.LIGHT)),
            unlike=unlike,
        )

    @property
    def new(self) -> int:
        """How many of its views are to be enrolled now."""
        return sum(self.fresh)

    @property
    def sku(self) -> str:
        """The product's SKU."""
        return self.verdict.sku

    @property
    def word(self) -> Word:
        """The verdict, the worst that applies."""
        if self.verdict.word in (Word.WRONG_PHOTOS, Word.CONFUSED):
            return self.verdict.word
        if sum(map(bool, self.faults)) >= POOR_SHARE * len(self.faults):
            return Word.POOR_PHOTOS
        missing = any(hint.kind is not Kind.LIGHT for hint in self.hints)
        few = self.verdict.distinct < FEWEST_VIEWS
        return Word.MORE_VIEWS if few or self.verdict.lonely or missing else Word.GOOD

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return self.word is Word.GOOD


def _nearest_two(verdict: ProductVerdict, shots: Sequence[Shot]) -> float:
    """L2 distance of the two views most alike, copies left aside; 0 where there is one."""
    again = {row for group in verdict.copies for row in group[1:]}
    vectors = [shot.view.vector for row, shot in zip(verdict.rows, shots, strict=True) if row not in again]
    if len(vectors) < 2:
        return 0.0
    cosine = np.array(vectors) @ np.array(vectors).T
    np.fill_diagonal(cosine, -1.0)
    return float(np.sqrt(max(0.0, 2 - 2 * float(cosine.max()))))
