"""Forecast: what the till would do with a product, predicted by leaving each of its views out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gallery.verdict.left_out import LeftOut


@dataclass(frozen=True, slots=True)
class Forecast:
    """Views of one product that were left out in turn, by what the till answered; copies count once.

    Measured by `scripts/enrolment/left_out.py`, predicted against realised share accepted and right, 7 photos
    a product: Grocery Store 0.88 and 0.86, Caltech-101 0.35 and 0.38, packaged8 0.89 and 0.88; with 3 photos
    0.70 and 0.81 on the first. What no photo shows it cannot predict: see `ProductVerdict.one_sided`.

    Attributes:
        right: accepted as this product.
        asked: a person was asked.
        wrong: accepted as another product.
        refused: called unknown.
    """

    right: int
    asked: int
    wrong: int
    refused: int

    @classmethod
    def of(cls, shown: Iterable[LeftOut]) -> Forecast:
        """Count the answers."""
        answers = list(shown)
        return cls(
            sum(answer.right for answer in answers),
            sum(answer.asked for answer in answers),
            sum(answer.wrong for answer in answers),
            sum(answer.refused for answer in answers),
        )

    @property
    def views(self) -> int:
        """Views that were left out."""
        return self.right + self.asked + self.wrong + self.refused

    @property
    def accuracy(self) -> float | None:
        """Predicted share that is accepted and right; None where there is no second view to tell by."""
        return self.right / self.views if self.views > 1 else None
