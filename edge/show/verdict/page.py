"""Page of verdicts: one HTML file that shows the pictures of bad products side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from edge.enroll.judged import Judged
from edge.enroll.prospect import Prospect
from edge.enroll.shot import Shot
from edge.show.template import template
from edge.show.verdict.remarks import Remark, remarks
from edge.show.verdict.situation import Situation
from edge.show.verdict.table import worst_first
from gallery.errors import InputError
from gallery.verdict import Word

MOST_PICTURED = 200
"""Bad products that are shown with pictures; the page says how many more there are."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two views side by side: a product's and the one it is confused with."""

    mine: Shot
    other: Shot
    other_sku: str
    distance: float


@dataclass(frozen=True, slots=True)
class Section:
    """One product on the page: the verdict, its views, and each remark with its pairs of pictures."""

    one: Judged
    shots: tuple[Shot, ...]
    said: tuple[tuple[Remark, tuple[Pair, ...]], ...]


def write_page(
    path: Path,
    verdicts: Sequence[Judged],
    prospect: Prospect,
    facts: Mapping[str, str] | None = None,
    situation: Situation | None = None,
) -> None:
    """Write the page.

    Args:
        path: the HTML file.
        verdicts: on the products.
        prospect: the gallery as it would be, or is, for the pictures; its gallery still open.
        facts: what was judged with what.
        situation: what became of the views; by default they are in the gallery that commands take.

    Raises:
        InputError: the file cannot be written.
        GalleryError: the gallery cannot be read.
    """
    bad = worst_first(verdicts)
    page = template("verdict.html.j2").render(
        facts={**(facts or {}), "thresholds": prospect.stock.thresholds.origin},
        sections=[_section(one, prospect, situation or Situation()) for one in bad[:MOST_PICTURED]],
        more=max(0, len(bad) - MOST_PICTURED),
        verdicts=verdicts,
        counts=[(word, count) for word in Word if (count := Counter(one.word for one in verdicts)[word])],
    )
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(f"report {path}: {error.strerror}", "give another place to write to") from None


def _section(one: Judged, prospect: Prospect, situation: Situation) -> Section:
    def pair(mine: int, other: int, distance: float) -> Pair:
        return Pair(prospect.shot(mine), prospect.shot(other), prospect.stock.skus[other], distance)

    found = remarks(one, situation)
    said = tuple((remark, tuple(pair(*rows) for rows in remark.pairs)) for remark in found)
    return Section(one, tuple(prospect.shot(row) for row in one.verdict.rows), said)
