"""What a trial depends on is the same at each start of one device, and another on another."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.embed import device_facts as facts

INTEL = """processor	: 0
model name	: Intel(R) N100
cpu MHz		: {clock}
flags		: fpu sse4_2 avx2{more}

processor	: 1
model name	: Intel(R) N100
"""
ORIN = """processor	: 0
BogoMIPS	: 62.50
Features	: fp asimd asimddp
CPU implementer	: 0x41
CPU part	: 0xd42

processor	: 1
"""
GPU = "Model: \t\t NVIDIA RTX A2000\nIRQ:   \t\t {irq}\nGPU UUID: \t GPU-1\n"


def told(monkeypatch: pytest.MonkeyPatch, folder: Path, cpuinfo: str) -> str:
    path = folder / "cpuinfo"
    path.write_text(cpuinfo)
    monkeypatch.setattr(facts, "_CPU", path)
    return facts.device_facts(2)["cpu"]


def test_a_processor_is_its_name_and_instructions_not_its_clock(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = told(monkeypatch, tmp_path, INTEL.format(clock=800, more=""))
    assert slow.startswith("Intel(R) N100 (")
    assert told(monkeypatch, tmp_path, INTEL.format(clock=3400, more="")) == slow
    assert told(monkeypatch, tmp_path, INTEL.format(clock=800, more=" avx_vnni")) != slow
    arm = told(monkeypatch, tmp_path, ORIN)
    assert told(monkeypatch, tmp_path, ORIN.replace("asimddp", "")) != arm


def test_a_gpu_is_its_model_and_driver_not_its_interrupt(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gpus, driver = tmp_path / "gpus", tmp_path / "version"
    (gpus / "0000:01:00.0").mkdir(parents=True)
    monkeypatch.setattr(facts, "_GPUS", gpus)
    monkeypatch.setattr(facts, "_GPU", (driver,))
    assert facts.device_facts(2)["gpu"] == "none"
    information = gpus / "0000:01:00.0" / "information"
    information.write_text(GPU.format(irq=128))
    one = facts.device_facts(2)["gpu"]
    information.write_text(GPU.format(irq=129))
    assert facts.device_facts(2)["gpu"] == one != "none"
    driver.write_text("NVRM version: 580.1")
    assert facts.device_facts(2)["gpu"] != one


def test_this_device_is_the_same_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert facts.device_facts(2) == facts.device_facts(2)
    assert facts.device_facts(2)["threads"] != facts.device_facts(1)["threads"]
    assert facts.device_facts(2)["numpy"]
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    assert facts.device_facts(2)["visible gpus"] == "1"
