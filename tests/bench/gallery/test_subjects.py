"""Every subject against comparing all in NumPy, through the disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from edge.bench.gallery.filled import FILE, fill, open_gallery
from edge.bench.gallery.likeness import draw
from edge.bench.gallery.subject import graph_bytes
from edge.bench.gallery.subjects import OURS, SUBJECTS
from edge.bench.gallery.truth import farthest_allowed, recall

DIMENSION, K = 32, 7
LEAST = {"usearch i8": 0.85}  # a byte a number is coarse; everything else finds all of 400 views


@pytest.fixture(scope="module")
def views() -> NDArray[np.float32]:
    return np.concatenate(list(draw(40, 11, DIMENSION, seed=0)))


@pytest.mark.parametrize("name", SUBJECTS)
def test_it_finds_what_is_nearest(name: str, views: NDArray[np.float32], tmp_path: Path) -> None:
    entry = SUBJECTS[name]
    if not entry.present:
        pytest.skip(f"{entry.install} is not installed")
    vectors, queries = views[:, :10].reshape(-1, DIMENSION), np.ascontiguousarray(views[:, 10])
    if name == OURS:
        with open_gallery(tmp_path / FILE, DIMENSION, create=True) as gallery:
            fill(gallery, vectors, 10)
    told: list[int] = []
    subject = entry.make()
    subject.prepare(vectors, tmp_path)
    subject.build(told.append)
    subject.save(tmp_path)
    loaded = entry.make()
    loaded.load(tmp_path, DIMENSION)
    if loaded.efforts:
        loaded.set_effort(max(loaded.efforts))
    together = loaded.rows(loaded.search(queries, K), K)
    alone = np.concatenate([loaded.rows(loaded.search(query[None], K), K) for query in queries])
    limit = farthest_allowed(vectors, queries, K)
    assert recall(vectors, queries, together, limit) >= LEAST.get(name, 1.0)
    assert np.array_equal(together, alone)
    assert name == OURS or told[-1] == len(vectors)


def test_a_graph_finds_more_with_more_effort(views: NDArray[np.float32], tmp_path: Path) -> None:
    name = next((n for n, e in SUBJECTS.items() if n in ("faiss hnsw", "usearch f32") and e.present), None)
    if name is None:
        pytest.skip("neither faiss-cpu nor usearch is installed")
    vectors = np.random.default_rng(0).standard_normal((2000, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    subject = SUBJECTS[name].make()
    subject.prepare(vectors, tmp_path)
    subject.build(lambda _: None)
    queries, found = views[:, 10], []
    limit = farthest_allowed(vectors, queries, K)
    for effort in (8, 512):
        subject.set_effort(effort)
        found.append(recall(vectors, queries, subject.rows(subject.search(queries, K), K), limit))
    assert found[0] < found[1]


def test_links_of_a_graph_by_hand() -> None:
    """32 links and a count on the ground; 16 and a count for each of 1/15 higher levels a view."""
    assert graph_bytes(15) == 4 * (15 * 33 + 17)
