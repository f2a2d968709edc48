"""Judged: the verdict on one product, of vectors and pictures together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edge.enroll.hints import Hint, Kind, hints
from edge.enroll.shot import Shot
from edge.photo.quality import Fault
from gallery.product import Product
from gallery.verdict import ProductVerdict, Word
from gallery.verdict.product_verdict import FEWEST_VIEWS

POOR_SHARE = 0.5
"""Part of a product's photos that must be faulty to call them poor; fewer are named beside the verdict."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One product, judged.

    Attributes:
        product: what is known of it.
        verdict: what its vectors say.
        sources: the photo of each view, in the order of `verdict.rows`.
        new: how many of these are enrolled now.
        till: how many come from a till.
        faults: what is wrong with each of these photos.
        hints: which kinds of views are missing.
    """

    product: Product
    verdict: ProductVerdict
    sources: tuple[str, ...]
    new: int
    till: int
    faults: tuple[tuple[Fault, ...], ...]
    hints: tuple[Hint, ...]

    @classmethod
    def of(cls, product: Product, verdict: ProductVerdict, shots: Sequence[Shot]) -> Judged:
        """Judge the pictures, too.

        Args:
            product: what is known of it.
            verdict: on it.
            shots: its views, in the order of `verdict.rows`.
        """
        return cls(
            product=product,
            verdict=verdict,
            sources=tuple(shot.source for shot in shots),
            new=sum(shot.new for shot in shots),
            till=sum(shot.view.origin == "till" for shot in shots),
            faults=tuple(shot.faults for shot in shots),
            hints=hints(verdict, shots),
        )

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
