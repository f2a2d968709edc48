"""Tryout: all candidates started in this process, compared and timed.

It is made in a process of its own (`edge.embed.trial_process`): what lost would keep its memory here.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.embed.busy import Others
from edge.embed.candidate import Candidate, Loaded
from edge.embed.choice import Choice
from edge.embed.embedder import Embedder
from edge.embed.remembered import Failed, Record, now
from edge.embed.timed import Calls, Clock, processor_clock, times
from edge.embed.trial import Measured, least_cosine, near
from edge.embed.trial_crops import trial_crops
from gallery.errors import CheckoutError

log = logging.getLogger("edge.embed")

MOST_SERIES = 3
"""Series of rounds; more than one where a candidate lies near its bar."""


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


def try_all(choice: Choice, threads: int | None) -> Record:
    """Try all candidates here.

    Args:
        choice: what there is.
        threads: CPU threads, or None; on the processor alone they are timed with one.

    Raises:
        InputError: the FP32 model is broken or changed.
        DeviceError: the FP32 model does not run on the CPU.
    """
    began = time.perf_counter()
    others, processor = Others(), processor_clock()
    on_gpu = any(each.backend == "cuda" for each in choice.candidates)
    clock = None if on_gpu else processor
    ready, failed = _started(choice, 1 if clock else threads)
    measured, series = _measured(ready, trial_crops(choice.base.form), clock or time.perf_counter)
    return Record(
        made=now(),
        depends_on=choice.depends_on,
        clock="processor" if clock else "wall",
        series=series,
        measured=measured,
        failed=failed,
        busy=others.share(),
        seconds=time.perf_counter() - began,
    )


def _started(choice: Choice, threads: int | None) -> tuple[list[Ready], tuple[Failed, ...]]:
    """What started, in order of preference, and what did not."""
    base = choice.base.start(threads)
    found = [
        Ready(each, base, 1.0) if each.is_base else try_one(each, threads, base) for each in choice.candidates
    ]
    ready = [each for each in found if isinstance(each, Ready)]
    return ready, tuple(each for each in found if isinstance(each, Failed))


def try_one(each: Candidate, threads: int | None, base: Embedder | None = None) -> Ready | Failed:
    """Start a candidate, run it at both batch sizes, and compare its answers with the base's."""
    try:
        crops = trial_crops(each.form)
        embedder = each.start(threads)
        embedder.embed(crops[:1])
        vectors = embedder.embed(crops)
        return Ready(each, embedder, least_cosine(vectors, base.embed(crops)) if base else 1.0)
    except Exception as error:  # whatever a runtime raises, the others can still run
        cause = error.problem if isinstance(error, CheckoutError) else str(error) or type(error).__name__
        words, card = cause.strip().splitlines()[0], each.form.card
        return Failed(
            backend=each.backend, precision=card.precision, content_hash=card.content_hash, why=words
        )


def _measured(ready: list[Ready], crops: NDArray[np.uint8], clock: Clock) -> tuple[tuple[Measured, ...], int]:
    """The times of all that started, and what is known of their answers; and how many series it took."""
    embedders = [each.embedder for each in ready]
    calls, series = times(embedders, crops, clock), 1
    while near(_with_answers(ready, calls)) and series < MOST_SERIES:
        calls, series = times(embedders, crops, clock, calls), series + 1
    return _with_answers(ready, calls), series


def _with_answers(ready: Sequence[Ready], calls: Sequence[Calls]) -> tuple[Measured, ...]:
    return tuple(
        Measured(
            backend=each.candidate.backend,
            precision=each.candidate.form.card.precision,
            content_hash=each.candidate.form.card.content_hash,
            file=each.candidate.form.path.name,
            one_ms=took.one_ms,
            eight_ms=took.all_ms,
            spread=took.spread,
            cosine=each.cosine,
            least_cosine=each.candidate.least_cosine,
        )
        for each, took in zip(ready, (of.took for of in calls), strict=True)
    )
