"""Real engines, built by TensorRT-RTX on a machine without a GPU, as far as they can be looked into there."""

from __future__ import annotations

import os
import signal
import struct
from pathlib import Path

import pytest
from engine.half import half_model

from edge.engine.build import build_engine
from edge.engine.engine_file import EngineCard, read_engine, write_engine
from edge.engine.gpu import this_gpu
from edge.engine.load import load_engine
from edge.engine.module import find_tensorrt
from edge.engine.place import engine_name
from edge.engine.settings import BuildSettings
from edge.engine.target import Target
from gallery.errors import DeviceError, InputError

tensorrt_rtx = pytest.importorskip("tensorrt_rtx")
ADA = Target("rtx4090", "8.9", "rtx")


@pytest.mark.parametrize("capability", ["7.5", "8.6", "8.9", "12.0"])
def test_an_engine_for_each_generation_of_gpu(tmp_path: Path, capability: str) -> None:
    model, card = half_model()
    rtx, seen = find_tensorrt("tensorrt_rtx"), []
    target = Target("sm_" + capability.replace(".", ""), capability, "rtx")
    made, plan = build_engine(model, card, target, BuildSettings(), rtx, lambda *step: seen.append(step))

    path = tmp_path / engine_name(card, made.flavour, made.version, made.compute_capability)
    write_engine(path, made, plan)
    read, whole = read_engine(path)
    assert (read, whole) == (made, plan)
    assert (read.model, read.compute_capability, read.gpu_name) == (card, capability, None)
    assert (read.flavour, read.version, read.batch) == ("tensorrt_rtx", tensorrt_rtx.__version__, (1, 4, 32))
    assert target.name in path.name
    assert plan[:4] == b"vtrt"
    assert {phase for phase, _, _ in seen} >= {"Reading the model", "Building engine"}
    assert all(0 <= step <= steps for _, step, steps in seen)


@pytest.fixture(scope="module")
def ada() -> tuple[EngineCard, bytes]:
    model, card = half_model()
    return build_engine(model, card, ADA, BuildSettings(), find_tensorrt("tensorrt_rtx"))


def test_a_whole_plan_is_read_up_to_where_a_gpu_is_needed(ada: tuple[EngineCard, bytes]) -> None:
    """TensorRT-RTX parses the header, checks the size, and then asks for a CUDA stream."""
    made, plan = ada
    if this_gpu() is not None:
        pytest.skip("this machine has a GPU")
    with pytest.raises(DeviceError, match=r"does not load the engine: .*CUDA driver"):
        load_engine(made, plan, find_tensorrt("tensorrt_rtx"))


def test_a_plan_cut_short_is_refused_for_that(ada: tuple[EngineCard, bytes]) -> None:
    made, plan = ada
    with pytest.raises(DeviceError, match=r"plan\.header\.size == blobSize"):
        load_engine(made, plan[:-100], find_tensorrt("tensorrt_rtx"))


def test_the_plan_itself_bears_the_cards_version(ada: tuple[EngineCard, bytes]) -> None:
    """Its header, as TensorRT-RTX 1.7 writes it: the size at byte 16, the version at byte 24."""
    made, plan = ada
    if not made.version.startswith("1.7."):
        pytest.skip(f"the header of {made.version} was not looked into")
    assert struct.unpack_from("<Q", plan, 16)[0] == len(plan)
    assert ".".join(str(number) for number in plan[24:28]) == made.version


def test_a_graph_that_tensorrt_does_not_read_is_told_by_node() -> None:
    """Turning the colours round before the cast asks for a slice of uint8, which it has not."""
    model, card = half_model(flip_before_cast=True)
    with pytest.raises(InputError, match=r"Slice flip: .*UINT8"):
        build_engine(model, card, ADA, BuildSettings(), find_tensorrt("tensorrt_rtx"))


def test_ctrl_c_stops_a_build() -> None:
    model, card = half_model()

    def press(phase: str, step: int, steps: int) -> None:
        if phase == "Optimizing graph" and step == 1:  # once: a second one ends the process
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        build_engine(model, card, ADA, BuildSettings(), find_tensorrt("tensorrt_rtx"), press)
    build_engine(model, card, ADA, BuildSettings(), find_tensorrt("tensorrt_rtx"))  # and the next one runs


def test_a_jetson_is_none_of_its_gpus() -> None:
    model, card = half_model()
    with pytest.raises(InputError, match="for RTX GPUs, not for"):
        build_engine(
            model, card, Target("orin", "8.7", "this-device"), BuildSettings(), find_tensorrt("tensorrt_rtx")
        )
