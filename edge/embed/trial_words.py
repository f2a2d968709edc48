"""Trial words: why `auto` took what it took, in one line for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from edge.certificate.gates import cosine_words
from edge.embed.candidate import title
from edge.embed.remembered import Record
from edge.embed.trial import Measured, gain

BUSY = 0.25
"""Share of the processor in others' hands from which a trial by the clock is worth doubting."""
AGAIN = "`checkout-edge models --trial` measures again"


def why(record: Record, refused: Sequence[str], kept: Path | None) -> str:
    """What was taken, what was measured, where it is remembered, and what could not take part.

    Args:
        record: the trial.
        refused: forms that may not run, in words.
        kept: where the trial is remembered, or None.
    """
    chosen, base = record.taken, record.against
    remembered = f"remembered in {kept}" if kept else "which could not be remembered"
    by = "in processor time, " if record.clock == "processor" else ""
    of = f"in a trial of {record.day}, {remembered}"
    if chosen.precision != "fp32":
        took = f"auto took {chosen.title}: {gain(chosen, base):.2f}x as fast as {base.title} {by}{of}"
    else:
        took = f"auto took {chosen.title}: no lower precision gains clearly {of}"
        if not any(each.precision != "fp32" and each.agrees for each in record.measured):
            took = f"auto took {chosen.title} {of}"
    if record.clock == "wall" and record.busy > BUSY:
        took += f" while other programs took {record.busy:.0%} of the processor, {AGAIN}"
    others = [_other(each, chosen) for each in record.measured if each not in (chosen, base)]
    failed = [f"{title(each.precision, each.backend)} was passed over: {each.why}" for each in record.failed]
    return "; ".join([took, *others, *failed, *(f"passed over: {each}" for each in refused)])


def _other(each: Measured, chosen: Measured) -> str:
    if not each.agrees:
        return (
            f"{each.title} was passed over: here it answers otherwise than its certificate allows "
            f"(cosine {cosine_words(each.cosine)}, {cosine_words(each.least_cosine)} is allowed)"
        )
    bar = f", of the {each.bar} it must gain"
    ending = bar if chosen.precision == "fp32" else " as that"
    return f"{each.title} was {gain(each, chosen):.2f}x as fast{ending}"
