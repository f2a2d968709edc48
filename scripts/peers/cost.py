"""Cost: processor time an item of each step, on one thread, which other processes hardly disturb.

OMP_NUM_THREADS=1 PYTHONPATH=scripts:. .venv/bin/python -m peers.cost
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import thread_time

import numpy as np
import torch

from edge import embed, models
from edge.embed.forms import forms_of, peek
from export.half import load_full
from gallery.classify import LOOK
from peers.network import eager
from peers.scene import Scene, Setting
from peers.search import Brute, Library
from peers.subjects.naive_onnx import NaiveOnnx

COUNTS, TIMES = (1, 5, 20), 9
Work = Callable[[], object]


def main() -> None:
    """Print milliseconds of processor time an item."""
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    path = models.default()
    card = peek(path)
    crops = rng.integers(0, 256, (max(COUNTS), card.height, card.width, 3), dtype=np.uint8)
    images = torch.from_numpy(np.ascontiguousarray(crops.transpose(0, 3, 1, 2))).float() / 127.5 - 1
    files = {"FP32": path} | {form.card.precision.upper(): form.path for form in forms_of(path, card)[0]}
    ours = {name: embed.load(file, "cpu", 1, as_given=True) for name, file in files.items()}
    network = eager(load_full(path), card)
    for count in COUNTS:
        works: dict[str, Work] = {
            f"ours, {name}": partial(model.embed, crops[:count]) for name, model in ours.items()
        }
        works["PyTorch eager"] = partial(network, images[:count])
        told(f"network, {count} at once", works, count)
    for views in (1_000, 10_000):
        told(f"search, {views:,} views", searches(views, card.dimension), 1)
    naive = NaiveOnnx(False, 1)
    scene = Scene(crops[0], ((0.0, 0.0, float(card.width), float(card.height)),), (None,), Setting(1, 0), 0)
    told("pixels to floats in NumPy, with the cut", {"naive": partial(naive.floats, scene, 0)}, 1)


def searches(views: int, dimension: int) -> dict[str, Work]:
    """A query of each search."""
    vectors = np.random.default_rng(1).standard_normal((views, dimension)).astype(np.float32)
    found: dict[str, Brute | Library] = {
        "NumPy": Brute(vectors),
        "Faiss flat": Library("faiss flat", vectors),
    }
    return {name: partial(one.nearest, vectors[:1], LOOK) for name, one in found.items()}


def told(title: str, works: dict[str, Work], items: int) -> None:
    """Time works in turn, and print medians."""
    took: dict[str, list[float]] = {name: [] for name in works}
    with torch.inference_mode():
        for _ in range(TIMES):
            for name, work in works.items():
                start = thread_time()
                work()
                took[name].append((thread_time() - start) / items * 1e3)
    print(f"{title}: " + ", ".join(f"{name} {np.median(times):.2f} ms" for name, times in took.items()))


if __name__ == "__main__":
    main()
