"""Options of `bench` itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from gallery.errors import InputError

PARTS = ("floor", "still", "live", "batch", "start", "streams")
"""The same as `edge.bench.till.asked.PARTS`, which is slow to import; a test compares them."""

GivenGalleryOption = Annotated[
    Path | None,
    typer.Option(
        "--gallery", "-g", help="Gallery to search.", show_default="one of 10,000 views, drawn for the run"
    ),
]
VideoOption = Annotated[
    Path | None, typer.Option(help="Video that the camera plays.", show_default="the demo's drawn scene")
]
SizeOption = Annotated[
    str | None, typer.Option(help="Frames' size, as WIDTHxHEIGHT.", metavar="WxH", show_default="1280x720")
]
FpsOption = Annotated[
    float | None,
    typer.Option(
        help="Frames a second of the camera.", min=1, max=240, show_default="15; of a video, its own"
    ),
]
ItemsOption = Annotated[
    int | None,
    typer.Option(
        help="Items in the drawn scene; so many in view are timed beside the floor, too.",
        min=1,
        max=20,
        show_default="5",
    ),
]
DurationOption = Annotated[
    float, typer.Option(help="Seconds of the live part; 600 and more are a soak.", min=1, max=604800)
]
SeedOption = Annotated[int, typer.Option(help="Another seed draws another shop and scene.", min=0)]
OnlyOption = Annotated[
    str | None,
    typer.Option(help=f"Parts to measure: {', '.join(PARTS)}.", metavar="PART,…", show_default="all"),
]
LimitOption = Annotated[
    float, typer.Option("--p99", help="Greatest p99 of the frame's age at decision, of a stream, ms.", min=1)
]
ReportFileOption = Annotated[
    Path | None, typer.Option("--json", help="Write all samples here, after each part.")
]
PageOption = Annotated[Path | None, typer.Option("--html", help="Write a page with drawings here.")]


def size_of(text: str | None) -> tuple[int, int]:
    """Width and height.

    Raises:
        InputError: no size, an odd one, or one below 160x90.
    """
    if text is None:
        return 1280, 720
    match = re.fullmatch(r"(\d{1,5})\s*[xX×]\s*(\d{1,5})", text.strip())
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if size[0] < 160 or size[1] < 90 or size[0] % 2 or size[1] % 2:
        raise InputError(
            f"--size {text!r}", "give an even width and height, 160x90 or more, for example 1280x720"
        )
    return size


def parts_of(text: str | None) -> tuple[str, ...]:
    """The parts that are asked for, in the order in which they are measured.

    Raises:
        InputError: there is no part of such a name.
    """
    if text is None:
        return PARTS
    wanted = {part.strip() for part in text.split(",")}
    if unknown := sorted(wanted - set(PARTS)):
        raise InputError(f"--only {text}: no part {unknown[0]!r}", f"choose from {', '.join(PARTS)}")
    return tuple(part for part in PARTS if part in wanted)


_DRAWN = ("floor", "still")
_PLAYED = ("live", "start", "streams")


def used_by(option: str, video: bool) -> tuple[str, ...]:
    """The parts that an option changes something in.

    Args:
        option: its name, as `bench` takes it.
        video: whether the camera plays a given video, so that its scene is not drawn.
    """
    drawn = _DRAWN if video else (*_DRAWN, *_PLAYED)
    return {
        "gallery": (*_DRAWN, *_PLAYED),
        "video": _PLAYED,
        "size": drawn,
        "fps": (*drawn, "live", "streams"),
        "items": tuple(part for part in drawn if part != "still"),
        "seed": drawn,
        "duration": ("live",),
        "p99": ("streams",),
    }.get(option, PARTS)


def refuse_unused(given: Iterable[str], parts: Sequence[str], video: bool) -> None:
    """Options that none of the parts asked for would use.

    Args:
        given: names of the options on the command line.
        parts: asked for.
        video: whether a video is given.

    Raises:
        InputError: there is one.
    """
    for option in given:
        users = used_by(option, video)
        if not set(users) & set(parts):
            shown = " with --video" if video and option != "video" else ""
            raise InputError(
                f"--{option} changes nothing in {', '.join(parts)}{shown}",
                f"leave it out, or measure one of {', '.join(users)} as well",
            )
