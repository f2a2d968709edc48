"""Auto: the form and backend that a short trial on this device found best, measured once and remembered."""

from __future__ import annotations

import logging
from pathlib import Path

from edge.embed.candidate import Loaded
from edge.embed.choice import Choice
from edge.embed.model_file import read_model
from edge.embed.onnx_runtime import OnnxEmbedder
from edge.embed.remembered import Failed, Record, recall
from edge.embed.trial_words import why
from edge.embed.tried import alone, pass_over, tried
from gallery.errors import CheckoutError, DeviceError

log = logging.getLogger("edge.embed")


def best(choice: Choice, threads: int | None) -> Loaded:
    """The embedder to run: what is remembered, if that still starts; else as a new trial has it.

    Only the file that is taken is loaded. Where the trial itself fails it is what runs without one.

    Args:
        choice: what there is.
        threads: CPU threads, or None.

    Raises:
        InputError: the FP32 model is broken or changed.
        DeviceError: the FP32 model does not run on the CPU.
    """
    seen = recall(choice.path, choice.depends_on)
    embedder = _as_remembered(choice, seen, threads)
    if embedder is not None:
        return embedder
    try:
        with alone(choice.path):
            made = recall(choice.path, choice.depends_on, again=True)
            if made != seen:  # by who had the turn before
                embedder = _as_remembered(choice, made, threads)
                if embedder is not None:
                    return embedder
            record, kept = tried(choice, threads, seen)
        return _as_tried(choice, record, threads, kept)
    except DeviceError as error:
        log.warning("%s; what starts first runs, and the next start tries again", error.problem)
        embedder = OnnxEmbedder(read_model(choice.base.form.path), "auto", threads)
        embedder.reason = f"{embedder.reason}; {error.problem}"
        return embedder


def _as_tried(choice: Choice, record: Record, threads: int | None, kept: Path | None) -> Loaded:
    """What a trial that was just made takes."""
    embedder = choice.of(*record.taken.name).start(threads)
    embedder.reason = why(record, choice.refused, kept)
    return embedder


def _as_remembered(choice: Choice, record: Record | None, threads: int | None) -> Loaded | None:
    """What a remembered trial takes.

    None where it must be made again: there is none, or it is of something else, or what did not start then
    does so now, or what it takes does not.
    """
    if record is None or not choice.knows(record.measured):
        return None
    if any(_starts_now(choice, each, threads) for each in record.failed):
        return None
    chosen = choice.of(*record.taken.name)
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

    outcome = try_one(choice.of(failed.backend, failed.content_hash), threads)
    if isinstance(outcome, Failed):
        pass_over(outcome)
    return not isinstance(outcome, Failed)
