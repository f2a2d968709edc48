"""Prepared: a run that can start, whichever its recipe."""

from __future__ import annotations

from dataclasses import dataclass

from train.engine.job import Job
from train.split import Split


@dataclass(frozen=True)
class Prepared:
    """What to run and what to judge it on.

    Attributes:
        job: see `Job`.
        split: photos by their use; for `product`, the classes of `val` are not those of `train`.
    """

    job: Job
    split: Split
