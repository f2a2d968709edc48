"""How the gain of a form looks by the clock with all threads, and in processor time of one thread.

Run: PYTHONPATH=. .venv/bin/python scripts/forms/clocks.py [ROUNDS]; beside other programs, too.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import numpy as np

from edge import models
from edge.embed.choice import Choice, look
from edge.embed.providers import default_threads
from edge.embed.timed import Calls, Clock, times
from edge.embed.trial_crops import trial_crops


def gains(found: Sequence[Calls]) -> str:
    """Of each against the first: geometric mean of one crop and of eight, lower quartiles."""
    took = [each.took for each in found]
    first = took[0]
    return " ".join(f"{np.sqrt(first.one_ms / t.one_ms * first.all_ms / t.all_ms):.2f}" for t in took[1:])


def main() -> None:
    """Print one line a round."""
    choice = look(models.default(), None)
    if not isinstance(choice, Choice):
        raise SystemExit(f"nothing to compare: {choice}")
    crops = trial_crops(choice.base.form)
    many = [each.start(None) for each in choice.candidates]
    one = [each.start(1) for each in choice.candidates]
    for each in (*many, *one):
        each.embed(crops)
    print("against", choice.base.title, "of", ", ".join(each.title for each in choice.candidates[1:]))
    ways: list[tuple[str, list, Clock]] = [  # type: ignore[type-arg]
        (f"clock, {default_threads()} threads", many, time.perf_counter),
        ("clock, 1 thread", one, time.perf_counter),
        ("processor time, 1 thread", one, time.process_time),
    ]
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 8):
        print(" | ".join(f"{name}: {gains(times(with_, crops, clock))}" for name, with_, clock in ways))


if __name__ == "__main__":
    main()
