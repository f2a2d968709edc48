"""Bench of enrolment: photos from files into a gallery, beside the model alone on ready crops."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from edge.bench.enroll.results import EnrollReport, Round
from edge.bench.enroll.stages import stages
from edge.certificate.runtime import runtime_facts
from edge.embed import Embedder
from edge.enroll.catalogue import Listing
from edge.enroll.gather import gather
from edge.enroll.one_photo import prepare
from edge.enroll.read_ahead import BATCH
from gallery.errors import InputError
from gallery.store import Gallery

Crops = NDArray[np.uint8]
Step = Callable[[str, int, int], None]
"""Told what is being done, how far it is, and of how much."""


def first_photos(listings: Sequence[Listing], most: int) -> list[Listing]:
    """The first products with `most` photos together."""
    chosen = []
    for listing in listings:
        photos = listing.photos[:most]
        most -= len(photos)
        if photos:
            chosen.append(Listing(listing.product, photos))
    return chosen


def measure_enrolment(
    listings: Sequence[Listing], embedder: Embedder, rounds: int, step: Step
) -> EnrollReport:
    """Enrol photos into a new gallery, and embed their ready crops alone, in turn.

    Args:
        listings: products and photos that can be used.
        embedder: what they are embedded with, in batches of the size that enrolment has.
        rounds: how often both are done; the first of the two changes from round to round.
        step: progress.

    Raises:
        InputError: there is no photo, or one cannot be used.
        GalleryError: the temporary folder cannot be written.
    """
    photos = [path for listing in listings for path in listing.photos]
    if not photos:
        raise InputError("there are no photos to measure with", "give a folder with a folder a product")
    size = (embedder.card.height, embedder.card.width)
    crops = []
    for number, path in enumerate(photos):
        step("preparing crops", number, len(photos))
        crops.append(prepare(path, size).crop)
    ready = np.stack(crops)
    embedder.embed(ready[:BATCH])
    done = []
    for number in range(rounds):
        step("enrolling and embedding, in turn", number, rounds)
        done.append(_round(listings, ready, embedder, bare_first=number % 2 == 0))
    step("what a photo costs", 0, 1)
    return EnrollReport(
        machine=_machine(embedder),
        photos=len(photos),
        batch=BATCH,
        rounds=tuple(done),
        stages=stages(photos, size),
    )


def _round(listings: Sequence[Listing], crops: Crops, embedder: Embedder, *, bare_first: bool) -> Round:
    bare = _bare(crops, embedder) if bare_first else None
    with tempfile.TemporaryDirectory(prefix="checkout-edge-bench-") as folder:
        path, card = Path(folder) / "shop.gallery", embedder.card
        with Gallery.open(path, model=card.space, dimension=card.dimension, create=True) as gallery:
            start, busy = perf_counter(), process_time()
            products = gather(listings, embedder, gallery)
            gathered = perf_counter()
            gallery.enroll([(one.listing.product, list(one.views.values())) for one in products])
            written, busy = perf_counter(), process_time() - busy
    bare_s, bare_busy = bare or _bare(crops, embedder)
    return Round(
        bare_s=bare_s,
        bare_cpu_s=bare_busy,
        gather_s=gathered - start,
        write_s=written - gathered,
        enroll_cpu_s=busy,
    )


def _bare(crops: Crops, embedder: Embedder) -> tuple[float, float]:
    """Seconds on the clock and of all cores to embed ready crops."""
    start, busy = perf_counter(), process_time()
    for at in range(0, len(crops), BATCH):
        embedder.embed(crops[at : at + BATCH])
    return perf_counter() - start, process_time() - busy


def _machine(embedder: Embedder) -> dict[str, str]:
    facts = runtime_facts(embedder.provider)
    return {
        "machine": f"{facts.cpu}, {facts.cores} cores",
        "runs on": embedder.provider,
        "opencv": facts.opencv,
    }
