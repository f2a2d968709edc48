"""Photos of an enrolment: each one read, cut out and embedded, a batch ahead of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from edge.embed import Embedder
from edge.enroll.enrolled import Embedded, EnrolledProduct, Outcome
from edge.enroll.one_photo import Prepared, prepare
from edge.enroll.read_ahead import read_ahead
from edge.photo import photo_hash
from gallery.errors import InputError
from gallery.view import View

Opened = View | Prepared | InputError
"""A photo of the gallery's, one to embed, or why it is skipped."""


def outcomes(
    jobs: Sequence[tuple[EnrolledProduct, Path]], known: dict[str, dict[str, View]], embedder: Embedder
) -> Iterator[tuple[EnrolledProduct, Outcome]]:
    """What became of each photo, in order. Two batches are read while one is embedded.

    Args:
        jobs: photos, each with the product it is of.
        known: the views the gallery has, by SKU and the photo's hash; these are not embedded again.
        embedder: what the others are embedded with.
    """
    size = (embedder.card.height, embedder.card.width)
    for batch in read_ahead(jobs, lambda job: _open(job[1], known.get(job[0].sku, {}), size)):
        embedded = _embedded([opened for _, opened in batch], embedder)
        yield from zip((product for (product, _), _ in batch), embedded, strict=True)


def _open(path: Path, known: dict[str, View], size: tuple[int, int]) -> Opened:
    """One photo: the view the gallery has of it, or the crop to embed, or why it is skipped."""
    try:
        there = known.get(photo_hash(path)) if known else None
        return there or prepare(path, size)
    except InputError as error:
        return error


def _embedded(opened: Sequence[Opened], embedder: Embedder) -> list[Outcome]:
    crops = [item.crop for item in opened if isinstance(item, Prepared)]
    vectors = iter(embedder.embed(np.stack(crops)) if crops else ())
    return [
        Embedded(item.view(next(vectors)), item.how, item.faults) if isinstance(item, Prepared) else item
        for item in opened
    ]
