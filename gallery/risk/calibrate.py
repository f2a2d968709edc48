"""Calibrate: from trials to thresholds whose risk was shown, or the reason why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timezone

from gallery.risk.bound import upper_bound
from gallery.risk.calibration import Calibration, Rate
from gallery.risk.choose import Choice, Walks
from gallery.risk.curve import curve
from gallery.risk.evidence import Evidence
from gallery.risk.money import Tariff
from gallery.risk.refusal import refusal
from gallery.risk.targets import Targets
from gallery.risk.trials import Trials
from gallery.store.contents import Contents
from gallery.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Basis:
    """What was measured: the gallery's model, state and version."""

    model: str
    state: str
    version: int

    @classmethod
    def of(cls, contents: Contents) -> Basis:
        """What was read of a gallery."""
        return cls(contents.model, contents.state, contents.version)


def calibrate(
    evidence: Evidence,
    targets: Targets,
    basis: Basis,
    *,
    tariff: Tariff | None = None,
    otsu: Thresholds | None = None,
    anyway: bool = False,
    reason: str = "",
) -> Calibration:
    """The thresholds that accept most known items rightly and are shown to keep the targets.

    Args:
        evidence: trials of the gallery, see `gallery.risk.evidence.evidence`.
        targets: what must be kept.
        basis: what the trials are of.
        tariff: to put sums of money on the curve.
        otsu: take this distance and margin, the paper's way, and say what was shown of them.
        anyway: where the targets cannot be shown, take the setting whose measured rates keep them.
        reason: stored with it.

    Raises:
        GateError: the targets cannot be shown; with `anyway`, no setting's measured rates keep them.
    """
    if otsu is not None:
        targets = replace(targets, margin=otsu.margin)
    walks = Walks.through(evidence, targets)
    choice = walks.at(otsu.distance) if otsu is not None else walks.shown()
    if choice is None and anyway:
        choice = walks.measured()
    if choice is None:
        raise refusal(evidence, walks, anyway)
    distance = choice.distance if otsu is None else otsu.distance
    return Calibration(
        made=datetime.now(timezone.utc).replace(microsecond=0),
        model=basis.model,
        state=basis.state,
        version=basis.version,
        method="bound" if otsu is None else "otsu",
        confidence=targets.confidence,
        distance=distance,
        margin=choice.outcomes.margin,
        per_product=_per_product(distance, evidence),
        far=_far(evidence, targets, choice),
        wrong=_wrong(evidence, targets, choice),
        given=evidence.given,
        curve=curve(evidence, targets, walks, choice, tariff),
        money=tariff.money if tariff else None,
        reason=reason,
    )


def _per_product(distance: float, evidence: Evidence) -> dict[str, float]:
    rule = Thresholds(distance).with_offsets(evidence.stock.offset)
    return {sku: rule.of(sku) for sku in rule.per_product}


def _far(evidence: Evidence, targets: Targets, choice: Choice) -> Rate:
    return _rate(
        evidence.unknown, choice.outcomes.far[choice.at], targets.far, choice.far_shown, targets.doubt
    )


def _wrong(evidence: Evidence, targets: Targets, choice: Choice) -> Rate:
    measured = choice.outcomes.wrong[choice.at]
    return _rate(evidence.known, measured, targets.wrong, choice.wrong_shown, targets.doubt)


def _rate(trials: Trials, measured: float, target: float, shown: bool, doubt: float) -> Rate:
    """What was measured in some trials, and the bound: the target where it was shown, else its own."""
    things = len(trials.things)
    return Rate(
        target=target,
        measured=min(float(measured), 1.0),
        bound=target if shown else upper_bound(float(measured), things, doubt),
        shown=shown,
        things=things,
        trials=len(trials),
    )
