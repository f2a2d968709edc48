"""`checkout-edge bench`: from the light on the sensor to the line on the receipt, beside the floor."""

from __future__ import annotations

from pathlib import Path

import typer

from edge.cli.bench.till_options import (
    DurationOption,
    FpsOption,
    GivenGalleryOption,
    ItemsOption,
    LimitOption,
    OnlyOption,
    PageOption,
    ReportFileOption,
    SeedOption,
    SizeOption,
    VideoOption,
    parts_of,
    refuse_unused,
    size_of,
)
from edge.cli.interrupt import end_in_order_on_sigterm
from edge.cli.options import BackendOption, ModelOption, ThreadsOption
from gallery.errors import InputError

_FPS, _ITEMS = 15.0, 5


def till(
    context: typer.Context,
    backend: BackendOption = "auto",
    model: ModelOption = None,
    threads: ThreadsOption = None,
    gallery: GivenGalleryOption = None,
    video: VideoOption = None,
    size: SizeOption = None,
    fps: FpsOption = None,
    items: ItemsOption = None,
    duration: DurationOption = 20.0,
    seed: SeedOption = 5,
    only: OnlyOption = None,
    p99: LimitOption = 200.0,
    json: ReportFileOption = None,
    html: PageOption = None,
) -> None:
    """Measure this machine: the till from frame to decision beside its floor, large galleries, enrolment.

    Without a command the till is measured: every stage of the way from a frame to the receipt, in one run
    and in turns with the network and the search alone. Where the run is not what was asked for (another
    provider, a throttled clock, a camera that was too slow), it says so first and the exit code is 4.
    """
    if context.invoked_subcommand is not None:
        _refuse_options(context)
        return
    from edge.bench.till.asked import CROWDS, Asked
    from edge.cli.bench.till_run import measure

    end_in_order_on_sigterm()
    parts = parts_of(only)
    refuse_unused(_given(context), parts, video is not None)
    played_size, played_fps = _played(video, size, fps)
    asked = Asked(
        backend, model, threads, gallery, video, played_size, played_fps, items or _ITEMS,
        tuple(sorted({*CROWDS, items or 1})), duration, seed, parts, p99,
    )  # fmt: skip
    asked.check()
    raise typer.Exit(measure(asked, json, html))


def _refuse_options(context: typer.Context) -> None:
    """Options of the till's bench before another bench's name would do nothing.

    Raises:
        InputError: there is one.
    """
    for name in _given(context):
        raise InputError(
            f"bench {context.invoked_subcommand}: option --{name} before it is of the till's bench",
            f"give options behind the command: `checkout-edge bench {context.invoked_subcommand} --help`",
        )


def _given(context: typer.Context) -> list[str]:
    """Names of the options that stand on the command line."""
    sources = ((name, context.get_parameter_source(name)) for name in context.params)
    return [name for name, source in sources if source is not None and source.name == "COMMANDLINE"]


def _played(video: Path | None, size: str | None, fps: float | None) -> tuple[tuple[int, int], float]:
    """The size and rate of the camera: a video's own, or as asked.

    Raises:
        InputError: the video cannot be read, or a size is asked of one.
    """
    if video is None:
        return size_of(size), fps or _FPS
    if size is not None:
        raise InputError(f"--size {size}: --video {video} has a size of its own", "give one of the two")
    from edge.source.frame_source import SourceOptions
    from edge.source.recording import open_recording

    with open_recording(str(video), SourceOptions()) as recording:
        return recording.size, fps or recording.fps
