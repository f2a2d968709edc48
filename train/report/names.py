"""Names: class names short enough for a drawing."""

from __future__ import annotations


def short(name: str, most: int = 26) -> str:
    """The end of a name, at most `most` letters: look-alikes differ in their last words."""
    return name if len(name) <= most else "…" + name[-(most - 1) :].lstrip("-_ ")
