"""NVML: what the driver of a discrete NVIDIA GPU says, through NVIDIA's own bindings (nvidia-ml-py).

Source: NVIDIA Management Library (NVML) API reference, "Device Queries" and "Clocks Event Reasons".
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from typing import Any

from edge.bench.device.sample import Sample

_REASONS = {
    0x004: "power limit",
    0x008: "hardware slowdown: heat, power brake or over-current",
    0x020: "heat (software)",
    0x040: "heat (hardware)",
    0x080: "power brake",
}
"""NVML's reasons for a clock that is held down, by bit; that the GPU is idle (0x001) is none."""
_SET = {0x002: "applications clocks", 0x010: "sync boost", 0x100: "display clock setting"}
"""Reasons for a clock that somebody has set, which is no throttling and lowers the figures as well."""


class Nvml:
    """A GPU's sensors.

    Args:
        nvml: the module `pynvml`, initialised.
        handle: of the GPU.
        note: what is to be told of the choice of this GPU, if anything.
    """

    name = "NVML"

    def __init__(self, nvml: Any, handle: Any, note: str | None = None) -> None:
        self._nvml, self._handle = nvml, handle
        self._troubles: dict[str, None] = {} if note is None else {note: None}
        self.gpu = _text(self._ask("nvmlDeviceGetName"))
        self.driver = _text(self._try(nvml.nvmlSystemGetDriverVersion))

    def take(self) -> tuple[Sample, ...]:
        """One sample, of now; none where the driver says nothing."""
        sample = self._sample()
        return () if sample == Sample() else (sample,)

    def fill(self, sample: Sample) -> Sample:
        """The same sample with the GPU's load, where it lacks it: a Jetson's other figures are its own."""
        if sample.load is not None:
            return sample
        return Sample(**{**vars(sample), "load": self._load()})

    def troubles(self) -> tuple[str, ...]:
        """What the driver refused."""
        return tuple(self._troubles)

    def close(self) -> None:
        """Let go of the driver."""
        self._try(self._nvml.nvmlShutdown)

    def _sample(self) -> Sample:
        nvml = self._nvml
        heat = self._ask("nvmlDeviceGetTemperature", nvml.NVML_TEMPERATURE_GPU)
        power = self._ask("nvmlDeviceGetPowerUsage")
        clock = self._ask("nvmlDeviceGetClockInfo", nvml.NVML_CLOCK_SM)
        greatest = self._ask("nvmlDeviceGetMaxClockInfo", nvml.NVML_CLOCK_SM)
        return Sample(
            load=self._load(),
            clock=None if clock is None else float(clock),
            greatest=None if greatest is None else float(greatest),
            power=None if power is None else power / 1000,
            scope=None if power is None else "the GPU's card alone",
            temperatures={} if heat is None else {"gpu": float(heat)},
            reasons=self._reasons(),
        )

    def _load(self) -> float | None:
        rates = self._ask("nvmlDeviceGetUtilizationRates")
        return None if rates is None else rates.gpu / 100

    def _reasons(self) -> tuple[str, ...]:
        newer, older = "nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"
        bits = self._ask(newer if hasattr(self._nvml, newer) else older) or 0
        for bit, words in _SET.items():
            if bits & bit:
                self._troubles[f"the GPU's clock is set below its greatest: {words}"] = None
        return tuple(words for bit, words in _REASONS.items() if bits & bit)

    def _ask(self, question: str, *arguments: Any) -> Any:
        return self._try(lambda: getattr(self._nvml, question)(self._handle, *arguments))

    def _try(self, call: Callable[[], Any]) -> Any:
        """The answer, or None; what is not supported here is no trouble."""
        try:
            return call()
        except self._nvml.NVMLError as error:
            kind = type(error).__name__
            if not kind.endswith(("NotSupported", "FunctionNotFound")):
                self._troubles[f"NVML: {error}"] = None
            return None


def open_nvml() -> Nvml | str:
    """The sensors of the GPU that CUDA takes first, or why there are none, in words."""
    try:
        nvml = importlib.import_module("pynvml")
    except ImportError:
        return "NVML's bindings are not installed: pip install nvidia-ml-py"
    try:
        nvml.nvmlInit()
    except nvml.NVMLError as error:
        return f"NVML: {error}"
    try:
        found = _chosen(nvml)
    except nvml.NVMLError as error:
        found = f"NVML: {error}"
    if isinstance(found, str):
        nvml.nvmlShutdown()
    return found


def _chosen(nvml: Any) -> Nvml | str:
    """The first of `CUDA_VISIBLE_DEVICES`, a number or a UUID; without it the first of all."""
    count = nvml.nvmlDeviceGetCount()
    first = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0].strip()
    if first.startswith(("GPU-", "MIG-")):
        return Nvml(nvml, nvml.nvmlDeviceGetHandleByUUID(first))
    if not count or not first.isdigit():
        return "CUDA_VISIBLE_DEVICES leaves no GPU" if count else "NVML knows no GPU"
    note = None
    if count > 1 and os.environ.get("CUDA_DEVICE_ORDER") != "PCI_BUS_ID":
        note = f"{count} GPUs are here; NVML's number {first} is watched, CUDA's may be another"
    return Nvml(nvml, nvml.nvmlDeviceGetHandleByIndex(int(first)), note)


def _text(value: Any) -> str | None:
    return value.decode() if isinstance(value, bytes) else value
