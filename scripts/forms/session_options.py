"""How onnxruntime's session options change the time of a call and of a start, each beside what we run.

    python scripts/forms/session_options.py [MODEL.onnx] [--threads 1,2] [--rounds 25] [--sleep 0.02]

All variants live in one process and take turns, a call each; what is printed is the median of each round's
ratio to ours (below 1 is faster), with the middle half of them. `--sleep` is the pause before each call, in
which a till waits for its next frame: what spins meanwhile is not at rest.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from edge import models
from edge.certificate.certificate import check_path
from edge.certificate.check_file import some_crops
from edge.embed.providers import _DISABLED, _options

Call = Callable[[np.ndarray], np.ndarray]


def session(model: str | bytes, threads: int, change: Callable[[Any], None] = lambda options: None) -> Any:
    """A session as ours, but for one change of its options."""
    options = _options(onnxruntime, threads)
    options.enable_mem_pattern = False
    change(options)
    return onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"], disabled_optimizers=_DISABLED
    )


def entry(key: str, value: str) -> Callable[[Any], None]:
    """A change of a configuration entry."""
    return lambda options: options.add_session_config_entry(key, value)


def attribute(name: str, value: object) -> Callable[[Any], None]:
    """A change of an option."""
    return lambda options: setattr(options, name, value)


CHANGES: dict[str, Callable[[Any], None]] = {
    "ours": lambda options: None,
    "ours again": lambda options: None,
    "spinning": entry("session.intra_op.allow_spinning", "1"),
    "denormals are zero": entry("session.set_denormal_as_zero", "1"),
    "dynamic blocks of 4": entry("session.dynamic_block_base", "4"),
    "parallel execution": attribute("execution_mode", onnxruntime.ExecutionMode.ORT_PARALLEL),
    "memory patterns": attribute("enable_mem_pattern", True),
    "no arena": attribute("enable_cpu_mem_arena", False),
    "no prepacked weights": entry("session.disable_prepacking", "1"),
}


def plain(one: Any) -> Call:
    """A call as ours."""
    return lambda crops: one.run(["embeddings"], {"images": crops})[0]


def bound(one: Any, dimension: int) -> Call:
    """Input and output bound, the output into memory taken once."""
    binding, outs = one.io_binding(), {}

    def call(crops: np.ndarray) -> np.ndarray:
        out = outs.setdefault(len(crops), np.empty((len(crops), dimension), np.float32))
        binding.bind_input("images", "cpu", 0, np.uint8, crops.shape, crops.ctypes.data)
        binding.bind_output("embeddings", "cpu", 0, np.float32, out.shape, out.ctypes.data)
        one.run_with_iobinding(binding)
        return out

    return call


def ratios(calls: dict[str, Call], crops: np.ndarray, rounds: int, sleep: float) -> dict[str, np.ndarray]:
    """The time of each call by that of ours, of each round."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds + 2):
        for name in list(calls)[:: -1 if number % 2 else 1]:
            time.sleep(sleep)
            started = time.perf_counter()
            calls[name](crops)
            times[name].append(time.perf_counter() - started)
    return {name: np.array(each[2:]) / np.array(times["ours"][2:]) for name, each in times.items()}


def starts(model: bytes, threads: int, rounds: int) -> dict[str, np.ndarray]:
    """Seconds to a session: of our file, and of one that was optimised before, by level."""
    levels = onnxruntime.GraphOptimizationLevel
    with tempfile.TemporaryDirectory() as folder:
        files: dict[str, tuple[bytes, Callable[[Any], None]]] = {"ours": (model, lambda options: None)}
        for name, level in (
            ("basic", levels.ORT_ENABLE_BASIC),
            ("all, for this processor alone", levels.ORT_ENABLE_ALL),
        ):
            path = Path(folder) / f"{name[:3]}.onnx"

            def save(options: Any, level: Any = level, path: Path = path) -> None:
                options.graph_optimization_level, options.optimized_model_filepath = level, str(path)

            session(model, threads, save)
            off = attribute(
                "graph_optimization_level", levels.ORT_DISABLE_ALL if "all" in name else levels.ORT_ENABLE_ALL
            )
            files[f"optimised before: {name} ({path.stat().st_size / 1e6:.1f} MB)"] = (path.read_bytes(), off)
        times: dict[str, list[float]] = {name: [] for name in files}
        for _ in range(rounds):
            for name, (data, change) in files.items():
                started = time.perf_counter()
                session(data, threads, change)
                times[name].append(time.perf_counter() - started)
    return {name: np.array(each) for name, each in times.items()}


def main() -> None:
    """Measure, and print rows of a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", nargs="?", type=Path, default=models.default())
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--sleep", type=float, default=0.02)
    asked = parser.parse_args()
    data = asked.model.read_bytes()
    crops = some_crops(check_path(models.default()), 8)
    for threads in map(int, asked.threads.split(",")):
        made = {name: session(data, threads, change) for name, change in CHANGES.items()}
        dimension = made["ours"].get_outputs()[0].shape[1]
        calls = {name: plain(one) for name, one in made.items()}
        calls["bound input and output"] = bound(made["ours again"], dimension)
        same = calls["ours"](crops)
        for name, call in calls.items():
            if not np.array_equal(call(crops), same):
                print(f"{name}: other bits, by at most {np.abs(call(crops) - same).max():.1e}")
        for count in (1, 8):
            found = ratios(calls, np.ascontiguousarray(crops[:count]), asked.rounds, asked.sleep)
            for name, each in found.items():
                low, middle, high = np.percentile(each, (25, 50, 75))
                print(
                    f"| {name} | {threads} threads, {count} crops | {middle:.2f} | {low:.2f} to {high:.2f} |"
                )
    for name, each in starts(data, threads, max(5, asked.rounds // 3)).items():
        print(f"| start: {name} | {np.median(each) * 1e3:.0f} ms |")


if __name__ == "__main__":
    main()
