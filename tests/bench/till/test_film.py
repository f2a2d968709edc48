"""Film: the same bytes have the same hash, and frames are those that the file states."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from edge.bench.till.film import film_of
from edge.synth import Checkout, make_shop, write_video
from gallery.errors import InputError


def test_frames_rate_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_video(Checkout(make_shop(5, 1, 0), size=(160, 90), fps=5, duration=7, items=1), path)
    film = film_of(path)
    assert (film.frames, film.fps) == (35, 5)
    assert film.hash == hashlib.sha256(path.read_bytes()).hexdigest()


def test_no_video(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none"):
        film_of(tmp_path / "none.mp4")
