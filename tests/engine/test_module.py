"""Four generations of one API, told apart by what they have."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from engine.fakes import fake, fake_module

from edge.engine import module
from edge.engine.module import find_tensorrt
from gallery.errors import DeviceError


@pytest.mark.parametrize(
    ("version", "typed", "explicit", "fp16", "monitor"),
    [
        ("8.6.1", "absent", True, True, False),
        ("9.3.0", "flag", True, True, True),
        ("10.3.0", "flag", False, True, True),
        ("11.4.1", "always", False, False, True),
    ],
)
def test_generations_are_told_apart(
    version: str, typed: str, explicit: bool, fp16: bool, monitor: bool
) -> None:
    found = fake(version)
    assert (found.strongly_typed, found.explicit_batch, found.fp16_flag) == (typed, explicit, fp16)
    assert found.progress_monitor is monitor
    assert found.timing_cache
    assert not found.other_gpus
    assert found.title == f"TensorRT {version}"


def test_rtx_is_always_typed_builds_for_others_and_keeps_no_timings() -> None:
    found = fake("1.7.1.116", "tensorrt_rtx")
    assert found.strongly_typed == "always"
    assert found.other_gpus
    assert not found.timing_cache
    assert found.numbers == (1, 7, 1, 116)


def test_the_recorded_rtx_is_the_real_one() -> None:
    """The fake has what the installed module has, of what we use."""
    real = pytest.importorskip("tensorrt_rtx")
    recorded = fake_module("1.7.1", "tensorrt_rtx")
    for name in ("BuilderFlag", "NetworkDefinitionCreationFlag", "ComputeCapability"):
        for member in getattr(recorded, name):
            assert hasattr(getattr(real, name), member.name)
    for gone in ("FP16", "INT8", "OBEY_PRECISION_CONSTRAINTS"):
        assert not hasattr(real.BuilderFlag, gone)
    found, said = find_tensorrt("tensorrt_rtx"), fake("1.7.1", "tensorrt_rtx")
    same = {"module": None, "version": "", "numbers": ()}
    assert replace(found, **same) == replace(said, **same)
    for kind in (real.float16, real.float32):
        assert kind.name in ("HALF", "FLOAT")


@pytest.mark.parametrize("version", ["8.5.3", "7.2", ""])
def test_an_older_or_nameless_one_is_refused(version: str) -> None:
    with pytest.raises(DeviceError, match=r"8\.6 is the oldest"):
        module.describe(fake_module(version) if version else object(), "tensorrt")


def test_a_version_with_a_suffix_is_read() -> None:
    assert fake("10.3.0.post1").numbers == (10, 3, 0)


def test_missing_says_how_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorrt", None)
    monkeypatch.setitem(sys.modules, "tensorrt_rtx", None)
    with pytest.raises(DeviceError, match=r"checkout-edge\[tensorrt\]"):
        find_tensorrt("tensorrt")
    with pytest.raises(DeviceError, match=r"checkout-edge\[rtx\]"):
        find_tensorrt("tensorrt_rtx")
    with pytest.raises(DeviceError, match=r"TensorRT is not installed.*TensorRT-RTX is not installed"):
        find_tensorrt()


def test_on_a_jetson_it_comes_with_jetpack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorrt", None)
    monkeypatch.setattr(module.platform, "machine", lambda: "aarch64")
    monkeypatch.setattr(module.Path, "exists", lambda path: str(path) == "/etc/nv_tegra_release")
    with pytest.raises(DeviceError, match="system-site-packages"):
        find_tensorrt("tensorrt")


def test_tensorrt_itself_goes_before_rtx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorrt", fake_module("10.3.0"))
    monkeypatch.setitem(sys.modules, "tensorrt_rtx", fake_module("1.7.1", "tensorrt_rtx"))
    assert find_tensorrt().flavour == "tensorrt"
    monkeypatch.setitem(sys.modules, "tensorrt", None)
    assert find_tensorrt().flavour == "tensorrt_rtx"
