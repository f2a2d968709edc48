"""Film: the video that was given, so that two runs can be seen to have played the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

from edge.bench.till.results import Film
from edge.source.frame_source import SourceOptions
from edge.source.recording import open_recording

_BLOCK = 1 << 20


def film_of(video: Path) -> Film:
    """Frames, rate and hash of a video.

    Raises:
        InputError: it cannot be read.
    """
    told = hashlib.sha256()
    with open_recording(str(video), SourceOptions()) as recording:
        frames, fps = recording.total, recording.fps
    with video.open("rb") as file:
        while block := file.read(_BLOCK):
            told.update(block)
    return Film(frames=frames, fps=fps, hash=told.hexdigest())
