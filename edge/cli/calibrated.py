"""Calibrated: whether what was shown of the thresholds still holds, for whoever runs the till."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from edge.cli.gallery.tell import counted
from edge.pipeline import Moment
from edge.play import Watcher
from gallery import Gallery, Recogniser
from gallery.errors import CheckoutError
from gallery.risk.calibration import Calibration
from gallery.store.difference import Difference

_REMEDY = "run `checkout-edge calibrate`"


def calibrated(gallery: Gallery) -> str:
    """When the gallery was calibrated and what was shown, or that it was not, or is stale; in one line."""
    with gallery.moment():
        calibration = gallery.calibration()
        if calibration is None:
            return f"not calibrated: how often an unknown item is accepted was not measured; {_REMEDY}"
        if calibration.is_fresh(gallery.state, gallery.model):
            return calibration.words
        changed = _changed(gallery, calibration)
    if changed == 0:
        return f"{calibration.words}; names or prices changed since"
    what = "the gallery" if changed is None else counted(changed, "product")
    return f"stale: {what} changed since; {_REMEDY} ({calibration.words})"


def _changed(gallery: Gallery, calibration: Calibration) -> int | None:
    """Products that look otherwise since then; None where that version is no longer known."""
    try:
        difference = gallery.diff(calibration.version, gallery.version)
    except CheckoutError:
        return None
    return len(_looks_changed(difference))


def _looks_changed(one: Difference) -> set[str]:
    """Products whose views, negative views or look-alikes differ."""
    grouped = {sku for before, after in one.groups.values() for sku in set(before) ^ set(after)}
    photos = (one.views_added, one.views_removed, one.views_changed)
    against = (one.negatives_added, one.negatives_removed, one.negatives_changed)
    return grouped.union(*photos, *against)


class Staleness(Watcher):
    """Says, once for each calibration, that the gallery has changed since; and when another decides, or none.

    Args:
        recogniser: of the till.
        console: where to say it.
    """

    def __init__(self, recogniser: Recogniser, console: Console) -> None:
        self._recogniser = recogniser
        self._console = console
        self._calibration = recogniser.calibration
        self._told = recogniser.is_stale

    def see(self, moment: Moment) -> bool:
        """Compare what answers now with what did."""
        now = self._recogniser.calibration
        if now is not self._calibration and now != self._calibration:
            self._told = False
            if now is not None and not self._recogniser.is_stale:
                self._say(f"calibrated anew: {now.words}")
            if now is None:
                self._say("taken back: the gallery's own thresholds decide")
        self._calibration = now
        if self._recogniser.is_stale and not self._told:
            self._told = True
            self._say(f"stale: the gallery changed since it was calibrated; {_REMEDY}")
        return True

    def _say(self, words: str) -> None:
        self._console.print(f"[yellow]calibration[/yellow]  {escape(words)}", soft_wrap=True)
