"""What `run` does once its model is loaded: a till over a source, and those who look on."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from edge.basket.ledger import Ledger
from edge.certificate.state import certificate_state
from edge.cli.calibrated import Staleness, calibrated
from edge.cli.progress import ProgressLine
from edge.cli.receipt import receipt, timing
from edge.embed.embedder import Embedder
from edge.localise import Localiser, create
from edge.localise.whole import WholeLocaliser
from edge.pipeline import Till
from edge.play import Watcher, play
from edge.settings import TillSettings
from edge.source import FrameSource, Kind, SourceOptions, open_source
from gallery import Gallery, Recogniser
from gallery.errors import InputError

if TYPE_CHECKING:
    from edge.show.report import Report


@dataclass(frozen=True, slots=True)
class Asked:
    """What is watched, by which gallery, and where it is shown; see the options of `run`.

    Attributes:
        source: a camera, a file, a folder, a stream or a pipeline.
        width, height: asked of a camera, pixels.
        fps: asked of a camera; of pictures their rate, Hz.
        max_frames: stop after so many.
        gallery: the file.
        localiser: its name.
        empty: a photo of the empty tray.
        looks: sharp looks before a product is accepted.
        window: whether to show one.
        video, events, report: files to write.
    """

    source: str
    width: int | None
    height: int | None
    fps: float | None
    max_frames: int | None
    gallery: Path
    localiser: str
    empty: Path | None
    looks: int | None
    window: bool
    video: Path | None
    events: Path | None
    report: Path | None


def till_run(embedder: Embedder, asked: Asked) -> None:
    """Run a till to the end of its source.

    Raises:
        GalleryError: the gallery cannot be read, or is of another model.
        InputError: the source, the localiser or the photo of the empty tray cannot be used.
        DeviceError: the camera is not there, or broke.
    """
    card = embedder.card
    with ExitStack() as stack:
        gallery = stack.enter_context(Gallery.open(asked.gallery, model=card.space, dimension=card.dimension))
        recogniser = stack.enter_context(closing(Recogniser(gallery, card.distance_threshold)))
        frames = stack.enter_context(open_source(asked.source, _options(asked)))
        ledger = stack.enter_context(Ledger(asked.events))
        stills = asked.localiser == "whole" and frames.kind is Kind.PICTURES
        eye = _localiser(asked, frames, stills)
        till = Till(eye, embedder, recogniser, ledger, _settings(asked.looks, stills))
        _run(till, frames, asked, _facts(till, frames, gallery, asked.localiser))


def _facts(till: Till, frames: FrameSource, gallery: Gallery, localiser: str) -> dict[str, str]:
    """What runs on what, shown at start and in the report."""
    embedder, stats, thresholds = till.embedder, gallery.stats(), till.recogniser.thresholds
    return {
        "source": f"{frames.name}, {frames.size[0]}x{frames.size[1]} at {frames.fps:g} fps",
        "embedder": f"{embedder.card.name} ({embedder.card.content_hash[:12]})",
        "certificate": certificate_state(embedder.path).words,
        "runs on": f"{embedder.provider} ({embedder.reason})",
        "gallery": f"{gallery.path}: {stats.products} products, {stats.views} views",
        "calibration": calibrated(gallery),
        "threshold": f"{thresholds.distance:.3f} ({_origin(till)})",
        "localiser": localiser,
    }


def _origin(till: Till) -> str:
    """Where the threshold comes from; what is said under calibration is not said twice."""
    calibration, thresholds = till.recogniser.calibration, till.recogniser.thresholds
    if calibration is not None and thresholds.origin == calibration.words:
        return f"calibrated, margin {thresholds.margin:g}"
    return thresholds.origin


def _run(till: Till, frames: FrameSource, asked: Asked, facts: dict[str, str]) -> None:
    console = Console(stderr=True, highlight=False, emoji=False)
    for name, fact in facts.items():
        console.print(f"[dim]{name:>11}[/dim]  {fact}", soft_wrap=True)
    if not frames.live:
        till.recogniser.settle()
    report = _report(asked, facts)
    try:
        with ExitStack() as stack:
            watchers: list[Watcher] = [stack.enter_context(ProgressLine(console, _frames_to_come(frames)))]
            watchers += [Staleness(till.recogniser, console), *([report] if report else [])]
            watchers += _films(asked, frames, stack)
            play(till, frames, watchers)
    finally:
        _conclude(till, frames, asked, report, console)


def _report(asked: Asked, facts: dict[str, str]) -> Report | None:
    if asked.report is None:
        return None
    from edge.show.report import Report  # Jinja and Pillow are not imported for a till without a report

    return Report("A run of the till", facts, asked.video.name if asked.video else None)


def _films(asked: Asked, frames: FrameSource, stack: ExitStack) -> list[Watcher]:
    """Those who show annotated frames."""
    if not (asked.video or asked.window):
        return []
    from edge.cli.film import Film, Screen  # as for the report
    from edge.show.annotate import canvas_size
    from edge.show.video import VideoWriter
    from edge.show.window import Window

    films: list[Watcher] = []
    if asked.video:
        writer = VideoWriter(asked.video, canvas_size(*frames.size), frames.fps)
        films.append(Film(stack.enter_context(writer)))
    if asked.window:
        films.append(Screen(stack.enter_context(Window("checkout-edge"))))
    return films


def _conclude(till: Till, frames: FrameSource, asked: Asked, report: Report | None, console: Console) -> None:
    basket = till.ledger.basket
    results = console if asked.events and str(asked.events) == "-" else Console()
    results.print(receipt(basket))
    results.print(timing(till.latency.summary(), frames.dropped), highlight=False)
    if report and asked.report:
        report.write(asked.report, basket, till.latency)
    if frames.cut_short:
        raise InputError(
            f"{frames.name}: {frames.warning}", "the basket is what was seen until then; record it again"
        )


def _options(asked: Asked) -> SourceOptions:
    return SourceOptions(width=asked.width, height=asked.height, fps=asked.fps, max_frames=asked.max_frames)


def _localiser(asked: Asked, frames: FrameSource, stills: bool) -> Localiser:
    if stills:
        return WholeLocaliser(change=255)
    return create(asked.localiser, _empty_scene(asked.empty, frames))


def _empty_scene(path: Path | None, frames: FrameSource) -> NDArray[np.uint8] | None:
    if path is None:
        return None
    from edge.photo import read_photo  # brings Pillow

    image = read_photo(path).image
    shape, wanted = image.shape[1] / image.shape[0], frames.size[0] / frames.size[1]
    if abs(shape / wanted - 1) > 0.02:
        raise InputError(
            f"--empty {path}: {image.shape[1]}x{image.shape[0]} is not the shape of the source, "
            f"{frames.size[0]}x{frames.size[1]}",
            "take the photo of the empty tray with the same camera, uncropped",
        )
    return image


def _settings(looks: int | None, stills: bool) -> TillSettings:
    if stills:
        return TillSettings(stills=True, looks_to_accept=1, looks_to_give_up=1)
    if looks is None:
        return TillSettings()
    return TillSettings(looks_to_accept=looks, looks_to_give_up=2 * looks)


def _frames_to_come(frames: FrameSource) -> int | None:
    most = frames.options.max_frames
    return min(most, frames.total) if most and frames.total else most or frames.total
