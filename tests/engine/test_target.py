"""Which GPU a name stands for, and where an engine for it can be built."""

from __future__ import annotations

import pytest

from edge.engine import target
from edge.engine.gpu import Gpu
from edge.engine.target import parse_target
from gallery.errors import DeviceError, InputError

ORIN = Gpu("Orin, 8 multiprocessors", "8.7")
RTX_4070 = Gpu("NVIDIA GeForce RTX 4070", "8.9")


def have(monkeypatch: pytest.MonkeyPatch, gpu: Gpu | None) -> None:
    monkeypatch.setattr(target, "this_gpu", lambda: gpu)
    monkeypatch.setattr(target, "why_no_gpu", lambda: None if gpu else "no driver")


@pytest.mark.parametrize(
    ("name", "capability"),
    [
        ("rtx2080", "7.5"),
        ("RTX 3060", "8.6"),
        ("rtx-a4000", "8.6"),
        ("rtx4090", "8.9"),
        ("GeForce RTX 4070 Ti SUPER", "8.9"),
        ("rtx-4000-ada", "8.9"),
        ("rtx5090", "12.0"),
        ("rtx-pro-6000", "12.0"),
        ("sm_75", "7.5"),
        ("sm86", "8.6"),
        ("sm_120", "12.0"),
    ],
)
def test_a_gpu_elsewhere_is_for_rtx(monkeypatch: pytest.MonkeyPatch, name: str, capability: str) -> None:
    have(monkeypatch, None)
    found = parse_target(name)
    assert (found.compute_capability, found.family, found.flavour) == (capability, "rtx", "tensorrt_rtx")


@pytest.mark.parametrize("name", ["orin", "orin-nano", "thor", "sm_87", "sm_110"])
def test_a_jetson_elsewhere_is_told_to_build_there(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for gpu in (None, RTX_4070):
        have(monkeypatch, gpu)
        with pytest.raises(InputError, match="same command on the Jetson"):
            parse_target(name)


@pytest.mark.parametrize("name", ["orin", "orin-nano", "sm_87", "this-device"])
def test_on_the_jetson_itself_it_is_this_device(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    have(monkeypatch, ORIN)
    found = parse_target(name)
    assert (found.family, found.flavour, found.gpu, found.title) == ("this-device", None, ORIN, ORIN.name)


def test_an_orin_is_no_thor(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, ORIN)
    with pytest.raises(InputError, match="Jetson thor"):
        parse_target("thor")
    have(monkeypatch, Gpu("NVIDIA Thor, 20 multiprocessors", "11.0"))
    assert parse_target("thor").compute_capability == "11.0"


@pytest.mark.parametrize(
    ("name", "family"),
    [("rtx4070", "this-device"), ("sm_89", "this-device"), ("rtx4070ti", "rtx"), ("rtx4090", "rtx")],
)
def test_the_gpu_at_hand_is_known_by_name(monkeypatch: pytest.MonkeyPatch, name: str, family: str) -> None:
    have(monkeypatch, RTX_4070)
    assert parse_target(name).family == family


def test_a_ti_is_not_the_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, Gpu("NVIDIA GeForce RTX 4070 Ti", "8.9"))
    assert parse_target("rtx4070").family == "rtx"
    assert parse_target("rtx4070ti").family == "this-device"


def test_this_device_without_a_gpu_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, None)
    with pytest.raises(DeviceError, match="no driver"):
        parse_target("this-device")


@pytest.mark.parametrize("name", ["rtx9090", "rtx2050", "gtx1080", "", "sm_x", "raspberry-pi", "rtx4090d4"])
def test_an_unknown_name_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    have(monkeypatch, None)
    with pytest.raises(InputError, match="unknown target"):
        parse_target(name)


def test_a_capability_that_rtx_has_not_is_built_on_its_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, None)
    with pytest.raises(InputError, match="build it on that GPU"):
        parse_target("sm_90")
    have(monkeypatch, Gpu("NVIDIA H100", "9.0"))
    assert parse_target("sm_90").family == "this-device"
