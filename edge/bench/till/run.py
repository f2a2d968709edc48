"""Run: one part after the other, and the report as far as it goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from importlib.metadata import version
from typing import Any

from edge.bench.device.watch import watching
from edge.bench.till.amiss import Warned, of_device, of_load, of_provider, of_sources
from edge.bench.till.asked import Asked
from edge.bench.till.floor import bare_words, search_words
from edge.bench.till.parts import PART
from edge.bench.till.results import Report
from edge.bench.till.scene import Tell
from edge.bench.till.stand import Stand, opened


class Bench:
    """One run. `report` is what was measured so far, whatever ends it; none before the model was loaded.

    Args:
        asked: what to measure.
        tell: progress.
        kept: called with the report after each part, and at the end.
    """

    def __init__(self, asked: Asked, tell: Tell, kept: Callable[[Report], None]) -> None:
        self.asked = asked
        self.report: Report | None = None
        self.warned: list[Warned] = []
        self._tell, self._kept = tell, kept
        self._found: dict[str, Any] = {}
        self._done: list[str] = []

    @property
    def failed(self) -> bool:
        """Whether the run is not what was asked for."""
        return any(one.fails for one in self.warned)

    def run(self) -> None:
        """Measure all parts.

        Raises:
            InputError, GalleryError, DeviceError: what was asked for is not there, or a part broke; what was
                measured before it is in `report`, and was kept.
        """
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        self._warn([*of_load(load), *of_sources(self.asked)])
        with opened(self.asked, self._tell) as stand, watching(light=True) as machine:
            self._begin(stand, load)
            before = stand.embedder.provider
            try:
                for part in self.asked.parts:
                    PART[part](stand, self._keep, self._warn)
                    self._done.append(part)
                    self._kept(self._whole())
            finally:
                self._warn(of_device(machine.warnings()))
                self._warn(of_provider(self.asked.backend, stand.embedder.provider, before))
                self._warn(self._unmeasured())
                self._kept(self._whole())

    def _begin(self, stand: Stand, load: float) -> None:
        self._found = {
            "made": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "version": version("checkout-edge"),
            "machine": stand.machine(load),
            "settings": self.asked.settings,
            "bare_inference": bare_words(stand.embedder),
            "bare_search": search_words(stand.recogniser.index),
            "video": stand.film,
        }

    def _keep(self, **found: Any) -> None:
        self._found.update(found)

    def _warn(self, warned: Iterable[Warned]) -> None:
        self.warned = list(dict.fromkeys([*self.warned, *warned]))  # each once, in order

    def _unmeasured(self) -> list[Warned]:
        missing = [part for part in self.asked.parts if part not in self._done]
        if not missing:
            return []
        return [Warned(f"the run ended early; not or only partly measured: {', '.join(missing)}", fails=True)]

    def _whole(self) -> Report:
        self.report = Report(**self._found, warnings=tuple(one.words for one in self.warned))
        return self.report
