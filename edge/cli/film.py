"""Film and screen: watchers that show the annotated frames."""

from __future__ import annotations

from edge.pipeline import Moment
from edge.play import Watcher
from edge.show.annotate import annotate
from edge.show.video import VideoWriter
from edge.show.window import Window


class Film(Watcher):
    """Writes the annotated frames to a video."""

    def __init__(self, writer: VideoWriter) -> None:
        self._writer = writer

    def see(self, moment: Moment) -> bool:
        """Write one frame."""
        self._writer.write(annotate(moment))
        return True


class Screen(Watcher):
    """Shows the annotated frames in a window; closing it ends the run."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def see(self, moment: Moment) -> bool:
        """Show one frame; False when the window was closed."""
        return self._window.show(annotate(moment))
