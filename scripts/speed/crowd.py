"""Crowd: all but inference, when many items are embedded in one frame and when they lie still; CPU time.

scripts/speed/crowd.py 64a525c --items 20
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
from two import two  # noqa: E402

from edge.card import ModelCard  # noqa: E402
from gallery import Decision, Verdict  # noqa: E402

ROUNDS, EMPTY, LAID = 6, 20, 50


class NoInference:
    """An embedder that costs nothing, and counts."""

    card = ModelCard(
        name="none", dimension=256, height=224, width=224, backbone="none", training_data=("none",),
        licence="Apache-2.0", recipe="none", distance_threshold=0.5, content_hash="c" * 64,
    )  # fmt: skip
    looks = 0

    def embed(self, images: np.ndarray) -> np.ndarray:
        """The same vector for all."""
        self.looks += len(images)
        return np.full((len(images), 256), 1 / 16, np.float32)


class NoGallery:
    """A recogniser that knows nothing."""

    version = 1

    def refresh(self) -> None:
        """Nothing changes."""

    def recognise(self, vectors: np.ndarray, final: object = None) -> list[Decision]:
        """All are unknown."""
        return [Decision(Verdict.UNKNOWN, (), 0.0) for _ in vectors]


def main() -> None:
    """Lay the items down again and again, and print what their frames cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("revision")
    parser.add_argument("--items", type=int, default=20)
    options = parser.parse_args()
    spent: dict[tuple[str, str], list[float]] = {}
    with two(options.revision) as trees:
        for _ in range(ROUNDS):
            _round(trees, options.items, spent)
    for (kind, tree), times in sorted(spent.items()):
        p50, p90 = np.percentile(times, [50, 90])
        times_of = f"p50 {p50:6.2f}  p90 {p90:6.2f}  worst {max(times):6.2f} ms"
        print(f"{kind:18} {tree:6} {len(times):4} frames  {times_of}")


def _round(trees: Any, items: int, spent: dict[tuple[str, str], list[float]]) -> None:
    embedders = NoInference(), NoInference()
    tills = [
        tree.pipeline.Till(tree.tray.TrayLocaliser(), embedders[i], NoGallery(), tree.ledger.Ledger(None))
        for i, tree in enumerate(trees)
    ]
    for index in range(EMPTY + LAID):
        picture = _scene(items if index >= EMPTY else 0, index)
        for which in (0, 1) if index % 2 else (1, 0):
            frame = trees[which].frame.Frame(picture, index, index / 15, 0.0)
            embedders[which].looks = 0
            begun = time.thread_time()
            tills[which].see(frame)
            took = (time.thread_time() - begun) * 1e3
            whole = embedders[which].looks == items
            kind = "all are embedded" if whole else "all lie still" if index > EMPTY + 30 else "else"
            spent.setdefault((kind, ("before", "now")[which]), []).append(took)


def _scene(items: int, index: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    picture = cv2.resize(rng.integers(60, 200, (45, 80, 3), np.uint8), (1280, 720))
    for number in range(items):
        x, y = 40 + number % 5 * 245, 30 + number // 5 * 172
        picture[y : y + 130, x : x + 160] = (40 * (number % 6), 30, 220)
        picture[y : y + 130 : 9, x : x + 160] = 90
    return cv2.add(picture, np.random.default_rng(index % 4).integers(0, 4, picture.shape, np.uint8))


if __name__ == "__main__":
    main()
