"""Photos of an enrolment: each one read, cut out and embedded, a batch ahead of the model."""

from __future__ import annotations

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
_DECODERS = 2  # threads; a large PNG takes 200 MB while it is decoded

Opened = View | Prepared | InputError
"""A photo of the gallery's, one to embed, or why it is skipped."""


def outcomes(
    jobs: Sequence[tuple[EnrolledProduct, Path]], known: dict[str, dict[str, View]], embedder: Embedder
) -> Iterator[tuple[EnrolledProduct, Outcome]]:
    """What became of each photo, in order. One batch is decoded while the last one is embedded.

    Args:
        jobs: photos, each with the product it is of.
        known: the views the gallery has, by SKU and the photo's hash; these are not embedded again.
        embedder: what the others are embedded with.
    """
    size = (embedder.card.height, embedder.card.width)
    pool = ThreadPoolExecutor(_DECODERS, thread_name_prefix="photo")
    ahead: list[tuple[EnrolledProduct, Future[Opened]]] = []
    try:
        for start in range(0, len(jobs) + BATCH, BATCH):
            batch, ahead = (
                ahead,
                [
                    (product, pool.submit(_open, path, known.get(product.sku, {}), size))
                    for product, path in jobs[start : start + BATCH]
                ],
            )
            embedded = _embedded([future.result() for _, future in batch], embedder)
            yield from zip((product for product, _ in batch), embedded, strict=True)
    finally:
        pool.shutdown(cancel_futures=True)


def _open(path: Path, known: dict[str, View], size: tuple[int, int]) -> Opened:
    """One photo: the view the gallery has of it, or the crop to embed, or why it is skipped."""
    try:
        return known.get(photo_hash(path)) or prepare(path, size)
    except InputError as error:
        return error


def _embedded(opened: Sequence[Opened], embedder: Embedder) -> list[Outcome]:
    crops = [item.crop for item in opened if isinstance(item, Prepared)]
    vectors = iter(embedder.embed(np.stack(crops)) if crops else ())
    return [
        Embedded(item.view(next(vectors)), item.how, item.faults) if isinstance(item, Prepared) else item
        for item in opened
    ]
