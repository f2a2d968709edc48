"""Situation: where the judged views are, which decides what can be done about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from edge.show.gallery_command import gallery_command


@dataclass(frozen=True, slots=True)
class Situation:
    """What became of what was judged.

    Attributes:
        enrolled: whether the new views are in the gallery now; False where they were refused.
        gallery: as remedies must name it; None where commands take it by themselves.
    """

    enrolled: bool = True
    gallery: Path | None = None

    def command(self, *words: str) -> str:
        """A command on that gallery, for people to give."""
        return gallery_command(self.gallery, *words)
