"""Threads: OpenCV with 1 and with 2 threads, in turn, on the same frames; and inference that spins or sleeps.

scripts/speed/threads.py --size 1280x720 --items 9
taskset -c 0 scripts/speed/threads.py --size 1280x720 --items 9
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]
from shop import a_shop  # noqa: E402

from edge.basket.ledger import Ledger  # noqa: E402
from edge.embed import providers  # noqa: E402
from edge.frame import Frame  # noqa: E402
from edge.localise.tray import TrayLocaliser  # noqa: E402
from edge.pipeline import Till  # noqa: E402
from edge.synth import Checkout, make_shop  # noqa: E402

BLOCK = 10  # frames between two changes: OpenCV makes its pool anew at each
FPS = 15.0


def main() -> None:
    """Time and print both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--items", type=int, default=9)
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    scene = Checkout(make_shop(5), 5, size=(width, height), items=options.items, duration=60.0, fps=FPS)
    pictures = list(scene.frames())[:450]
    eye = TrayLocaliser()
    _turns("locate alone", pictures, lambda frame: eye.locate(frame))
    with a_shop(5) as (embedder, recogniser):
        till = Till(TrayLocaliser(), embedder, recogniser, Ledger(None))
        _turns("whole frames, sleeping inference", pictures, lambda frame: till.see(frame))
        _inference(embedder, options.items)


def _turns(what: str, pictures: list[Any], see: Any) -> None:
    wall: dict[int, list[float]] = {1: [], 2: []}
    cpu: dict[int, list[float]] = {1: [], 2: []}
    for index, picture in enumerate(pictures):
        threads = 1 + index // BLOCK % 2
        if index % BLOCK == 0:
            cv2.setNumThreads(threads)
        begun, busy = time.perf_counter(), time.process_time()
        see(Frame(picture, index, index / FPS, begun))
        if index % BLOCK > 1 and index > 30:
            wall[threads].append((time.perf_counter() - begun) * 1e3)
            cpu[threads].append((time.process_time() - busy) * 1e3)
    _tell(what, "OpenCV threads 1", wall[1], cpu[1], "2", wall[2], cpu[2])


def _inference(embedder: Any, count: int) -> None:
    """The same session options but for spinning; a localiser's work runs between two runs."""
    import onnxruntime

    from edge import models

    cv2.setNumThreads(1)
    path = models.default()
    sessions = []
    for spins in ("0", "1"):
        options = providers._options(onnxruntime, None)
        options.add_session_config_entry("session.intra_op.allow_spinning", spins)
        sessions.append(onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]))
    images = np.random.default_rng(0).integers(
        0, 255, (count, embedder.card.height, embedder.card.width, 3), np.uint8
    )
    picture = np.random.default_rng(0).integers(0, 255, (720, 1280, 3), np.uint8)
    wall: tuple[list[float], list[float]] = ([], [])
    busy: tuple[list[float], list[float]] = ([], [])
    name = sessions[0].get_inputs()[0].name
    for turn in range(60):
        which = turn % 2
        begun, used = time.perf_counter(), time.process_time()
        sessions[which].run(None, {name: images})
        for _ in range(4):
            cv2.resize(picture, (320, 180), interpolation=cv2.INTER_AREA)
        wall[which].append((time.perf_counter() - begun) * 1e3)
        busy[which].append((time.process_time() - used) * 1e3)
    _tell(
        f"inference of {count}, then 5 ms of pictures", "sleeps", wall[0], busy[0], "spins", wall[1], busy[1]
    )


def _tell(what: str, one: str, wall: Any, cpu: Any, other: str, wall2: Any, cpu2: Any) -> None:
    print(what)
    for name, times, used in ((one, wall, cpu), (other, wall2, cpu2)):
        p50, p99 = np.percentile(times, [50, 99])
        print(f"  {name:18} p50 {p50:6.2f}  p99 {p99:6.2f} ms   CPU p50 {np.median(used):6.2f} ms a frame")
    ratios = np.median(wall2) / np.median(wall), np.median(cpu2) / np.median(cpu)
    print(f"  the second by the first: p50 {ratios[0]:.2f}, CPU {ratios[1]:.2f}")


if __name__ == "__main__":
    main()
