from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from embed.fake_cuda import FakeCuda

from edge.embed import tensorrt_device
from edge.embed.tensorrt_device import find_device
from edge.engine.gpu import Gpu
from gallery.errors import DeviceError


def test_what_is_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cuda.bindings.runtime", FakeCuda())
    monkeypatch.setattr(
        tensorrt_device, "find_tensorrt", lambda flavour: SimpleNamespace(title="TensorRT 10.3.0")
    )
    monkeypatch.setattr(tensorrt_device, "this_gpu", lambda: Gpu("Orin", "8.7"))
    assert find_device().title == "TensorRT 10.3.0 on Orin"


@pytest.mark.parametrize("flavour", ["tensorrt", None])
def test_without_tensorrt_it_is_said(monkeypatch: pytest.MonkeyPatch, flavour: str | None) -> None:
    for name in ("tensorrt", "tensorrt_rtx"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(DeviceError, match="TensorRT is not installed") as caught:
        find_device(flavour)  # type: ignore[arg-type]
    assert "pip install" in caught.value.remedy


def test_without_a_gpu_the_driver_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cuda.bindings.runtime", FakeCuda())
    monkeypatch.setattr(tensorrt_device, "find_tensorrt", lambda flavour: None)
    monkeypatch.setattr(tensorrt_device, "this_gpu", lambda: None)
    monkeypatch.setattr(tensorrt_device, "why_no_gpu", lambda: "the driver knows no GPU")
    with pytest.raises(DeviceError, match="the driver knows no GPU"):
        find_device()
