"""Runtime: on what machine and with which versions something was measured."""

from __future__ import annotations

import platform
from pathlib import Path

import cv2
import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from edge.system import cores, text, versions

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
        cores=cores(),
        numpy=np.__version__,
        opencv=cv2.__version__,
        libraries={name.replace("_", "-"): one for name, one in versions(_LIBRARIES).items()},
        provider=provider,
        gpu=_gpu(),
    )


def _cpu() -> str:
    """The processor's name; Linux for ARM gives none, there a Jetson's board says more."""
    board = text(_JETSON).rstrip("\0")
    names = [
        line.partition(":")[2].strip()
        for line in text(Path("/proc/cpuinfo")).splitlines()
        if line.startswith(("model name", "Model"))
    ]
    return board or (names[0] if names else "") or platform.processor() or platform.machine()


def _gpu() -> str | None:
    """The first NVIDIA GPU, as its driver names it."""
    if not _GPUS.is_dir():
        return None
    for information in sorted(_GPUS.glob("*/information")):
        for line in text(information).splitlines():
            if line.startswith("Model:"):
                return line.partition(":")[2].strip()
    return None
