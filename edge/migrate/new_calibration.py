"""Calibrated: thresholds for the new vectors, before they take the old ones' place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from edge.card import ModelCard
from edge.migrate.embedded import Embedded
from gallery.errors import GateError, InputError
from gallery.negatives import Negatives
from gallery.risk.calibrate import Basis, calibrate
from gallery.risk.calibration import Calibration
from gallery.risk.evidence import evidence
from gallery.risk.stock import Stock
from gallery.risk.targets import Targets
from gallery.store import Gallery
from gallery.thresholds import from_gallery

Progress = Callable[[int, int], None]
"""Told how many views were tried, of how many."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the new calibration must show.

    Attributes:
        targets: the rates that must be kept.
        otsu: take the paper's cut and say what was shown of it.
        anyway: keep the measured setting where the targets cannot be shown.
    """

    targets: Targets
    otsu: bool = False
    anyway: bool = False


def wish(old: Calibration | None, far: float | None) -> Wish | None:
    """What to ask of the new vectors: `far` where it is given, else what the old calibration kept.

    Args:
        old: the gallery's calibration, or None.
        far: share of unknown items accepted at most, and of known items given a wrong SKU.

    Returns:
        None where nothing is asked: the old model is not calibrated either.

    Raises:
        InputError: `far` is no share.
    """
    if far is not None:
        try:
            return Wish(Targets(far, far))
        except ValueError as error:
            raise InputError(str(error), "give a share such as 0.01") from None
    if old is None:
        return None
    targets = Targets(old.far.target, old.wrong.target, old.confidence)
    return Wish(targets, old.method == "otsu", not old.shown)


def calibrated(
    gallery: Gallery, new: Embedded, card: ModelCard, asked: Wish, progress: Progress | None = None
) -> Calibration:
    """Calibrate the new vectors; the state it holds for is set at the switch.

    Args:
        gallery: it is only read.
        new: all live views in the new space.
        card: of the new model.
        asked: what must be shown.
        progress: told of the views tried.

    Raises:
        GateError: it cannot be shown; nothing should be switched then.
    """
    vectors, skus = new.of_products()
    rejected = tuple(sku for sku, positive in zip(new.skus, new.positive, strict=True) if not positive)
    contents = replace(
        gallery.contents(vectors=False),
        model=card.space,
        vectors=vectors,
        view_ids=new.view_ids[new.positive],
        skus=skus,
        negatives=Negatives(new.vectors[~new.positive], rejected),
    )
    otsu = from_gallery(vectors, skus, card.distance_threshold) if asked.otsu else None
    found = evidence(Stock.of(contents), progress=progress)
    try:
        return calibrate(found, asked.targets, Basis.of(contents), otsu=otsu, anyway=asked.anyway)
    except GateError as error:
        raise GateError(
            f"{card.name} is not calibrated, nothing was changed: {error.problem}",
            "give a --target-far that can be shown, or --no-calibrate and calibrate after the switch",
        ) from None
