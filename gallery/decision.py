"""Decision: accept a product, ask a person, or say unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from gallery.classify import Candidate
from gallery.thresholds import Thresholds

OVERRULE = 2.0
"""Margins by which the nearest product must be nearer than the vote's first to be judged in its place.
With 7 photos enrolled and the older product-lite0-r2, vote and nearest disagree on 4.8 % of photos of
13 unseen classes of Grocery Store and on 6.1 % of packaged8; where they are 0.06 apart or more, the nearest
is right in 91 % and 100 % of these, the vote in 8 % and 0 %."""

_NO_GROUPS: Mapping[str, frozenset[str]] = {}

MOST_CANDIDATES = 5
"""Candidates a decision keeps, for the person who is asked."""


class Verdict(str, Enum):
    """What the till does: take the product, ask which one it is, or say that it knows none."""

    ACCEPT = "accept"
    ASK = "ask"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one query.

    Attributes:
        verdict: see `decide`.
        candidates: the best first, at most 5; empty where the gallery is.
        confidence: in the first candidate, 0 to 1; see `decide`.
    """

    verdict: Verdict
    candidates: tuple[Candidate, ...]
    confidence: float

    @property
    def sku(self) -> str | None:
        """The product, where the verdict is to accept it."""
        return self.candidates[0].sku if self.verdict is Verdict.ACCEPT else None


def decide(
    candidates: Sequence[Candidate],
    thresholds: Thresholds,
    groups: Mapping[str, frozenset[str]] = _NO_GROUPS,
) -> Decision:
    """Judge a query by its ranked candidates.

    The vote's first is judged, unless another product is nearer by more than `OVERRULE` margins: a
    look-alike with more views among the seven may outvote the product that lies there. This differs
    from the paper; see `OVERRULE`.

    Unknown: no candidate is within its distance, `thresholds.of(sku)`. Ask: the one judged is not,
    another product is nearer than it or not farther by more than `thresholds.margin`, or one of its
    look-alike group is within its distance too. Accept: otherwise.

    The confidence is the lesser of two parts, each 0.5 where the verdict turns: how close the first
    candidate is, `1 - distance / (2 * thresholds.of(sku))` (of a product whose own distance is 0, 0.5 for
    what is the very same and 0 for all else), and how clear of the nearest other
    product, `gap / (2 * thresholds.margin)`; a group that is asked about makes it 0.5 at most. It never
    rises with the distance and never falls with the gap; it is at least 0.5 if accepted and at most 0.5
    if not. It is no probability.

    Args:
        candidates: of one query, as `gallery.classify.rank` gives them.
        thresholds: of the gallery.
        groups: by SKU, the SKUs of its look-alike groups.
    """
    if not candidates:
        return Decision(Verdict.UNKNOWN, (), 0.0)
    candidates = _overruled(candidates, OVERRULE * thresholds.margin)
    best, others = candidates[0], candidates[1:]
    gap = min((other.distance for other in others), default=float("inf")) - best.distance
    near = [candidate for candidate in candidates if candidate.distance <= thresholds.of(candidate.sku)]
    confidence = _confidence(best, gap, thresholds)
    if not near:
        verdict = Verdict.UNKNOWN
    elif gap <= thresholds.margin or near[0] is not best:
        verdict = Verdict.ASK
    elif any(other.sku in groups.get(best.sku, ()) for other in near[1:]):
        verdict, confidence = Verdict.ASK, min(confidence, 0.5)
    else:
        verdict = Verdict.ACCEPT
    return Decision(verdict, tuple(candidates[:MOST_CANDIDATES]), confidence)


def _overruled(candidates: Sequence[Candidate], clear: float) -> Sequence[Candidate]:
    nearest = min(candidates, key=lambda candidate: candidate.distance)
    if candidates[0].distance - nearest.distance <= clear:
        return candidates
    return [nearest, *(candidate for candidate in candidates if candidate is not nearest)]


def _confidence(best: Candidate, gap: float, thresholds: Thresholds) -> float:
    within = thresholds.of(best.sku)
    close = 1 - best.distance / (2 * within) if within > 0 else 0.5 * (best.distance <= 0)
    clear = gap / (2 * thresholds.margin) if thresholds.margin else float(gap > 0)
    return float(min(max(min(close, clear), 0.0), 1.0))
