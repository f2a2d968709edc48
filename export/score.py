"""Score: what an exported file does on photos, and how fast. Run: `python -m export.score MODEL DATA`."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import typer
from numpy.typing import NDArray
from rich import print as show

from edge import embed
from train.data import Photos, read_photos
from train.evaluate import across, few_shot
from train.sets import Sets, grocery_shelf
from train.views import View, hard, whole


def main(model: Path, data: Path) -> None:
    """Print the few-shot figures and the latency of MODEL on the photo sets below DATA."""
    device = embed.load(model, "cpu")
    show(f"{device.card.name}: {model.stat().st_size / 1e6:.1f} MB, {device.provider}")
    show(f"threshold {device.card.distance_threshold:.3f}, made by {device.card.recipe}")
    sets = Sets.read(data)
    _show_few_shot("grocery, unseen classes", device, sets.unseen_grocery)
    _show_few_shot("caltech, unseen classes", device, sets.unseen_caltech)
    _show_few_shot("drawn packs, unseen shops", device, sets.unseen_drawn)
    packaged = read_photos([data / "packaged8/cutouts"])
    _show_few_shot("packaged8", device, packaged)
    _show_few_shot("grocery, unseen classes, any angle and light", device, sets.unseen_grocery, hard())
    _show_few_shot("packaged8, any angle and light", device, packaged, hard())
    shelf, asked = grocery_shelf(data)
    show(f"grocery, all classes: top-1 {across(lambda photos: vectors(device, photos), shelf, asked):.3f}")
    for threads in (1, 2):
        show(f"one crop, {threads} thread(s): {latency(model, threads):.1f} ms")


def vectors(device: embed.Embedder, photos: Photos, view: View = whole) -> NDArray[np.float32]:
    """Embeddings of one view of each photo, float32 `[N, D]`."""
    size = device.card.height
    return np.concatenate([device.embed(view(image, size)[None]) for image in photos.images])


def latency(model: Path, threads: int, runs: int = 50) -> float:
    """Median time of one crop on the CPU, milliseconds, after five runs to warm up."""
    device = embed.load(model, "cpu", threads)
    crop = np.zeros((1, device.card.height, device.card.width, 3), np.uint8)
    times = []
    for _ in range(runs + 5):
        started = time.perf_counter()
        device.embed(crop)
        times.append(time.perf_counter() - started)
    return float(np.median(times[5:]) * 1000)


def _show_few_shot(name: str, device: embed.Embedder, photos: Photos, view: View = whole) -> None:
    score = few_shot(vectors(device, photos, view), photos.labels)
    show(f"{name}: top-1 {score.top1:.3f}, AUROC {score.auroc:.3f}, FPR@TPR95 {score.false_accept:.3f}")


if __name__ == "__main__":
    typer.run(main)
