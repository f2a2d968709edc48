"""`checkout-edge run`: watch a camera, keep a basket.

Light to import: while a thread loads the model, which leaves Python's lock alone for most of it, what else a
till needs is imported (`edge.cli.till_run`).
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from edge.cli.interrupt import end_in_order_on_sigterm
from edge.cli.options import DEFAULT_GALLERY, BackendOption, GalleryOption, ModelOption, ThreadsOption
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
from gallery.errors import InputError


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
    end_in_order_on_sigterm()
    width, height = _resolution(resolution)
    from edge import embed

    with ThreadPoolExecutor(1, "model") as beside:
        loading = beside.submit(embed.load, model, backend, threads)
        from edge.cli.till_run import Asked, till_run

        embedder = loading.result()
    asked = Asked(
        source=spec, width=width, height=height, fps=fps, max_frames=max_frames, gallery=gallery,
        localiser=localiser, empty=empty, looks=looks, window=window, video=save_video, events=events,
        report=report,
    )  # fmt: skip
    till_run(embedder, asked)


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
