"""Report: one HTML file that shows a run to a person. It needs nothing beside it but the video."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.basket import Basket
from edge.basket.event import Event
from edge.basket.money import money
from edge.latency import Latency
from edge.pipeline import Moment
from edge.play import Watcher
from edge.show.annotate import annotate
from edge.show.template import template
from gallery.errors import InputError

WIDTH = 720
"""Width of a frame's picture in the report, pixels."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A frame worth showing: its events, and the annotated frame as JPEG."""

    events: tuple[Event, ...]
    picture: bytes


class Report(Watcher):
    """Collects the frames at which something changed; `write` makes the page.

    Args:
        title: heading of the page.
        facts: what was run on what: model, provider, gallery, source.
        video: path of the annotated video, relative to the page, or None.
    """

    def __init__(self, title: str, facts: Mapping[str, str], video: str | None = None) -> None:
        self.title = title
        self.facts = dict(facts)
        self.video = video
        self.scenes: list[Scene] = []
        self._last: Moment | None = None

    def see(self, moment: Moment) -> bool:
        """Keep the frame if something happened in it."""
        self._last = moment
        if moment.events:
            self.scenes.append(Scene(moment.events, jpeg(annotate(moment), WIDTH)))
        return True

    def write(
        self,
        path: Path,
        basket: Basket,
        latency: Latency,
        truth: Mapping[str, int] | None = None,
        true_unknown: int = 0,
        products: Mapping[str, Sequence[bytes]] | None = None,
    ) -> None:
        """Write the page.

        Args:
            path: the HTML file.
            basket, latency: the outcome.
            truth, true_unknown: pieces by SKU and unknown items that were really there, if known.
            products: pictures (JPEG) of the enrolled views by SKU, if they are to be shown.

        Raises:
            InputError: the file cannot be written.
        """
        end = jpeg(annotate(self._last), WIDTH) if self._last else b""
        page = template("report.html.j2", money=money).render(
            report=self, end=end, basket=basket, truth=truth, true_unknown=true_unknown,
            products=products or {}, latency=latency.summary(), bars=histogram(latency.samples),
        )  # fmt: skip
        try:
            path.write_text(page, encoding="utf-8")
        except OSError as error:
            raise InputError(f"report {path}: {error.strerror}", "give another place to write to") from None


def jpeg(image: NDArray[np.uint8], width: int, quality: int = 82) -> bytes:
    """A picture as JPEG, at most `width` pixels wide."""
    if image.shape[1] > width:
        height = round(image.shape[0] * width / image.shape[1])
        image = np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def histogram(samples: Sequence[float], bins: int = 40) -> list[tuple[float, float, float]]:
    """Bars of a histogram up to the 99.5th percentile: start, end (ms) and height 0 to 1."""
    if not samples:
        return []
    counts, edges = np.histogram(samples, bins, (0.0, float(np.percentile(samples, 99.5)) or 1.0))
    tall = max(1, int(counts.max()))
    return [(float(edges[i]), float(edges[i + 1]), float(counts[i]) / tall) for i in range(bins)]
