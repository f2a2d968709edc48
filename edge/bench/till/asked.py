"""Asked: what a run of the bench was asked to measure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from edge.bench.till.results import Settings
from edge.synth.belt import LEAST_FPS
from gallery.errors import InputError

PARTS = ("floor", "still", "live", "batch", "start", "streams")
"""What can be measured, in this order."""
CROWDS = (1, 5, 20)
"""Items in view whose frames are timed beside the floor."""
ON_THE_BELT = ("floor", "still")
"""Parts that are shown a belt."""
STILL = 20
"""Items that lie still, beside as many that move on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All options of a run.

    Attributes:
        backend: as `edge.embed.load` takes it.
        model: the model's file, or None for the one shipped.
        threads: of the embedder, or None.
        gallery: its file, or None for a drawn one.
        video: played by the live part and by each stream, or None for the demo's scene.
        size: width and height of the frames, pixels; of a video its own.
        fps: frames a second of the camera; of a video its own, unless another rate is asked for.
        items: in the demo's scene; counted among `crowds` where the user asked for a number.
        crowds: items in view.
        duration: seconds of the live part.
        seed: of everything drawn.
        parts: of `PARTS`.
        limit: greatest p99 of the age at decision of a stream, ms.
    """

    backend: str = "auto"
    model: Path | None = None
    threads: int | None = None
    gallery: Path | None = None
    video: Path | None = None
    size: tuple[int, int] = (1280, 720)
    fps: float = 15.0
    items: int = 5
    crowds: tuple[int, ...] = CROWDS
    duration: float = 20.0
    seed: int = 5
    parts: tuple[str, ...] = PARTS
    limit: float = 200.0

    def check(self) -> None:
        """See that all parts can be measured, before one of them is.

        Raises:
            InputError: so few frames a second that nothing lies still on the belt for a look.
        """
        slow = [part for part in self.parts if part in ON_THE_BELT]
        if self.fps >= LEAST_FPS or not slow:
            return
        others = ",".join(part for part in PARTS if part not in ON_THE_BELT)
        raise InputError(
            f"{self.fps:g} frames a second: {' and '.join(slow)} take {LEAST_FPS:g} or more, as items lie "
            "still for less than a second at a time there",
            f"ask for more with --fps, or leave them out: --only {others}",
        )

    @property
    def settings(self) -> Settings:
        """What of it the report keeps."""
        return Settings(
            backend=self.backend,
            source="scene" if self.video is None else str(self.video),
            size=self.size,
            fps=self.fps,
            items=self.items,
            duration=self.duration,
            threads=self.threads,
            seed=self.seed,
            parts=self.parts,
        )
