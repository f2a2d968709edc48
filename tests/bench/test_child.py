"""An object in a process of its own: answers, progress, and every way it can end."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest

from edge.bench.child import Child, ChildFailedError, resident
from edge.bench.gallery.host import Host


@pytest.fixture
def vectors(tmp_path: Path) -> Path:
    np.save(tmp_path / "vectors.npy", np.eye(8, dtype=np.float32))
    return tmp_path / "vectors.npy"


def test_it_answers_and_tells_how_far_it_is(vectors: Path, tmp_path: Path) -> None:
    told: list[int] = []
    with Child(Host, "numpy") as child:
        assert child.ask("build", vectors, tmp_path, told=told.append) >= 0
        child.ask("load", tmp_path, np.eye(8, dtype=np.float32)[:1], 2)
        found = child.ask("rows", np.eye(8, dtype=np.float32), 1, None)
    assert told == [8]
    assert found[:, 0].tolist() == list(range(8))


def test_an_error_there_is_one_here_and_the_child_goes_on(vectors: Path, tmp_path: Path) -> None:
    with Child(Host, "numpy") as child:
        with pytest.raises(ChildFailedError, match="FileNotFoundError"):
            child.ask("load", tmp_path / "missing", np.zeros((1, 8), np.float32), 2)
        assert child.ask("build", vectors, tmp_path) >= 0


def test_an_object_that_cannot_be_made_is_an_error() -> None:
    with Child(Host, "no such subject") as child, pytest.raises(ChildFailedError, match="no such subject"):
        child.ask("rows", None, 1, None)


def test_a_killed_child_is_told_of_with_a_guess_why() -> None:
    with Child(Host, "numpy") as child:
        os.kill(child.pid, signal.SIGKILL)
        with pytest.raises(ChildFailedError, match=r"^numpy: its process ended with -9 \(out of memory\?\)$"):
            child.ask("rows", None, 1, None)


def test_a_child_that_is_gone_before_it_is_asked_is_told_of_likewise() -> None:
    with Child(Host, "numpy") as child:
        os.kill(child.pid, signal.SIGKILL)
        child._process.wait()
        with pytest.raises(ChildFailedError, match=r"its process ended with -9"):
            child.ask("rows", None, 1, None)


def test_no_child_outlives_its_block() -> None:
    with Child(Host, "numpy") as child:
        there = child.pid
    with pytest.raises(ProcessLookupError):
        os.kill(there, 0)


def test_memory_that_is_taken_is_seen() -> None:
    before = resident()
    if not before:
        pytest.skip("this system does not say what a process takes")
    taken = np.ones(8_000_000)
    assert resident() - before > 0.9 * taken.nbytes
