"""Target: the GPU an engine is for, and where such an engine can be built.

A Jetson's engine is built on that Jetson. One for a GeForce RTX or RTX workstation GPU is built anywhere, by
TensorRT-RTX, which needs no GPU to build. On the GPU itself either TensorRT builds it.

Source: NVIDIA, CUDA GPU Compute Capability; TensorRT-RTX 1.7, `ComputeCapability`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from edge.engine.gpu import Gpu, this_gpu, why_no_gpu
from edge.engine.module import Flavour
from gallery.errors import DeviceError, InputError

Family = Literal["this-device", "rtx"]
THIS_DEVICE = "this-device"

_JETSON = {
    "orin": ("8.7",),
    "agx-orin": ("8.7",),
    "orin-nx": ("8.7",),
    "orin-nano": ("8.7",),
    "thor": ("11.0", "10.1"),  # CUDA 12 called it 10.1
}
_RTX_NAMES = (
    (r"rtx20[678]0(ti)?(super)?", "7.5"),
    (r"rtx30\d0(ti)?", "8.6"),
    (r"rtxa\d000", "8.6"),
    (r"rtx40\d0(ti)?(super)?", "8.9"),
    (r"rtx\d000ada", "8.9"),
    (r"rtx50\d0(ti)?", "12.0"),
    (r"rtxpro\d000", "12.0"),
)
_RTX = ("7.5", "8.0", "8.6", "8.9", "12.0", "12.1")
_REMEDY = f"use orin, thor, a GPU like rtx4090, a compute capability like sm_89, or {THIS_DEVICE}"


@dataclass(frozen=True, slots=True)
class Target:
    """What an engine is for.

    Attributes:
        name: as it was asked for, lower case.
        compute_capability: of its GPU, for example `8.9`.
        family: `this-device`, built and tuned on the GPU at hand; or `rtx`, built without it.
        gpu: the GPU at hand, for `this-device`.
    """

    name: str
    compute_capability: str
    family: Family
    gpu: Gpu | None = None

    @property
    def flavour(self) -> Flavour | None:
        """The TensorRT that can build it; None where any can. For `find_tensorrt`."""
        return None if self.family == "this-device" else "tensorrt_rtx"

    @property
    def title(self) -> str:
        """For people: the GPU's own name where it is at hand."""
        return self.gpu.name if self.gpu else f"{self.name} (compute capability {self.compute_capability})"


def parse_target(name: str) -> Target:
    """The target that a name stands for, on this machine.

    Args:
        name: `this-device`, a Jetson (`orin`, `orin-nano`, `thor`), an RTX GPU (`rtx4090`,
            `rtx-4000-ada`), or a compute capability (`sm_89`). Case, spaces and dashes do not matter.

    Raises:
        InputError: an unknown name, or a Jetson that is not this one.
        DeviceError: `this-device` without a GPU.
    """
    asked = name.strip().lower()
    gpu = this_gpu()
    if asked == THIS_DEVICE:
        if gpu is None:
            raise DeviceError(f"no NVIDIA GPU here: {why_no_gpu()}", "build on the device, or name its GPU")
        return Target(asked, gpu.compute_capability, "this-device", gpu)
    if asked in _JETSON:
        return _jetson(asked, _JETSON[asked], gpu)
    if match := re.fullmatch(r"sm_?(\d+)(\d)", asked):
        return _by_capability(asked, f"{match[1]}.{match[2]}", gpu)
    plain = re.sub(r"[\s_-]|nvidia|geforce", "", asked)
    for pattern, capability in _RTX_NAMES:
        if re.fullmatch(pattern, plain):
            return _here_or_rtx(asked, capability, gpu, plain)
    raise InputError(f"unknown target {name!r}", _REMEDY)


def _jetson(name: str, capabilities: tuple[str, ...], gpu: Gpu | None) -> Target:
    if gpu and gpu.compute_capability in capabilities:
        return Target(name, gpu.compute_capability, "this-device", gpu)
    raise InputError(
        f"an engine for the Jetson {name} is built on that Jetson, and this machine is none",
        "export to onnx-fp16 here, then run the same command on the Jetson",
    )


def _by_capability(name: str, capability: str, gpu: Gpu | None) -> Target:
    for jetson, capabilities in _JETSON.items():
        if capability in capabilities:
            return _jetson(jetson, capabilities, gpu)
    return _here_or_rtx(name, capability, gpu, "")


def _here_or_rtx(name: str, capability: str, gpu: Gpu | None, plain: str) -> Target:
    """This device, where it is the GPU that was named, and not only one with its capability."""
    if gpu and gpu.compute_capability == capability and _is_called(gpu, plain):
        return Target(name, capability, "this-device", gpu)
    if capability not in _RTX:
        known = ", ".join("sm_" + known.replace(".", "") for known in _RTX)
        raise InputError(
            f"no engine can be built here for {name}", f"build it on that GPU, or use one of {known}"
        )
    return Target(name, capability, "rtx")


def _is_called(gpu: Gpu, plain: str) -> bool:
    """Whether a GPU has this name; an RTX 4070 is not an RTX 4070 Ti."""
    return bool(re.search(plain + "(?!ti|super|ada)", re.sub(r"[\s-]", "", gpu.name.lower())))
