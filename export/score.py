"""Score: what an exported file does on photos, and how fast. Run: `python -m export.score MODEL DATA`."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import typer
from numpy.typing import NDArray
from rich import print as show

from export.session import Session
from train.data import Photos, read_photos
from train.evaluate import across, few_shot
from train.features import whole
from train.sets import Sets


def main(model: Path, data: Path) -> None:
    """Print the few-shot figures and the latency of MODEL on the photo sets below DATA."""
    session = Session(model)
    show(
        session.card.name,
        f"{model.stat().st_size / 1e6:.1f} MB, threshold {session.card.distance_threshold:.3f}",
    )
    sets = Sets.read(data)
    packaged = read_photos([data / "packaged8/cutouts"])
    named = {
        "grocery, unseen": sets.unseen_grocery,
        "caltech, unseen": sets.unseen_caltech,
        "packaged8": packaged,
    }
    for name, photos in named.items():
        score = few_shot(vectors(session, photos), photos.labels)
        show(f"{name}: top-1 {score.top1:.3f}, AUROC {score.auroc:.3f}, FPR@TPR95 {score.false_accept:.3f}")
    shelf, asked = read_photos([data / "grocery/train"]), read_photos([data / "grocery/test"])
    show(f"grocery, all: top-1 {across(lambda photos: vectors(session, photos), shelf, asked):.3f}")
    for threads in (1, 2):
        show(f"one crop on {threads} thread(s): {latency(model, threads):.1f} ms")


def vectors(session: Session, photos: Photos) -> NDArray[np.float32]:
    """Embeddings of whole photos, float32 `[N, D]`."""
    size = session.card.height
    return np.concatenate([session.embed(whole(image, size)[None]) for image in photos.images])


def latency(model: Path, threads: int, runs: int = 50) -> float:
    """Median time of one crop, milliseconds, after five runs to warm up."""
    session = Session(model, threads)
    crop = np.zeros((1, session.card.height, session.card.width, 3), np.uint8)
    times = []
    for _ in range(runs + 5):
        started = time.perf_counter()
        session.embed(crop)
        times.append(time.perf_counter() - started)
    return float(np.median(times[5:]) * 1000)


if __name__ == "__main__":
    typer.run(main)
