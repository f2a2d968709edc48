"""`checkout-edge run`: watch a camera, keep a basket."""

from __future__ import annotations

import re
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from rich.console import Console

from edge import embed, models
from edge.basket.ledger import Ledger
from edge.certificate.state import certificate_state
from edge.cli.calibrated import Staleness, calibrated
from edge.cli.film import Film, Screen
from edge.cli.interrupt import end_in_order_on_sigterm
from edge.cli.options import DEFAULT_GALLERY, BackendOption, GalleryOption, ModelOption, ThreadsOption
from edge.cli.progress import ProgressLine
from edge.cli.receipt import receipt, timing
from edge.cli.run_options import (
    CameraOption,
    EmptyOption,
    EventsOption,
    FpsOption,
    LocaliserOption,
    LooksOption,
    MaxFramesOption,
    ReportOption,
    ResolutionOption,
    SaveVideoOption,
    SourceArgument,
    WindowOption,
)
from edge.localise import create
from edge.localise.whole import WholeLocaliser
from edge.photo import read_photo
from edge.pipeline import Till
from edge.play import Watcher, play
from edge.settings import TillSettings
from edge.show.annotate import canvas_size
from edge.show.report import Report
from edge.show.video import VideoWriter
from edge.show.window import Window
from edge.source import FrameSource, Kind, SourceOptions, open_source
from gallery import Gallery, Recogniser
from gallery.errors import InputError


class Outputs(BaseModel):
    """Where a run shows itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    window: bool = False
    video: Path | None = None
    events: Path | None = None
    report: Path | None = None


def run(
    source: SourceArgument = None,
    camera: CameraOption = None,
    gallery: GalleryOption = DEFAULT_GALLERY,
    model: ModelOption = None,
    backend: BackendOption = "auto",
    threads: ThreadsOption = None,
    localiser: LocaliserOption = "tray",
    empty: EmptyOption = None,
    resolution: ResolutionOption = None,
    fps: FpsOption = None,
    max_frames: MaxFramesOption = None,
    window: WindowOption = False,
    save_video: SaveVideoOption = None,
    events: EventsOption = None,
    report: ReportOption = None,
    looks: LooksOption = None,
) -> None:
    """Watch a camera or a recording and keep the basket.

    [bold]Examples[/bold]

    checkout-edge run --camera 0 --window

    checkout-edge run checkout.mp4 --events - --save-video annotated.mp4

    checkout-edge run --camera rtsp://till-3.local/stream --headless --events events.jsonl

    checkout-edge run photos/ --localiser whole
    """
    spec = _one_source(source, camera)
    outputs = Outputs(window=window, video=save_video, events=events, report=report)
    end_in_order_on_sigterm()
    width, height = _resolution(resolution)
    embedder = embed.load(model, backend, threads)
    with ExitStack() as stack:
        opened = stack.enter_context(
            Gallery.open(gallery, model=embedder.card.space, dimension=embedder.card.dimension)
        )
        recogniser = stack.enter_context(closing(Recogniser(opened, embedder.card.distance_threshold)))
        frames = stack.enter_context(
            open_source(spec, SourceOptions(width=width, height=height, fps=fps, max_frames=max_frames))
        )
        ledger = stack.enter_context(Ledger(events))
        stills = localiser == "whole" and frames.kind is Kind.PICTURES
        eye = WholeLocaliser(change=255) if stills else create(localiser, _empty_scene(empty, frames))
        till = Till(eye, embedder, recogniser, ledger, _settings(looks, stills))
        facts = _facts(till, frames, opened, localiser, model or models.default())
        _run(till, frames, outputs, facts)


def _facts(till: Till, frames: FrameSource, gallery: Gallery, localiser: str, model: Path) -> dict[str, str]:
    """What runs on what, shown at start and in the report."""
    embedder, stats, thresholds = till.embedder, gallery.stats(), till.recogniser.thresholds
    return {
        "source": f"{frames.name}, {frames.size[0]}x{frames.size[1]} at {frames.fps:g} fps",
        "embedder": f"{embedder.card.name} ({embedder.card.content_hash[:12]})",
        "certificate": certificate_state(model).words,
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


def _run(till: Till, frames: FrameSource, outputs: Outputs, facts: dict[str, str]) -> None:
    console = Console(stderr=True, highlight=False)
    for name, fact in facts.items():
        console.print(f"[dim]{name:>11}[/dim]  {fact}", soft_wrap=True)
    if not frames.live:
        till.recogniser.settle()
    report = Report("A run of the till", facts, outputs.video.name if outputs.video else None)
    try:
        with ExitStack() as stack:
            watchers: list[Watcher] = [stack.enter_context(ProgressLine(console, _frames_to_come(frames)))]
            watchers += [Staleness(till.recogniser, console), *([report] if outputs.report else [])]
            if outputs.video:
                watchers.append(
                    Film(
                        stack.enter_context(VideoWriter(outputs.video, canvas_size(*frames.size), frames.fps))
                    )
                )
            if outputs.window:
                watchers.append(Screen(stack.enter_context(Window("checkout-edge"))))
            play(till, frames, watchers)
    finally:
        _conclude(till, frames, outputs, report, console)


def _conclude(till: Till, frames: FrameSource, outputs: Outputs, report: Report, console: Console) -> None:
    basket = till.ledger.basket
    results = console if outputs.events and str(outputs.events) == "-" else Console()
    results.print(receipt(basket))
    results.print(timing(till.latency.summary(), frames.dropped), highlight=False)
    if outputs.report:
        report.write(outputs.report, basket, till.latency)
    if frames.cut_short:
        raise InputError(
            f"{frames.name}: {frames.warning}", "the basket is what was seen until then; record it again"
        )


def _one_source(source: str | None, camera: str | None) -> str:
    if (source is None) == (camera is None):
        raise InputError(
            "no source" if source is None else f"two sources: {source} and --camera {camera}",
            "give one: `checkout-edge run --camera 0` or `checkout-edge run checkout.mp4`",
        )
    return source or camera or ""


def _resolution(text: str | None) -> tuple[int | None, int | None]:
    if text is None:
        return None, None
    match = re.fullmatch(r"(\d{1,5})\s*[xX×]\s*(\d{1,5})", text.strip())
    if not match or not int(match[1]) or not int(match[2]):
        raise InputError(f"--resolution {text!r}", "give it as WIDTHxHEIGHT, for example 1280x720")
    return int(match[1]), int(match[2])


def _empty_scene(path: Path | None, frames: FrameSource) -> NDArray[np.uint8] | None:
    if path is None:
        return None
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
