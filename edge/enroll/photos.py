"""Photos of an enrolment: each one read, cut out and embedded, a batch ahead of the model."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from edge.embed import Embedder
from edge.enroll.enrolled import Embedded, EnrolledProduct, Outcome
from edge.enroll.one_photo import Prepared, prepare
from edge.photo import photo_hash
from gallery.errors import InputError
from gallery.view import View

BATCH = 16
_AHEAD = 2  # batches that are read while one is embedded
_MOST_DECODERS = 4  # threads; a large PNG takes 200 MB while it is decoded

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
    pool = ThreadPoolExecutor(min(_MOST_DECODERS, os.cpu_count() or 1), thread_name_prefix="photo")
    ahead: deque[Future[Opened]] = deque()

    def read_on(start: int) -> None:
        for product, path in jobs[start : start + BATCH]:
            ahead.append(pool.submit(_open, path, known.get(product.sku, {}), size))

    try:
        for start in range(0, _AHEAD * BATCH, BATCH):
            read_on(start)
        for start in range(0, len(jobs), BATCH):
            batch = jobs[start : start + BATCH]
            opened = [ahead.popleft().result() for _ in batch]
            read_on(start + _AHEAD * BATCH)
            yield from zip((product for product, _ in batch), _embedded(opened, embedder), strict=True)
    finally:
        pool.shutdown(cancel_futures=True)


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
