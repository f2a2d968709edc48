"""The GPU as the driver states it, and the words where there is none."""

from __future__ import annotations

import enum
import sys
from types import ModuleType
from typing import Any

import pytest

from edge.engine.gpu import Gpu, this_gpu, why_no_gpu

ATTRIBUTES = ("INTEGRATED", "MULTIPROCESSOR_COUNT", "COMPUTE_CAPABILITY_MAJOR", "COMPUTE_CAPABILITY_MINOR")


class Result(enum.Enum):
    CUDA_SUCCESS = 0
    CUDA_ERROR_NO_DEVICE = 100


def driver(
    name: str = "Orin", integrated: int = 1, count: int = 1, init: Result = Result.CUDA_SUCCESS
) -> Any:
    """`cuda.bindings.driver` with one GPU of compute capability 8.7."""
    made: Any = ModuleType("cuda.bindings.driver")
    made.CUresult = Result
    made.CUdevice_attribute = enum.Enum("A", [f"CU_DEVICE_ATTRIBUTE_{name}" for name in ATTRIBUTES])
    values = dict(zip(made.CUdevice_attribute, (integrated, 16, 8, 7), strict=True))
    good = Result.CUDA_SUCCESS
    made.cuInit = lambda flags: (init,)
    made.cuDeviceGetCount = lambda: (good, count)
    made.cuDeviceGet = lambda number: (good, number)
    made.cuDeviceGetName = lambda length, device: (good, name.encode() + b"\0" * 100)
    made.cuDeviceGetAttribute = lambda key, device: (good, values[key])
    return made


def have(monkeypatch: pytest.MonkeyPatch, module: Any, older: Any = None) -> None:
    """`cuda.bindings.driver` as it is given, and `cuda.cuda`, its older name; None is not installed."""
    monkeypatch.setitem(sys.modules, "cuda.bindings.driver", module)
    monkeypatch.setitem(sys.modules, "cuda.cuda", older)


def test_a_jetson_is_named_with_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, driver())
    assert this_gpu() == Gpu("Orin, 16 multiprocessors", "8.7")
    assert why_no_gpu() is None


def test_a_graphics_card_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, driver("NVIDIA GeForce RTX 4090", integrated=0))
    assert this_gpu() == Gpu("NVIDIA GeForce RTX 4090", "8.7")


def test_cuda_python_before_12_6_has_it_under_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, None, driver())
    assert this_gpu() == Gpu("Orin, 16 multiprocessors", "8.7")
    have(monkeypatch, driver(), driver("another"))
    assert this_gpu() == Gpu("Orin, 16 multiprocessors", "8.7")
    have(monkeypatch, None, driver(count=0))
    assert why_no_gpu() == "the driver knows no GPU"


@pytest.mark.parametrize(
    ("module", "words"),
    [
        (None, "cuda-bindings is not installed"),
        (driver(count=0), "knows no GPU"),
        (driver(init=Result.CUDA_ERROR_NO_DEVICE), "CUDA_ERROR_NO_DEVICE"),
    ],
)
def test_none_has_a_reason(monkeypatch: pytest.MonkeyPatch, module: Any, words: str) -> None:
    have(monkeypatch, module)
    assert this_gpu() is None
    assert words in str(why_no_gpu())


def test_a_missing_driver_is_a_reason_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_flags: int) -> tuple[Result]:
        raise RuntimeError('"cuda" is an NVIDIA driver library\nand more')

    module = driver()
    module.cuInit = missing
    have(monkeypatch, module)
    assert why_no_gpu() == '"cuda" is an NVIDIA driver library'


def test_the_real_bindings_are_asked_without_a_crash() -> None:
    pytest.importorskip("cuda.bindings")
    assert (this_gpu() is None) == (why_no_gpu() is not None)
