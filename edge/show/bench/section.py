"""Section: what stands under one heading of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        head: of each column; the first column is read from the left, the others are figures.
        rows: as many words each as the head has.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with words, drawings and a table.

    Attributes:
        title: the heading.
        words: a paragraph each.
        wide: drawings as wide as the page, SVG.
        small: drawings side by side, SVG.
        tables: after the drawings.
    """

    title: str
    words: Sequence[str] = ()
    wide: Sequence[str] = ()
    small: Sequence[str] = ()
    tables: Sequence[Table] = ()
