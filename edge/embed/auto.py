"""Auto: the form and backend that a short trial on this device found best, measured once and remembered.

Of several that start at once on an empty cache one makes the trial; the others wait, and do as it found.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from edge.embed.candidate import Loaded, title
from edge.embed.choice import Choice
from edge.embed.model_file import read_model
from edge.embed.onnx_runtime import OnnxEmbedder
from edge.embed.remembered import Failed, Record, recall, remember
from edge.embed.trial_words import why
from edge.embed.turn import turn
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
        with _alone(choice.path):
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


def measure_again(choice: Choice, threads: int | None) -> tuple[Record, str]:
    """A new trial, remembered, and its outcome in words. Nobody else makes one meanwhile.

    Raises:
        InputError: the FP32 model is broken or changed.
        DeviceError: the FP32 model does not run on the CPU, or the trial failed.
    """
    with _alone(choice.path):
        record, kept = tried(choice, threads, recall(choice.path, choice.depends_on))
    return record, why(record, choice.refused, kept)


def tried(choice: Choice, threads: int | None, before: Record | None) -> tuple[Record, Path | None]:
    """A trial, and where it is remembered, if it could be.

    That one which is installed does not start is logged as a warning.

    Raises:
        InputError, DeviceError: see `edge.embed.trial_process.try_apart`.
    """
    from edge.embed import trial_process

    log.info("which form of the model is best here is measured, once for this device")
    record = trial_process.try_apart(choice, threads)
    if before is not None and choice.knows(before.measured):
        record = record.model_copy(update={"before": before.taken.name})
    for each in record.failed:
        _pass_over(each)
    return record, choice.path if remember(choice.path, record) else None


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else tries meanwhile; where the folder cannot be used or has no locks, each tries for itself."""
    with contextlib.ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(turn(path))
        except OSError as error:
            log.info("several that start at once do not wait for each other: %s", error)
        yield


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
        _pass_over(outcome)
    return not isinstance(outcome, Failed)


def _pass_over(failed: Failed) -> None:
    log.warning("auto passes over %s: %s", title(failed.precision, failed.backend), failed.why)
