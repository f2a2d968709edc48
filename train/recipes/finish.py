"""Finish: the figures of a trained network, and the files that stay of a run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from train.data import Photos
from train.engine.job import Job
from train.engine.numerics import Numerics
from train.engine.source import Whole, run
from train.knn import Knn, choose_k, ranking_across, top
from train.metrics import shots
from train.recipes.pairs import Pairs
from train.recipes.prepared import Prepared
from train.saved import About, save
from train.settings import ProductSettings, RecipeSettings, TripletSettings

SUMMARY = "summary.json"
ENROLLED = 7
"""Photos of each class enrolled where the classes were not trained on."""

MOST_JUDGED = 2000
"""Training photos that the figures of `product` are taken on: it may have many, and is not meant for them."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Figures:
    """What `summary.json` and the card share."""

    shares: dict[str, dict[str, float] | None]
    k: int | None = None
    threshold: float | None = None
    pairs: dict[str, float] | None = None
    judged: int | None = None


def finish(
    run_dir: Path,
    prepared: Prepared,
    settings: RecipeSettings,
    data: Sequence[str],
    threshold: float | None = None,
) -> dict[str, Any]:
    """Judge the trained network and write `embedder.pt` and `summary.json` to `run_dir`.

    Figures are in float32, whatever the precision of training was. A `threshold` that is given takes
    the place of that of the training pairs.

    Returns:
        What `summary.json` holds.
    """
    job, softmax = prepared.job, not prepared.job.objective.unit
    figures = _by_outputs(prepared) if softmax else _by_neighbours(prepared, settings)
    if threshold is not None:
        figures = replace(figures, threshold=threshold)
    about = About(
        recipe=settings.recipe,
        kind="softmax" if softmax else "embedder",
        shape=job.embedder.shape,
        classes=job.photos.classes,
        training_data=tuple(data),
        threshold=figures.threshold,
        k=figures.k,
    )
    save(run_dir, job.embedder, about)
    summary = _summary(run_dir, prepared, settings, figures)
    (run_dir / SUMMARY).write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    return summary


def _by_outputs(prepared: Prepared) -> Figures:
    """Classes by the size of their outputs."""
    parts = {"train": prepared.split.train, "val": prepared.split.val, "rest": prepared.split.rest}
    return Figures(
        {
            name: _share(np.argsort(-_outputs(prepared.job, photos), 1, kind="stable"), photos)
            for name, photos in parts.items()
        }
    )


def _by_neighbours(prepared: Prepared, settings: RecipeSettings) -> Figures:
    """Classes by a vote of neighbours, K from cross-validation over the training photos."""
    split = prepared.split
    if isinstance(settings, ProductSettings):
        split = replace(split, train=_some(split.train, settings.seed))
    vectors = _outputs(prepared.job, split.train)
    folds, most = (settings.folds, settings.largest_k) if isinstance(settings, TripletSettings) else (5, 15)
    k = choose_k(vectors, split.train.labels, folds, most, settings.seed)
    shares = {"train": _share(ranking_across(vectors, split.train.labels, k, folds), split.train)}
    val = _outputs(prepared.job, split.val)
    if split.val.classes == split.train.classes:
        knn = Knn(k, vectors, split.train.labels)
        shares["val"] = _share(knn.ranking(val), split.val)
        if len(split.rest):
            shares["rest"] = _share(knn.ranking(_outputs(prepared.job, split.rest)), split.rest)
    elif len(val):
        shares["val"] = _few_shots(val, split.val, settings.seed)
    threshold = Pairs.of(vectors, split.train.labels).threshold()
    rates = Pairs.of(val, split.val.labels).rates(threshold) if threshold and len(val) else None
    return Figures(shares, k, threshold, rates, len(split.train))


def _some(photos: Photos, seed: int) -> Photos:
    """All photos of classes taken by chance, at most about `MOST_JUDGED`."""
    counts = np.bincount(photos.labels)
    order = np.random.default_rng(seed).permutation(len(counts))
    count = max(2, int(np.searchsorted(np.cumsum(counts[order]), MOST_JUDGED)))
    return photos.only([photos.classes[label] for label in order[:count]])


def _few_shots(vectors: Vectors, photos: Photos, seed: int) -> dict[str, float] | None:
    """Enrol some photos of each class and ask the others."""
    fewest = int(np.bincount(photos.labels).min())
    enrolled = shots(photos.labels, min(ENROLLED, max(1, fewest // 2)), seed)
    knn = Knn(min(ENROLLED, int(enrolled.sum())), vectors[enrolled], photos.labels[enrolled])
    ranking, labels = knn.ranking(vectors[~enrolled]), photos.labels[~enrolled]
    return {"top1": top(ranking, labels, 1), "top5": top(ranking, labels, 5)} if len(labels) else None


def _share(ranking: NDArray[np.int64], photos: Photos) -> dict[str, float] | None:
    if not len(photos):
        return None
    return {"top1": top(ranking, photos.labels, 1), "top5": top(ranking, photos.labels, 5)}


def _outputs(job: Job, photos: Photos) -> Vectors:
    if not len(photos):
        return np.zeros((0, job.embedder.shape.embedding), np.float32)
    network = job.embedder if job.objective.unit else Whole(job.embedder, unit=False)
    return run(network, photos, job.embedder, Numerics(job.numerics.device)).cpu().numpy()


def _summary(run_dir: Path, prepared: Prepared, settings: RecipeSettings, figures: Figures) -> dict[str, Any]:
    split = prepared.split
    epochs, seconds = _spent(run_dir)
    return {
        "recipe": settings.recipe,
        "backbone": settings.backbone,
        "seed": settings.seed,
        "classes": len(split.train.classes),
        "photos": {"train": len(split.train), "val": len(split.val), "rest": len(split.rest)},
        **{name: figures.shares.get(name) for name in ("train", "val", "rest")},
        "training_photos_judged": figures.judged,
        "k": figures.k,
        "threshold": figures.threshold,
        "pairs": figures.pairs,
        "epochs": epochs,
        "seconds": round(seconds, 1),
    }


def _spent(run_dir: Path) -> tuple[dict[str, int], float]:
    """Epochs of each phase, and the seconds that they took."""
    history = run_dir / "history.jsonl"
    lines = [json.loads(line) for line in history.read_text(encoding="utf-8").splitlines()]
    epochs = [line for line in lines if line["kind"] == "epoch"]
    phases = dict.fromkeys((line["phase"] for line in epochs), 0)
    for line in epochs:
        phases[line["phase"]] += 1
    return phases, sum(line["seconds"] for line in epochs)
