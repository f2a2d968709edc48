"""Device facts: what a trial's outcome depends on, so that it is made again where any of it changes."""

from __future__ import annotations

import hashlib
import os
import platform
from pathlib import Path

from edge.system import cores, text, versions

_LIBRARIES = ("onnxruntime", "onnxruntime-gpu", "openvino", "numpy")
_CPU = Path("/proc/cpuinfo")
_GPU = (Path("/proc/driver/nvidia/version"), Path("/etc/nv_tegra_release"))
_GPUS = Path("/proc/driver/nvidia/gpus")
_TELLS = ("model name", "flags", "features", "cpu implementer", "cpu part", "cpu revision", "stepping")
_FIRST = 16_384
"""Bytes of /proc/cpuinfo that have the first processor's lines; all of it is slow where there are many."""


def device_facts(threads: int) -> dict[str, str]:
    """This device and its runtimes, in short strings that can be compared.

    Args:
        threads: CPU threads of the embedder.
    """
    facts = {
        "cpu": _cpu(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(cores()),
        "threads": str(threads),
        "gpu": _gpu(),
        "visible gpus": os.environ.get("CUDA_VISIBLE_DEVICES", "all"),
    }
    return facts | versions(_LIBRARIES)


def _cpu() -> str:
    """The first processor's name, and a hash of that with its instructions."""
    lines = text(_CPU, _FIRST).split("\n\n")[0].splitlines()
    told = [line for line in lines if line.lower().startswith(_TELLS)]
    names = [line.partition(":")[2].strip() for line in told if line.lower().startswith("model name")]
    name = (names[0] if names else "") or platform.processor() or platform.machine()
    return f"{name} ({_hash(told)})"


def _gpu() -> str:
    """NVIDIA's driver and GPUs, or `none`."""
    told = [text(path, 400) for path in _GPU]
    for each in sorted(_GPUS.glob("*/information")):  # has the interrupt, too, which each boot may change
        told += [line for line in text(each, 4000).splitlines() if line.startswith(("Model:", "GPU UUID:"))]
    return _hash(told) if any(told) else "none"


def _hash(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
