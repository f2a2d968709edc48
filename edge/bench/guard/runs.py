"""Runs: the guard again and again, to see how its figures lie and how often it raises an alarm."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.table import Table

from edge.bench.guard.judge import Limit


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the guard.

    Attributes:
        code: its exit code.
        tried: by figure, what each attempt gave; empty where the run failed.
    """

    code: int
    tried: Mapping[str, Sequence[float]]


def again_and_again(times: int) -> list[Run]:
    """Run it in so many processes, one after the other, each with its table."""
    runs = []
    for number in range(1, times + 1):
        runs.append(_run())
        alarms = sum(run.code != 0 for run in runs)
        print(f"run {number} of {times}: exit code {runs[-1].code}; alarms so far: {alarms}", flush=True)
    return runs


def table_of_runs(runs: Sequence[Run], limits: Mapping[str, Limit]) -> Table:
    """Least, median and greatest of each figure's first attempts, beside its limit; and what missed it."""
    alarms, failed = sum(run.code != 0 for run in runs), sum(not run.tried for run in runs)
    told = [run.tried for run in runs if run.tried]
    names = ("", "least", "median", "greatest", "usual", "at most", "slower passes", "tried again", "alarms")
    shown = Table(*names, title_justify="left")
    shown.title = f"{alarms} alarm{'s' * (alarms != 1)} in {len(runs)} runs"
    shown.title += f", {failed} of them failed" if failed else ""
    for name, limit in limits.items() if told else ():
        first = [tried[name][0] for tried in told]
        values = (min(first), median(first), max(first), limit.usual, limit.most)
        again = sum(len(tried[name]) > 1 and tried[name][0] > limit.most for tried in told)
        missed = sum(min(tried[name]) > limit.most for tried in told)
        shown.add_row(name, *(f"{one:.3g}" for one in values), passes(limit), str(again), str(missed))
    return shown


def passes(limit: Limit) -> str:
    """How much slower than usual still passes, in words."""
    return f"up to {limit.passes:.0%}"


def _run() -> Run:
    with TemporaryDirectory(prefix="checkout-edge-") as folder:
        kept = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "edge.bench.guard.command", "--keep", str(kept)]
        code = subprocess.run(command, check=False).returncode
        return Run(code, json.loads(kept.read_text("utf-8")) if kept.exists() else {})
