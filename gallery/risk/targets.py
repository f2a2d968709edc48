"""Targets: which rates must be kept, and how sure of it one must be."""

from __future__ import annotations

from dataclasses import dataclass

from gallery.thresholds import MARGIN

MARGINS = (MARGIN, 0.08)
"""Margins that are tried, ascending. On Grocery Store, Caltech-101 and packaged8, half of the classes
enrolled, the share accepted rightly at a false-accept rate of 1 to 5 % differs by less than 0.01 between
margins 0 and 0.03 and by at most 0.01 more at 0.08; 0.08 gives half as many known items the wrong SKU as
0.03."""

_DOUBT = (0.8, 0.2)
"""How the doubt about the wrong product is shared out between the margins, which are two attempts."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What a calibration is asked for.

    Attributes:
        far: at most this share of unknown items is accepted.
        wrong: at most this share of known items is accepted as another product.
        confidence: chance, for each of the two by itself, that it is kept.
        margin: the only margin to try, or None for `MARGINS`.

    Raises:
        ValueError: a number is not above 0 and below 1, or the margin not in [0, 2].
    """

    far: float = 0.01
    wrong: float = 0.01
    confidence: float = 0.95
    margin: float | None = None

    def __post_init__(self) -> None:
        for name, share in (("far", self.far), ("wrong", self.wrong), ("confidence", self.confidence)):
            if not 0 < share < 1:
                raise ValueError(f"{name} {share:g} must be above 0 and below 1")
        if self.margin is not None and not 0 <= self.margin <= 2:
            raise ValueError(f"margin {self.margin} must be in [0, 2]")

    @property
    def doubt(self) -> float:
        """1 less the confidence."""
        return 1 - self.confidence

    @property
    def attempts(self) -> tuple[tuple[float, float], ...]:
        """The margins to try, ascending, each with its part of the doubt about the wrong product."""
        if self.margin is not None:
            return ((self.margin, self.doubt),)
        return tuple((margin, self.doubt * part) for margin, part in zip(MARGINS, _DOUBT, strict=True))
