"""Slow: clocks below the greatest while there was work for more, and why the device said they were."""

from __future__ import annotations

from edge.bench.device.tally import BUSY, Mean, Tally

SHARE = 0.9
"""Share of the greatest clock below which it is said."""
_ENOUGH = 4  # samples; fewer may be a clock on its way up


def slow(tally: Tally, processor: float | None) -> tuple[str, ...]:
    """What ran below its greatest clock while it was busy, and what was held down, in words.

    Args:
        tally: of the run.
        processor: greatest clock of the CPU as it is set, MHz; None where not known.
    """
    return (
        *(
            f"the GPU's clock was held down in {count} of {tally.number} samples: {reason}"
            for reason, count in tally.reasons.items()
        ),
        *_below("the GPU", tally.busy_gpu, tally.greatest),
        *_below("the CPU's busy cores", tally.busy_cores, processor),
    )


def _below(what: str, clock: Mean, greatest: float | None) -> tuple[str, ...]:
    if clock.value is None or not greatest or clock.number < _ENOUGH or clock.value >= SHARE * greatest:
        return ()
    return (f"{what} ran at {clock.value:.0f} MHz of {greatest:.0f} while at least {BUSY:.0%} busy",)
