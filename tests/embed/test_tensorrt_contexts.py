"""One context for each batch size; the fake stops where a graph outlives a change of its context."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from embed.fake_cuda import FakeCuda
from embed.fake_tensorrt import FakeTensorRt
from embed.test_tensorrt_native import load, pictures
from embed.tiny import expected

from gallery.errors import DeviceError


def test_all_contexts_share_one_scratch_memory(tmp_path: Path) -> None:
    cuda = FakeCuda()
    embedder = load(tmp_path, FakeTensorRt(cuda))
    before = cuda.held[0]
    for count in range(1, 9):
        embedder.embed(pictures(count))
    assert cuda.held[0] == before == 3  # images, vectors and scratch


def test_where_a_profile_is_not_shared_one_context_serves_all_sizes(tmp_path: Path) -> None:
    module = FakeTensorRt(FakeCuda(), (8, 6, 1))
    embedder = load(tmp_path, module)
    assert embedder.provider.startswith("TensorRT 8.6.1 on Orin, CUDA graphs")
    for count in (1, 2, 1, 32):
        np.testing.assert_allclose(embedder.embed(pictures(count)), expected(pictures(count)), atol=1e-5)
    assert "plain launches (this TensorRT engine serves one batch size at a time" in embedder.provider
    assert module.cuda.held[3] == 0


def test_no_context_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="no execution context"):
        load(tmp_path, FakeTensorRt(FakeCuda(), most_contexts=0))


def test_a_batch_outside_the_engines_profile_is_an_error(tmp_path: Path) -> None:
    module = FakeTensorRt(FakeCuda())
    embedder = load(tmp_path, module)
    module.batch = (1, 1, 2)
    with pytest.raises(DeviceError, match="refuses a batch of 3"):
        embedder.embed(pictures(3))
