"""Fault: one thing in a gallery that is not as it was written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What `Gallery.verify` found.

    Attributes:
        where: what is damaged, as `view 7 of 'milk' (photo 3fa85f64c1d2, front.jpg)`.
        problem: what is wrong with it.
        remedy: what to do.
    """

    where: str
    problem: str
    remedy: str
