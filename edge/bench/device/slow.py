"""Slow: clocks below the greatest while there was work for more, and why the device said they were."""

from __future__ import annotations

from edge.bench.device.cores import Cores
from edge.bench.device.tally import BUSY, Mean, Tally

SHARE = 0.9
"""Share of the greatest clock below which it is said."""
_ENOUGH = 4  # samples; fewer may be a clock on its way up


def slow(tally: Tally, cores: Cores) -> tuple[str, ...]:
    """What ran below its clock while it was busy, and what was held down, in words.

    Args:
        tally: of the run.
        cores: the processors in it.
    """
    return (
        *(
            f"the GPU's clock was held down in {count} of {tally.number} samples: {reason}"
            for reason, count in tally.reasons.items()
        ),
        *_below("the GPU", tally.busy_gpu, tally.greatest),
        *_below("the CPU's busy cores", cores.clock, cores.due.value),
    )


def _below(what: str, clock: Mean, greatest: float | None) -> tuple[str, ...]:
    if clock.value is None or not greatest or clock.number < _ENOUGH or clock.value >= SHARE * greatest:
        return ()
    return (f"{what} ran at {clock.value:.0f} MHz of {greatest:.0f} while at least {BUSY:.0%} busy",)
