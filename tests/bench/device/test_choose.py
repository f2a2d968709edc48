"""Which sensors a machine has."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bench.device.boards import ORIN_NANO_SUPER, THOR, Fake, fake_tegrastats, write
from bench.device.fake_jtop import Jetson
from bench.device.fake_nvml import FakeNvml
from bench.device.recorded import THOR_7_2
from bench.device.waiting import taken

from edge.bench.device.board import board_of
from edge.bench.device.choose import Chosen, choose
from edge.bench.device.tegrastats import Tegrastats
from edge.bench.device.tree import Tree


@pytest.fixture(autouse=True)
def _neither(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", None)
    monkeypatch.setitem(sys.modules, "jtop", None)


def chosen(root: Path, fake: Fake | None = None) -> Chosen:
    tree = Tree(fake.lay(root) if fake else root)
    return choose(tree, board_of(tree, lambda command: None), 0.01)


def test_a_jetson_has_tegrastats_and_nvml_knows_a_thors_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", FakeNvml(nvmlDeviceGetName="NVIDIA Thor"))
    fake_tegrastats(tmp_path, [THOR_7_2])
    found = chosen(tmp_path, THOR)
    assert isinstance(found.sensor, Tegrastats)
    assert (found.gpu, found.notes) == ("NVIDIA Thor", ())
    (sample, *_) = taken(found.sensor, 1)
    assert (sample.load, sample.clock, sample.greatest) == (0.96, 314, 1575)
    found.sensor.close()


def test_else_jtop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jtop", SimpleNamespace(jtop=Jetson))
    found = chosen(tmp_path, ORIN_NANO_SUPER)
    assert found.sensor is not None
    assert found.sensor.name == "jtop"
    assert found.notes[0].startswith("tegrastats does not run (No such file or directory: ")
    assert found.notes[0].endswith(": jtop was asked instead")


def test_else_its_kernels_files(tmp_path: Path) -> None:
    found = chosen(tmp_path, ORIN_NANO_SUPER)
    assert found.sensor is not None
    assert found.sensor.take()[0].power == 7.5
    assert found.notes[0].endswith("jetson-stats is not installed: the kernel's files were read instead")


def test_another_machine_has_nvml_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(tmp_path) == Chosen(None)
    monkeypatch.setitem(sys.modules, "pynvml", FakeNvml())
    found = chosen(tmp_path)
    assert found.sensor is not None
    assert (found.sensor.name, found.gpu, found.driver) == ("NVML", "NVIDIA RTX A2000", "580.65.06")


def test_a_gpu_that_cannot_be_asked_is_told_of(tmp_path: Path) -> None:
    write(tmp_path, "proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: \t NVIDIA RTX A2000\n")
    found = chosen(tmp_path)
    assert found.sensor is None
    assert found.notes == (
        "there is an NVIDIA GPU, and its sensors cannot be asked: "
        "NVML's bindings are not installed: pip install nvidia-ml-py",
    )
