"""Auto: the form and backend that a short trial on this device found best, measured once and remembered."""

from __future__ import annotations

import logging

from edge.embed.candidate import Loaded
from edge.embed.choice import Choice
from edge.embed.remembered import Failed, Record, recall
from edge.embed.trial import taken
from edge.embed.trial_words import why
from gallery.errors import CheckoutError

log = logging.getLogger("edge.embed")


def best(choice: Choice, threads: int | None) -> Loaded:
    """The embedder to run: what is remembered, if that still starts; else as a new trial has it.

    Of what is remembered only the file that is taken is loaded.

    Args:
        choice: what there is.
        threads: CPU threads, or None.

    Raises:
        InputError: the FP32 model is broken or changed.
        DeviceError: the FP32 model does not run on the CPU.
    """
    record = recall(choice.path, choice.depends_on)
    if record is not None and choice.knows(record.measured):
        embedder = _as_remembered(choice, record, threads)
        if embedder is not None:
            return embedder
    from edge.embed.tryout import try_all

    return try_all(choice, threads)[1]


def _as_remembered(choice: Choice, record: Record, threads: int | None) -> Loaded | None:
    """What a remembered trial takes.

    None where it must be made again: what did not start then does so now, or what it takes does not.
    """
    if any(_starts_now(choice, each, threads) for each in record.failed):
        return None
    measured = taken(record.measured)
    chosen = choice.of(measured.backend, measured.content_hash)
    try:
        embedder = chosen.start(threads)
    except CheckoutError as error:
        if chosen.is_base:
            raise
        log.warning("%s, which a trial found best, does not start: %s", chosen.title, error.problem)
        return None
    embedder.reason = why(record, choice.refused, choice.path)
    return embedder


def _starts_now(choice: Choice, failed: Failed, threads: int | None) -> bool:
    from edge.embed.tryout import try_one

    return not isinstance(try_one(choice.of(failed.backend, failed.content_hash), threads), Failed)
