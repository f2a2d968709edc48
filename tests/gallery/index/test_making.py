"""A graph is only used once it is proved, and what it does not find is compared."""

from __future__ import annotations

import logging

import numpy as np
import pytest
from shelf import clusters

from gallery import ViewIndex
from gallery.index import making, recall
from gallery.index.graph import Graph
from gallery.index.making import Source, make, parts_of, prove, take_sample, unreachable
from gallery.index.matrix import Matrix

VECTORS, _ = clusters(100, 5, spread=0.5)
IDS = np.arange(500) + 10
SOURCE = Source(IDS, lambda some: VECTORS[some - 10], 16)


def test_a_graph_of_all_that_finds_all() -> None:
    made = make(SOURCE)
    assert made is not None
    assert made.recall >= 0.995
    graph, aside = parts_of(SOURCE, made)
    assert isinstance(graph, Graph)
    np.testing.assert_array_equal(np.union1d(graph.view_ids, aside.view_ids), IDS)


def _lost(monkeypatch: pytest.MonkeyPatch, *view_ids: int) -> None:
    """A graph that never finds these views."""
    search = Graph.search
    hidden = np.array(view_ids)
    monkeypatch.setattr(Graph, "search", lambda self, *given: search(self.without(hidden), *given))


def test_what_a_graph_does_not_find_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    _lost(monkeypatch, 17, 300)
    graph = Graph.build(SOURCE.chunks(), 500, 16)
    graph.raw.set_ef(77)
    assert unreachable(graph, SOURCE.chunks()).tolist() == [17, 300]
    assert graph.raw.ef == 77
    made = prove(graph, SOURCE, take_sample(SOURCE))
    assert made is not None
    parts = parts_of(SOURCE, made)
    assert isinstance(parts[1], Matrix)
    assert parts[1].aside == 2
    index = ViewIndex(parts, 16)
    assert len(index) == 500
    found = index.search(SOURCE.read(np.array([17, 300])), 1)
    assert found.labels.tolist() == [[17], [300]]
    assert (found.distances == 0).all()


def test_a_view_whose_copy_is_found_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    _lost(monkeypatch, 17)
    vectors = VECTORS.copy()
    vectors[8] = vectors[7]
    graph = Graph.build([(IDS, vectors)], 500, 16)
    assert unreachable(graph, [(IDS, vectors)]).tolist() == []


def test_a_graph_that_loses_too_many_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    _lost(monkeypatch, *range(20, 26))  # 1.2 %
    monkeypatch.setattr(recall, "tune", lambda *_: 1.0)
    assert prove(Graph.build(SOURCE.chunks(), 500, 16), SOURCE, take_sample(SOURCE)) is None


def test_one_that_misses_too_much_is_built_denser_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(recall, "tune", lambda graph, _: 1.0 if graph.raw.M == 32 else 0.98)
    made = make(SOURCE)
    assert made is not None
    assert made.graph.raw.M == 32
    assert "a denser one is built" in caplog.text


def test_where_none_finds_enough_all_are_compared(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(recall, "tune", lambda *_: 0.9)
    with caplog.at_level(logging.WARNING):
        assert make(SOURCE) is None
    assert "cannot be used" in caplog.text
    (part,) = parts_of(SOURCE, None)
    assert isinstance(part, Matrix)
    assert len(part) == 500


def test_a_source_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_CHUNK", 7)
    pieces = list(SOURCE.chunks())
    assert [len(ids) for ids, _ in pieces[-2:]] == [7, 500 % 7]
    np.testing.assert_array_equal(np.concatenate([vectors for _, vectors in pieces]), VECTORS)
