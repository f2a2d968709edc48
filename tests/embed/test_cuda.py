from __future__ import annotations

import sys
from typing import Any

import pytest
from embed.fake_cuda import Error, FakeCuda

from edge.embed.cuda import Cuda, find_cuda
from gallery.errors import DeviceError


def have(monkeypatch: pytest.MonkeyPatch, **modules: Any) -> None:
    for name in ("cuda.bindings.runtime", "cuda.cudart"):
        monkeypatch.setitem(sys.modules, name, modules.get(name.split(".")[-1]))


@pytest.mark.parametrize("name", ["runtime", "cudart"], ids=["12.6 and newer", "older"])
def test_the_bindings_are_found_under_either_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    fake = FakeCuda()
    have(monkeypatch, **{name: fake})
    assert find_cuda().allocate(64) in fake.device


def test_bindings_that_are_not_installed_are_said_with_the_install_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    have(monkeypatch)
    with pytest.raises(DeviceError, match="not installed") as caught:
        find_cuda()
    assert "pip install" in caught.value.remedy


def test_no_gpu_is_said_by_cudas_name(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, runtime=FakeCuda(count=0))
    with pytest.raises(DeviceError, match="cudaGetDeviceCount: cudaErrorNoDevice"):
        find_cuda()


def test_a_missing_driver_library_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(FakeCuda):
        def _GetDeviceCount(self) -> int:  # noqa: N802
            raise RuntimeError("Failed to dlopen libcuda.so.1")

    have(monkeypatch, runtime=Broken())
    with pytest.raises(DeviceError, match=r"libcuda\.so\.1"):
        find_cuda()


def test_an_error_has_the_call_cudas_name_of_it_and_its_remedy() -> None:
    with pytest.raises(DeviceError) as caught:
        Cuda(FakeCuda(memory=10)).allocate(11)
    assert caught.value.problem == "CUDA: cudaMalloc: cudaErrorMemoryAllocation (out of memory)"
    assert "smaller batches" in caught.value.remedy


def test_a_graph_that_cannot_be_instantiated_is_destroyed_all_the_same() -> None:
    fake = FakeCuda()
    cuda = Cuda(fake)
    stream = cuda.stream()
    cuda.begin_capture(stream)
    fake.fail["cudaGraphInstantiate"] = (1, Error.cudaErrorMemoryAllocation)
    with pytest.raises(DeviceError, match="cudaGraphInstantiate"):
        cuda.executable(cuda.end_capture(stream))
    assert "cudaGraphDestroy" in fake.names()


def test_the_real_bindings_have_every_call_that_is_made() -> None:
    runtime = pytest.importorskip("cuda.bindings.runtime")
    played = [name for name in vars(FakeCuda) if name.startswith("_") and name[1].isupper()]
    assert len(played) > 15
    for name in played:
        assert hasattr(runtime, "cuda" + name[1:])
    assert int(runtime.cudaMemcpyKind.cudaMemcpyHostToDevice) == 1
    assert hasattr(runtime.cudaStreamCaptureMode, "cudaStreamCaptureModeThreadLocal")
    assert runtime.cudaStreamNonBlocking == 1
