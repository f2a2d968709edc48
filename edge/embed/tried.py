"""Tried: a trial that is made, remembered, and made by one process at a time.

Of several that start at once on an empty cache one makes the trial; the others wait, and do as it found.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from edge.embed.candidate import title
from edge.embed.choice import Choice
from edge.embed.remembered import Failed, Record, recall, remember
from edge.embed.trial_words import why
from edge.embed.turn import turn

log = logging.getLogger("edge.embed")


def measure_again(choice: Choice, threads: int | None) -> tuple[Record, str]:
    """A new trial, remembered, and its outcome in words. Nobody else makes one meanwhile.

    Raises:
        InputError: the FP32 model is broken or changed.
        DeviceError: the FP32 model does not run on the CPU, or the trial failed.
    """
    with alone(choice.path):
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
        pass_over(each)
    return record, choice.path if remember(choice.path, record) else None


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else tries meanwhile; where the folder cannot be used or has no locks, each tries for itself.

    Args:
        path: where the trial is remembered.
    """
    with contextlib.ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(turn(path))
        except OSError as error:
            log.info("several that start at once do not wait for each other: %s", error)
        yield


def pass_over(failed: Failed) -> None:
    """Warn of a candidate that is installed, but did not start."""
    log.warning("auto passes over %s: %s", title(failed.precision, failed.backend), failed.why)
