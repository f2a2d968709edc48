"""Runtime: on what machine and with which versions something was measured."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path

import cv2
import numpy as np
from pydantic import BaseModel, ConfigDict, Field

_LIBRARIES = (
    *("onnxruntime", "onnxruntime-gpu", "openvino", "tensorrt", "tensorrt-rtx", "tensorrt_rtx"),
    *("torch", "onnx", "onnxslim", "onnxscript"),
)
_JETSON = Path("/proc/device-tree/model")
_GPUS = Path("/proc/driver/nvidia/gpus")


class RuntimeFacts(BaseModel):
    """The machine and the versions of a measurement."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    python: str
    platform: str
    cpu: str
    cores: int = Field(gt=0, description="cores this process may use")
    numpy: str
    opencv: str
    libraries: dict[str, str] = Field(description="versions of what converts and runs models, by package")
    provider: str = Field(description="what really ran, as the embedder says")
    gpu: str | None = None


def runtime_facts(provider: str) -> RuntimeFacts:
    """The facts of this machine; `provider` is what the embedder says runs."""
    return RuntimeFacts(
        python=platform.python_version(),
        platform=platform.platform(),
        cpu=_cpu(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        numpy=np.__version__,
        opencv=cv2.__version__,
        libraries=_versions(),
        provider=provider,
        gpu=_gpu(),
    )


def _versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        try:
            found[name.replace("_", "-")] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _cpu() -> str:
    """The processor's name; Linux for ARM gives none, there a Jetson's board says more."""
    board = _text(_JETSON).rstrip("\0")
    names = [
        line.partition(":")[2].strip()
        for line in _text(Path("/proc/cpuinfo")).splitlines()
        if line.startswith(("model name", "Model"))
    ]
    return board or (names[0] if names else "") or platform.processor() or platform.machine()


def _gpu() -> str | None:
    """The first NVIDIA GPU, as its driver names it."""
    if not _GPUS.is_dir():
        return None
    for information in sorted(_GPUS.glob("*/information")):
        for line in _text(information).splitlines():
            if line.startswith("Model:"):
                return line.partition(":")[2].strip()
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
