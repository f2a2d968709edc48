"""Rounds: every subject is timed in turn, again and again, so that what else the machine does hits all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter

from edge.bench.child import Child
from peers.host import Took


def run_rounds(
    children: Mapping[str, Child], frames: dict[int, int], seconds: float, told: Callable[[str], None]
) -> dict[str, list[Took]]:
    """Time all in turn until the time is used; each round begins with the next subject.

    Args:
        children: of `peers.host.Host`, by the name of the subject.
        frames: of each turn, by items in view.
        seconds: that all may take on the wall; one round is run in any case.
        told: what is being done.

    Returns:
        By subject, what each round took.

    Raises:
        ChildFailedError: a subject failed.
    """
    names, start, done = list(children), perf_counter(), 0
    took: dict[str, list[Took]] = {name: [] for name in names}
    while not done or (perf_counter() - start) * (done + 1) / done <= seconds:
        first = done % len(names)
        for name in names[first:] + names[:first]:
            took[name].append(children[name].ask("turn", frames))
        done += 1
        told(f"round {done}, {perf_counter() - start:.0f} of {max(0, seconds):.0f} s")
    return took
