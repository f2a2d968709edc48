"""Scores: which number tells known things from unknown ones best, on folders of photos.

    scripts/risk/scores.py grocery=DATA/grocery/{train,val,test} DATA/caltech101 DATA/packaged8/cutouts

Folders with the same name before `=` are one set. A photo shows what its folder is named; things with fewer
than 9 photos are left out. Half of the things are enrolled with 7 photos each, up to 13 others of each, and
of each unknown thing, are asked; 20 draws. Prints for each set, and for all in one gallery, AUROC of known
against unknown / OSCR (area under the share accepted rightly over the share of unknown accepted), means of
the draws.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge import embed
from edge.things import embed_things
from gallery.classify import LOOK, rank
from gallery.decision import decide
from gallery.neighbours import Neighbours
from gallery.spread import offsets, spreads
from gallery.thresholds import Thresholds

DRAWS, ENROLLED, ASKED = 20, 7, 13
KINDS = (".jpg", ".jpeg", ".png", ".webp")
Row = NDArray[np.float64]
Photos = tuple[NDArray[np.float32], NDArray[np.str_]]


def named(arguments: Sequence[str]) -> dict[str, list[Path]]:
    """The folders of each set."""
    found: dict[str, list[Path]] = {}
    for argument in arguments:
        name, _, folder = argument.rpartition("=")
        found.setdefault(name or Path(folder).name, []).append(Path(folder))
    return found


def embedded(folders: Sequence[Path]) -> Photos:
    """Vectors `[N, D]` of all photos below the folders, and what each shows."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*"))]
    photos = [(path.parent.name, path) for path in paths if path.suffix.lower() in KINDS]
    found = embed_things(photos, embed.load(None, "cpu", 1), lambda done, of: None)
    return found.vectors, np.array(found.names)


def enough(photos: Photos) -> Photos:
    """Those of things with 9 photos or more."""
    vectors, names = photos
    _, number, count = np.unique(names, return_inverse=True, return_counts=True)
    kept = count[number] >= ENROLLED + 2
    return vectors[kept], names[kept]


def halves(names: NDArray[np.str_], seed: int) -> tuple[list[int], list[int]]:
    """Rows that are enrolled, and rows that are asked."""
    generator = np.random.default_rng(seed)
    drawn = generator.permutation(np.unique(names))
    enrolled: list[int] = []
    asked: list[int] = []
    for place, name in enumerate(drawn):
        rows = generator.permutation(np.flatnonzero(names == name)).tolist()
        first = ENROLLED if place < len(drawn) // 2 else 0
        enrolled += rows[:first]
        asked += rows[first : first + ASKED]
    return enrolled, asked


def scores(
    photos: Photos, enrolled: list[int], asked: list[int]
) -> tuple[Mapping[str, Row], NDArray[np.bool_], NDArray[np.bool_]]:
    """By name one number a query, low where it is rather accepted; which are known, and judged rightly."""
    vectors, names = photos
    skus = names[enrolled]
    distances = np.sqrt(np.maximum(2 - 2 * vectors[asked] @ vectors[enrolled].T, 0)).astype(np.float32)
    near = np.argsort(distances, axis=1)[:, :LOOK]
    ranked = rank(Neighbours(np.take_along_axis(distances, near, 1), near), skus.tolist())
    judged = [decide(candidates, Thresholds(2.0)).candidates[0] for candidates in ranked]
    sku = np.array([one.sku for one in judged])
    own = np.array([one.distance for one in judged], np.float64)
    other = np.where(skus == sku[:, None], np.inf, distances).min(axis=1).astype(np.float64)
    offset = offsets(spreads(vectors[enrolled], skus.tolist()))
    found = {
        "distance": own,
        "margin to the next": own - other,
        "ratio to the next": own / other,
        "share of the vote": np.array([-one.share for one in judged]),
        "distance less offset": own - np.array([offset[one] for one in sku.tolist()]),
    }
    return found, np.isin(names[asked], skus), sku == names[asked]


def areas(score: Row, known: NDArray[np.bool_], right: NDArray[np.bool_]) -> tuple[float, float]:
    """AUROC and OSCR."""
    order = np.argsort(score, kind="stable")
    false = np.concatenate([[0], np.cumsum(~known[order]) / (~known).sum()])
    steps = np.diff(false)
    both = [np.concatenate([[0], np.cumsum(hit[order]) / known.sum()]) for hit in (known, known & right)]
    auroc, oscr = (float((steps * (rate[1:] + rate[:-1]) / 2).sum()) for rate in both)
    return auroc, oscr


def compared(photos: Photos) -> dict[str, Row]:
    """By score its mean AUROC and OSCR over the draws."""
    photos = enough(photos)
    found: dict[str, list[tuple[float, float]]] = {}
    for seed in range(DRAWS):
        each, known, right = scores(photos, *halves(photos[1], seed))
        for name, score in each.items():
            found.setdefault(name, []).append(areas(score, known, right))
    return {name: np.mean(each, axis=0) for name, each in found.items()}


def main(sets: Mapping[str, Photos]) -> None:
    """Print the table."""
    tables = {name: compared(photos) for name, photos in sets.items()}
    if len(sets) > 1:
        names = [np.char.add(f"{number}/", one[1]) for number, one in enumerate(sets.values())]
        pooled = np.concatenate([one[0] for one in sets.values()]), np.concatenate(names)
        tables["all of them"] = compared(pooled)
    print(f"{'':22}" + "".join(f"{name:>16}" for name in tables))
    for score in next(iter(tables.values())):
        cells = (f"{table[score][0]:.3f} / {table[score][1]:.3f}" for table in tables.values())
        print(f"{score:22}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main({name: embedded(folders) for name, folders in named(sys.argv[1:]).items()})
