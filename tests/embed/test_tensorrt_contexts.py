"""One context for each batch size; the fake stops where a graph outlives a change of its context."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from embed.fake_cuda import FakeCuda
from embed.fake_tensorrt import Context, DataType, Engine, FakeTensorRt, Mode
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


def test_rtx_compiles_a_shapes_kernels_before_its_graph_is_captured(tmp_path: Path) -> None:
    module = FakeTensorRt(FakeCuda(), rtx=True, capturable=True)  # the fake refuses contexts that are lazy
    embedder = load(tmp_path, module)
    np.testing.assert_allclose(embedder.embed(pictures(3)), expected(pictures(3)), atol=1e-5)
    assert "CUDA graphs" in embedder.provider


def test_the_real_api_has_every_call_that_is_made() -> None:
    """TensorRT-RTX 1.x, the only TensorRT that is installed without a GPU; 8.6's own names apart."""
    real = pytest.importorskip("tensorrt_rtx")
    pairs = ((Context, real.IExecutionContext), (Engine, real.ICudaEngine))
    own = {"compute", "device_memory_size", "create_execution_context_without_device_memory"}
    for fake, there in pairs:
        called = {name for name in vars(fake) if not name.startswith("_")} - own
        assert len(called) > 3
        assert not {name for name in called if not hasattr(there, name)}
    for name in ("set_device_memory", "is_stream_capturable"):
        assert hasattr(real.IExecutionContext, name)
    assert hasattr(real.ICudaEngine, "device_memory_size_v2")
    assert hasattr(real.ExecutionContextAllocationStrategy, "USER_MANAGED")
    assert hasattr(real.DynamicShapesKernelSpecializationStrategy, "EAGER")
    assert hasattr(real.IRuntimeConfig, "dynamic_shapes_kernel_specialization_strategy")
    assert {kind.name for kind in DataType} <= set(real.DataType.__members__)
    assert {mode.name for mode in Mode} <= set(real.TensorIOMode.__members__)
