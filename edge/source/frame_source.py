"""Frame source: what every kind of source has in common, and the options that open it."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import islice
from types import TracebackType

from pydantic import BaseModel, ConfigDict, Field

from edge.frame import Frame
from edge.source.kind import Kind

log = logging.getLogger("edge.source")


class SourceOptions(BaseModel):
    """How to open a source. None asks for nothing: the source decides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    width: int | None = Field(default=None, ge=1, le=16384, description="asked of a camera, pixels")
    height: int | None = Field(default=None, ge=1, le=16384, description="asked of a camera, pixels")
    fps: float | None = Field(
        default=None, gt=0, le=1000, description="asked of a camera; of pictures the rate they stand for (5)"
    )
    max_frames: int | None = Field(default=None, ge=1, description="stop after so many frames")
    reconnect: int = Field(
        default=5,
        ge=0,
        le=1000,
        description="attempts in a row to reach a network stream again, with back-off",
    )


class FrameSource(ABC):
    """An opened source. It is read once, front to back, and closed.

    Attributes:
        name: what messages call it, password hidden.
        kind: the kind of source.
        live: True where frames that come too late are dropped.
        size: width and height of its pictures, pixels. Pictures of a folder may differ: the first.
        fps: frames a second, as the source states it.
        total: number of frames it states, or None where that is unknown.
        dropped: frames that came but were overtaken by a newer one before they were asked for.
        reconnects: how often a network stream was reached again.
        cut_short: a recording broke off before the end that it states.
        warning: what was not as asked or broke off, or None. Also logged when it happens.
    """

    size: tuple[int, int]
    fps: float
    total: int | None = None
    dropped: int = 0
    reconnects: int = 0
    warning: str | None = None
    cut_short: bool = False

    def __init__(self, name: str, kind: Kind, live: bool, options: SourceOptions) -> None:
        self.name = name
        self.kind = kind
        self.live = live
        self.options = options

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames, and close the source behind the last one.

        Raises:
            DeviceError: a camera or stream stopped delivering.
            InputError: a folder in which no picture can be read.
        """
        try:
            yield from islice(self._frames(), self.options.max_frames)
        finally:
            self.close()

    @abstractmethod
    def _frames(self) -> Iterator[Frame]: ...

    @abstractmethod
    def close(self) -> None:
        """Release the device or file. Safe to call twice; threads are joined within 2 s."""

    def warn(self, text: str) -> None:
        """Log `text` and keep it in `warning`."""
        log.warning("%s: %s", self.name, text)
        self.warning = text if self.warning is None else f"{self.warning}; {text}"

    def __enter__(self) -> FrameSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
