"""Learner: a sorted pile gives the median that NumPy gives, a little in each frame."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.localise.learner import Learner


@settings(deadline=None)
@given(st.integers(1, 25), st.integers(0, 2**32 - 1))
def test_it_is_the_median_of_the_samples(count: int, seed: int) -> None:
    frames = np.random.default_rng(seed).integers(0, 256, (count, 5, 7, 3), np.uint8)
    learner = Learner(1.0)
    room = np.empty((5, 7, 3), np.uint8)
    scene = None
    for number, frame in enumerate(frames):
        room[:] = frame
        assert scene is None
        scene = learner.learn(room, 1.0 if number == count - 1 and count > 1 else number * 0.041)
        room[:] = 0
    if count == 1:
        assert scene is None
        scene = learner.learn(frames[0], 1.0)
        frames = np.repeat(frames, 2, axis=0)
    expected = np.median(frames.astype(np.float32), axis=0).astype(np.float32)
    assert scene.dtype == np.float32
    assert np.array_equal(scene, expected)
