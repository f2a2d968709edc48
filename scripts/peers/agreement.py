"""Agreement: how many decisions of a subject are ours, and how near its vectors are to ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gallery.errors import GateError
from peers.subject import Answer

LEAST_COSINE = 0.9999
"""Of a subject that computes the same network in FP32."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One subject beside ours, over all items of all scenes.

    Attributes:
        equal: items with the same verdict and product.
        items: asked.
        cosine: the least between its vectors and ours; None where it shows none.
    """

    equal: int
    items: int
    cosine: float | None


def compare(ours: Sequence[Answer | None], theirs: Sequence[Answer | None]) -> Agreement:
    """Compare answers to the same scenes, item by item."""
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a is not None and b is not None]
    same = [x == y for a, b in pairs for x, y in zip(a.decided, b.decided, strict=True)]
    cosines = [
        np.min(np.sum(a.vectors * b.vectors, axis=1))
        for a, b in pairs
        if a.vectors is not None and b.vectors is not None
    ]
    return Agreement(sum(same), len(same), float(min(cosines)) if cosines else None)


def refuse_another_network(name: str, agreement: Agreement) -> None:
    """See that a subject computes the same network, before it is timed.

    Raises:
        GateError: its vectors are not ours.
    """
    if agreement.cosine is not None and not agreement.cosine > LEAST_COSINE:
        raise GateError(
            f"{name}: its vectors have cosine {agreement.cosine:.5f} to ours, at the least",
            f"it is another network: nothing is timed below {LEAST_COSINE}; look at scripts/peers",
        )
