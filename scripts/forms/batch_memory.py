"""What the greatest batch of one run costs in memory and brings in time, on the CPU.

    python scripts/forms/batch_memory.py [MODEL.onnx] [--threads 2] [--rounds 9]

Each row is a process of its own that embeds 1, 4, 8, 20, 32, 20, 32 and 1 crops in runs of at most so many,
as we run them, with onnxruntime's memory patterns, or without its arena. Memory is what it has more than
before the session. Times are of 32 crops, in turns in one process: the ratio to one run of 32 with patterns,
below 1 is faster.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from session_options import CHANGES, session

from edge import models
from edge.certificate.certificate import check_path
from edge.certificate.check_file import some_crops

COUNTS = (1, 4, 8, 20, 32, 20, 32, 1)
MOST = (32, 16, 8, 4)
KINDS = ("memory patterns", "ours", "no arena")


def in_runs(one: Any, most: int) -> Callable[[np.ndarray], np.ndarray]:
    """Runs of at most so many crops."""

    def call(crops: np.ndarray) -> np.ndarray:
        parts = [crops[i : i + most] for i in range(0, len(crops), most)]
        return np.concatenate([one.run(["embeddings"], {"images": part})[0] for part in parts])

    return call


def memory(model: Path, threads: int, kind: str, most: int) -> None:
    """Print what the process takes after each call, MB."""
    crops, data, process = some_crops(check_path(models.default()), 32), model.read_bytes(), psutil.Process()
    before = process.memory_info().rss
    call = in_runs(session(data, threads, CHANGES[kind]), most)
    found = []
    for count in COUNTS:
        call(crops[:count])
        found.append(f"{(process.memory_info().rss - before) / 1e6:.0f}")
    print(f"| {kind}, at most {most} | {' | '.join(found)} |")


def times(model: Path, threads: int, rounds: int) -> None:
    """Print the ratio of each to one run of 32 crops."""
    crops, data = some_crops(check_path(models.default()), 32), model.read_bytes()
    calls = {
        (kind, most): in_runs(session(data, threads, CHANGES[kind]), most) for kind in KINDS for most in MOST
    }
    whole = calls["memory patterns", 32](crops)
    taken: dict[tuple[str, int], list[float]] = {key: [] for key in calls}
    for number in range(rounds + 1):
        for key in list(calls)[:: -1 if number % 2 else 1]:
            started = time.perf_counter()
            answer = calls[key](crops)
            taken[key].append(time.perf_counter() - started)
            if number == 0 and not np.array_equal(answer, whole):
                print(f"{key}: other bits, by at most {np.abs(answer - whole).max():.1e}")
    for key, each in taken.items():
        ratio = np.array(each[1:]) / np.array(taken["memory patterns", 32][1:])
        low, middle, high = np.percentile(ratio, (25, 50, 75))
        print(f"| {key[0]}, at most {key[1]} | {middle:.2f} | {low:.2f} to {high:.2f} |")


def main() -> None:
    """Measure, and print rows of tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", nargs="?", type=Path, default=models.default())
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        memory(asked.model, asked.threads, asked.one[0], int(asked.one[1]))
        return
    for kind in KINDS:
        for most in MOST:
            line = [sys.executable, __file__, str(asked.model), "--threads", str(asked.threads)]
            subprocess.run([*line, "--one", kind, str(most)], check=True)
    times(asked.model, asked.threads, asked.rounds)


if __name__ == "__main__":
    main()
