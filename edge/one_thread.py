"""One thread: what a till's NumPy takes of the cores; said before NumPy is imported, by what imports none."""

from __future__ import annotations

import os

VARIABLE = "OPENBLAS_NUM_THREADS"
"""Read when NumPy is imported. Its threads spin while they wait for one another, where the model
computes: with two, to open a gallery of 10,000 views and prove its index takes 0.75 s of the processor on a
busy machine, with one 0.26 s."""


def settle() -> None:
    """Give the NumPy of this process, and of those it starts, one thread; what the user has set is kept."""
    os.environ.setdefault(VARIABLE, "1")
