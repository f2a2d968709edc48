"""Tryout: all candidates started, compared and timed here, and what was found remembered."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.embed.busy import Others
from edge.embed.candidate import Candidate, Loaded
from edge.embed.choice import Choice
from edge.embed.embedder import Embedder
from edge.embed.remembered import Failed, Record, now, remember
from edge.embed.trial import Measured, least_cosine, taken, times
from edge.embed.trial_crops import trial_crops
from edge.embed.trial_words import why
from gallery.errors import CheckoutError

log = logging.getLogger("edge.embed")


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A candidate that started here.

    Attributes:
        candidate: which.
        embedder: loaded, run with one crop and with all.
        cosine: the least one to the base's answers, to the crops its form was certified with.
    """

    candidate: Candidate
    embedder: Loaded
    cosine: float


def try_all(choice: Choice, threads: int | None) -> tuple[Record, Loaded]:
    """Try all candidates here, and remember what was found; the embedder that is to run says why.

    Args:
        choice: what there is.
        threads: CPU threads, or None.

    Raises:
        InputError: the FP32 model is broken or changed.
        DeviceError: the FP32 model does not run on the CPU.
    """
    log.info("which form of the model is best here is measured, once for this device")
    base = choice.base.start(threads)
    ready: list[Ready] = []
    failed: list[Failed] = []
    for each in choice.candidates:
        if each.is_base:
            ready.append(Ready(each, base, 1.0))
            continue
        outcome = try_one(each, threads, base)
        (failed if isinstance(outcome, Failed) else ready).append(outcome)  # type: ignore[arg-type]
    others = Others()
    measured = _measured(ready, trial_crops(choice.base.form))
    record = Record(
        made=now(),
        depends_on=choice.depends_on,
        measured=measured,
        failed=tuple(failed),
        busy=others.share(),
    )
    best = ready[measured.index(taken(measured))].embedder
    best.reason = why(record, choice.refused, choice.path if remember(choice.path, record) else None)
    return record, best


def try_one(each: Candidate, threads: int | None, base: Embedder | None = None) -> Ready | Failed:
    """Start a candidate, run it at both batch sizes, and compare its answers with the base's.

    That one which is installed does not start is logged as a warning.
    """
    try:
        crops = trial_crops(each.form)
        embedder = each.start(threads)
        embedder.embed(crops[:1])
        vectors = embedder.embed(crops)
        return Ready(each, embedder, least_cosine(vectors, base.embed(crops)) if base else 1.0)
    except Exception as error:  # whatever a runtime raises, the others can still run
        cause = error.problem if isinstance(error, CheckoutError) else str(error) or type(error).__name__
        words, card = cause.strip().splitlines()[0], each.form.card
        log.warning("auto passes over %s: %s", each.title, words)
        return Failed(
            backend=each.backend, precision=card.precision, content_hash=card.content_hash, why=words
        )


def _measured(ready: list[Ready], crops: NDArray[np.uint8]) -> tuple[Measured, ...]:
    """The times of all that started, and what is known of their answers."""
    found = times([each.embedder for each in ready], crops)
    return tuple(
        Measured(
            backend=each.candidate.backend,
            precision=each.candidate.form.card.precision,
            content_hash=each.candidate.form.card.content_hash,
            file=each.candidate.form.path.name,
            one_ms=one,
            eight_ms=eight,
            cosine=each.cosine,
            least_cosine=each.candidate.least_cosine,
        )
        for each, (one, eight) in zip(ready, found, strict=True)
    )
