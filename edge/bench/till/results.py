"""Results: what a bench of the till measured, as its JSON file keeps it.

Raw samples are kept, in milliseconds, in the order in which they were taken, so that two files can be
compared with intervals (`edge.bench.compare.compare`) and every figure can be computed again.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from edge.bench.device.facts import DeviceFacts
from edge.bench.machine import Machine


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Settings(_Part):
    """What was asked for."""

    backend: str
    source: str = Field(description="`scene` for the generated one, else the video's path")
    size: tuple[int, int] = Field(description="width and height of a frame, pixels")
    fps: float = Field(gt=0)
    items: int = Field(ge=0)
    duration: float = Field(ge=0, description="seconds of the live part")
    threads: int | None = None
    seed: int = 0
    parts: tuple[str, ...] = ()


class Crowd(_Part):
    """So many items in view that all want a look, frame after frame, as fast as the till can go.

    The floor is timed after each frame in which all were embedded, on the same crops and vectors, in the
    same process.
    """

    items: int = Field(gt=0)
    frame: tuple[float, ...] = Field(
        description="frame to decision of the frames in which all were embedded, ms"
    )
    stages: dict[str, tuple[float, ...]] = Field(description="of the same frames, by stage, ms")
    inference: tuple[float, ...] = Field(description="bare inference of the same crops, one a frame, ms")
    search: tuple[float, ...] = Field(description="bare search of as many vectors, one a frame, ms")


class Stillness(_Part):
    """What items cost that lie still, beside as many that do not. CPU is of the whole process, all cores."""

    items: int
    still: tuple[float, ...] = Field(description="frame to decision of each frame, ms")
    moving: tuple[float, ...]
    still_cpu: float = Field(description="CPU seconds a second of the scene")
    moving_cpu: float
    still_looks: int = Field(description="crops embedded in all")
    moving_looks: int


class Second(_Part):
    """One second of the live part."""

    at: float = Field(description="seconds since the live part began")
    frames: int
    dropped: int
    p50: float | None = Field(description="frame to decision, ms; none without a frame")
    p99: float | None
    rss: float = Field(description="resident memory, MB")
    cpu: float = Field(description="of all this machine's cores, 0 to 1")
    clock: float | None = Field(None, description="mean clock of the CPU, MHz")
    device: dict[str, float] = Field(
        default_factory=dict, description="what the device's own sensors said, by name with its unit"
    )


class Live(_Part):
    """The till on a camera that delivers at its rate, whatever the till does."""

    fps: float
    seconds: float
    frames: int = Field(description="frames decided on")
    delivered: int = Field(description="frames that the camera delivered")
    dropped: int
    late: int = Field(description="frames that the camera itself delivered more than a frame late")
    frame: tuple[float, ...] = Field(description="frame to decision of each frame, ms")
    looks: tuple[int, ...] = Field(description="crops embedded in each of these frames")
    stages: dict[str, tuple[float, ...]] = Field(description="by stage of these frames, `grab` first, ms")
    age: tuple[float, ...] = Field(description="from the exposure's end to the decision, each frame, ms")
    jitter: tuple[float, ...] = Field(
        description="difference of neighbouring intervals between decisions, ms"
    )
    receipt: tuple[float, ...] = Field(
        (), description="from an item laid down to its line on the receipt, s; where the truth is known"
    )
    events: int = 0
    loops: int = Field(0, description="how often the video began again")
    series: tuple[Second, ...] = ()
    waterfall: tuple[tuple[str, float, float], ...] = Field(
        (), description="stage, start and end in ms since the exposure's end, of the frame nearest to the p99"
    )


class Batch(_Part):
    """Bare inference of so many crops, in runs as the till makes them (`Report.bare_inference`)."""

    size: int
    milliseconds: tuple[float, ...]


class Start(_Part):
    """From the start of the process to the first decision, of a till with a large gallery."""

    views: int = Field(description="views in the gallery")
    seconds: tuple[float, ...] = Field(description="each start, s")
    parts: dict[str, float] = Field(default_factory=dict, description="medians of what it was spent on, s")
    peak: float = Field(description="greatest resident memory of such a process that then ran, MB")
    events: int | None = Field(None, description="published while that memory was measured")
    runs: str = Field("", description="what ran the model in these processes, and its file")


class Streams(_Part):
    """How many cameras this device holds, one process a camera."""

    limit: float = Field(description="greatest p99 of the age at decision, ms")
    fps: float
    p99: tuple[float | None, ...] = Field(
        description="with 1, 2, 3… cameras, of all their frames, ms; none of fewer than 100 frames"
    )
    dropped: tuple[float, ...] = Field(description="share of frames dropped, the same")
    held: int = Field(description="the most cameras within the limit and under 1 % dropped")
    stopped: str = Field("", description="why no more cameras were tried")
    seconds: float | None = Field(None, description="for which each number of cameras was tried")
    frames: tuple[int, ...] = Field((), description="decided on, with 1, 2, 3… cameras")
    looks: tuple[int, ...] = Field((), description="crops embedded, the same")
    runs: str = Field("", description="what ran the model in each process, and its file")


class Film(_Part):
    """The video that was given."""

    frames: int | None = Field(None, description="as the file states; none where it does not")
    fps: float = Field(description="as the file states")
    hash: str = Field(description="SHA-256 of the file")


class Report(_Part):
    """All of one run."""

    format: Literal[1] = 1
    made: str = Field(description="UTC, ISO 8601")
    version: str
    machine: Machine
    settings: Settings
    warnings: tuple[str, ...] = Field((), description="what was not as it should be; printed on top")
    bare_inference: str = Field("", description="what bare inference is, in words")
    bare_search: str = Field("", description="what bare search is, in words; nothing without a gallery")
    crowds: tuple[Crowd, ...] = ()
    stillness: Stillness | None = None
    live: Live | None = None
    batches: tuple[Batch, ...] = ()
    start: Start | None = None
    streams: Streams | None = None
    device: DeviceFacts | None = None
    video: Film | None = Field(None, description="none where the scene was drawn")
