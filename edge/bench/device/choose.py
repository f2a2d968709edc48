"""Choose: which sensors a machine has, the best of them first."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from edge.bench.device.board import Board
from edge.bench.device.jtop import open_jtop
from edge.bench.device.kernel import Kernel
from edge.bench.device.nvml import Nvml, open_nvml
from edge.bench.device.sample import Sample
from edge.bench.device.sensor import Sensor
from edge.bench.device.tegrastats import Tegrastats
from edge.bench.device.tree import Tree

_PROGRAM = "/usr/bin/tegrastats"
_DRIVER = "/proc/driver/nvidia/gpus/*"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sensor to ask.

    Attributes:
        sensor: None where there is none.
        gpu: the GPU's name, of NVML.
        driver: the version of its driver.
        notes: what should be here and is not, in words.
    """

    sensor: Sensor | None
    gpu: str | None = None
    driver: str | None = None
    notes: tuple[str, ...] = ()


def choose(tree: Tree, board: Board | None, interval: float, light: bool = False) -> Chosen:
    """The sensor of this machine; a Jetson's, else a discrete NVIDIA GPU's, else none.

    Args:
        tree: the system's files.
        board: the Jetson that this is, or None.
        interval: seconds between samples, for sensors that send them.
        light: of a Jetson take the kernel's files, which need no other program.
    """
    if light and board is not None:
        return Chosen(Kernel(tree))
    nvml = open_nvml()
    if board is not None:
        return _jetson(tree, interval, nvml)
    if isinstance(nvml, Nvml):
        return Chosen(nvml, nvml.gpu, nvml.driver)
    if tree.glob(_DRIVER):
        return Chosen(None, notes=(f"there is an NVIDIA GPU, and its sensors cannot be asked: {nvml}",))
    return Chosen(None)


def _jetson(tree: Tree, interval: float, nvml: Nvml | str) -> Chosen:
    kernel = Kernel(tree)
    helper = nvml if isinstance(nvml, Nvml) else None
    gpu, driver = (helper.gpu, helper.driver) if helper else (None, None)

    def fill(sample: Sample) -> Sample:
        filled = kernel.fill(sample)
        return helper.fill(filled) if helper else filled

    program = _program(tree)
    try:
        return Chosen(Tegrastats(program, interval, fill), gpu, driver)
    except OSError as error:
        missing = f"tegrastats does not run ({error.strerror or error}: {program})"
    jtop = open_jtop(interval)
    if isinstance(jtop, str):
        return Chosen(kernel, gpu, driver, (f"{missing}, {jtop}: the kernel's files were read instead",))
    return Chosen(jtop, gpu, driver, (f"{missing}: jtop was asked instead",))


def _program(tree: Tree) -> str:
    """Where tegrastats lies; on the system itself wherever it is found."""
    found = shutil.which("tegrastats") if tree.root == Path("/") else None
    return found or str(tree.path(_PROGRAM))
