"""One builder for 8.6, 10, 11 and RTX, against what was recorded of their APIs."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from engine.fakes import MODEL, PLAN, fake, fake_card

from edge.engine.build import build_engine
from edge.engine.engine_file import EngineCard
from edge.engine.gpu import Gpu
from edge.engine.module import Flavour
from edge.engine.settings import BuildSettings
from edge.engine.target import Target
from edge.engine.timing import timing_file
from gallery.errors import DeviceError, InputError

ORIN = Gpu("Orin, 16 multiprocessors", "8.7")
HERE = Target("this-device", "8.7", "this-device", ORIN)
ADA = Target("rtx4090", "8.9", "rtx")
GENERATIONS = ["8.6.1", "9.3.0", "10.3.0", "11.4.1"]


@pytest.fixture(autouse=True)
def _cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def build(
    version: str,
    target: Target = HERE,
    flavour: Flavour = "tensorrt",
    precision: str = "fp16",
    progress: Any = None,
    odd: dict[str, Any] | None = None,
    **settings: Any,
) -> tuple[Any, EngineCard]:
    """The fake module's calls, and the card of the engine it made."""
    tensorrt = fake(version, flavour, **(odd or {}))
    card, plan = build_engine(
        MODEL, fake_card(precision), target, BuildSettings(**settings), tensorrt, progress
    )
    assert plan == PLAN
    return tensorrt.module.calls, card


@pytest.mark.parametrize("version", GENERATIONS)
def test_every_generation_builds(version: str) -> None:
    calls, card = build(version)
    expected = {"FP16", "OBEY_PRECISION_CONSTRAINTS"} if version == "8.6.1" else set()
    assert {flag.name for flag in calls.config.flags} == expected  # and TF32 is off in all
    assert calls.config.profiles == [{"images": ((1, 32, 32, 3), (4, 32, 32, 3), (32, 32, 32, 3))}]
    assert calls.config.pools == {}
    assert calls.config.previews == ({} if version == "11.4.1" else {"PROFILE_SHARING_0806": True})
    assert (card.flavour, card.version, card.compute_capability) == ("tensorrt", version, "8.7")
    assert (card.gpu_name, card.batch, card.dla) == (ORIN.name, (1, 4, 32), None)
    assert card.plan_sha256 == hashlib.sha256(PLAN).hexdigest()
    assert card.model == fake_card()
    assert card.made.endswith("+00:00")


def test_rtx_builds_for_a_gpu_that_is_not_here() -> None:
    calls, card = build("1.7.1", ADA, "tensorrt_rtx")
    assert calls.config.num_compute_capabilities == 1
    assert calls.config.capability.name == "SM89"
    assert {flag.name for flag in calls.config.flags} == {"REQUIRE_USER_ALLOCATION"}
    assert (card.flavour, card.compute_capability, card.gpu_name) == ("tensorrt_rtx", "8.9", None)
    assert not timing_file(fake("1.7.1", "tensorrt_rtx"), ORIN).parent.exists()


def test_options_are_handed_on() -> None:
    calls, card = build("10.3.0", version_compatible=True, workspace=1 << 28, max=8)
    assert {flag.name for flag in calls.config.flags} == {"VERSION_COMPATIBLE"}
    assert [(pool.name, size) for pool, size in calls.config.pools.items()] == [("WORKSPACE", 1 << 28)]
    assert card.version_compatible
    assert card.batch == (1, 4, 8)


def test_a_dla_takes_what_it_can_and_the_gpu_the_rest() -> None:
    one = {"min": 4, "max": 4}
    calls, card = build("10.3.0", odd={"dla_cores": 2}, dla=1, **one)
    assert (calls.config.default_device_type.name, calls.config.DLA_core, card.dla) == ("DLA", 1, 1)
    assert {flag.name for flag in calls.config.flags} == {"GPU_FALLBACK"}
    with pytest.raises(DeviceError, match="finds 0"):
        build("10.3.0", dla=0, **one)


def test_timings_are_kept_for_the_next_build() -> None:
    file = timing_file(fake("10.3.0"), ORIN)
    build("10.3.0")
    assert file.read_bytes() == b"measured"
    calls, _ = build("10.3.0")
    assert calls.config.timing == b"measured"


@pytest.mark.parametrize("version", GENERATIONS)
def test_progress_ends_complete(version: str) -> None:
    seen: list[tuple[str, int, int]] = []
    build(version, progress=lambda *step: seen.append(step))
    assert seen[:2] == [("Reading the model", 0, 1), ("Reading the model", 1, 1)]
    assert seen[-1][0] == "Building engine"
    assert seen[-1][1] == seen[-1][2]


@pytest.mark.parametrize("phase", ["Reading the model", "Timing tactics"])
def test_a_callback_that_raises_stops_the_build(phase: str) -> None:
    def stop(name: str, step: int, steps: int) -> None:
        if name == phase:
            raise LookupError(name)

    with pytest.raises(LookupError, match=phase):
        build("10.3.0", progress=stop)


def test_no_engine_is_an_error_with_what_tensorrt_said() -> None:
    errors = ["out of memory (In f at /_src/a.cpp:7)", "out of memory", "no tactic for\nConv"]
    with pytest.raises(DeviceError) as caught:
        build("10.3.0", odd={"plan": None, "errors": errors})
    assert caught.value.problem == (
        "TensorRT 10.3.0 built no engine for Orin, 16 multiprocessors: out of memory; no tactic for Conv"
    )
    assert not timing_file(fake("10.3.0"), ORIN).exists()


def test_a_tensorrt_that_does_not_start_is_an_error_with_its_words() -> None:
    with pytest.raises(DeviceError, match="does not start here: CUDA initialization failure with error: 35"):
        build("10.3.0", odd={"starts": False})


def test_another_gpu_needs_rtx_and_rtx_needs_its_gpus() -> None:
    with pytest.raises(InputError, match="only for the GPU at hand"):
        build("10.3.0", ADA)
    with pytest.raises(InputError, match="for RTX GPUs, not for Orin"):
        build("1.7.1", HERE, "tensorrt_rtx")


def test_another_models_card_is_refused() -> None:
    card = fake_card(content_hash="a" * 64)
    with pytest.raises(InputError, match="not the one its card is of"):
        build_engine(MODEL, card, HERE, BuildSettings(), fake("10.3.0"))


def test_what_cannot_be_had_is_refused_before_tensorrt_is_asked() -> None:
    asked = {"starts": False}  # a builder that is made raises DeviceError
    with pytest.raises(InputError, match="one batch size"):
        build("10.3.0", odd=asked, dla=0)
    with pytest.raises(InputError, match="int8 as CPUs do"):
        build("10.3.0", odd=asked, precision="int8")
