"""TensorRT module: the one that is installed here, and what its Python API has.

One builder serves four generations. What differs, and where it is written down:

| | 8.6 | 10.x | 11.x | TensorRT-RTX 1.x |
|---|---|---|---|---|
| `NetworkDefinitionCreationFlag.STRONGLY_TYPED` | absent (came with 9) | needed | ignored | ignored |
| `NetworkDefinitionCreationFlag.EXPLICIT_BATCH` | needed | ignored | gone | gone |
| `BuilderFlag.FP16`, `INT8`, `OBEY_PRECISION_CONSTRAINTS` | there | there, weak typing only | gone | gone |
| `IProgressMonitor` | absent (came with 9) | there | there | there |
| `ParserError.node_name` | absent | there | there | there |
| timing cache | there | there | there | no effect, and asks for a GPU |
| `IBuilderConfig.set_compute_capability` | absent | absent | absent | there: builds without a GPU |
| `BuilderFlag.REQUIRE_USER_ALLOCATION` | absent | absent | absent | there since 1.2 |
| `PreviewFeature.PROFILE_SHARING_0806` | there, off | there, on | gone | gone |
| DLA | Orin | Orin, up to 10.7 | Orin with JetPack 7.2.2 and 11.4.1 | none |
| `Runtime.get_engine_validity` | absent | absent | absent | there since 1.1 |

All have `build_serialized_network` and `set_memory_pool_limit` (8.4), `BuilderFlag.VERSION_COMPATIBLE` and
`hardware_compatibility_level` (8.6). We leave the last at NONE: an engine for many GPUs is slower on each,
and no Jetson has it.

Sources: NVIDIA TensorRT Python API reference, `infer/Core/Builder` of 8.4.3, 10.2 and 11.0, and "Removed
Python APIs and Replacements", 10.x to 11.x; "Working with DLA" 11.4.1; TensorRT OSS `samples/python/
simple_progress_monitor`, `python/src/infer/pyCore.cpp` and `python/src/parsers/pyOnnx.cpp`; TensorRT-RTX
"Timing Cache Migration", "CPU-Only AOT" and 1.1 release notes; and the module of TensorRT-RTX 1.7.1 itself.
What can be asked of the module is asked of it, not of its version.
"""

from __future__ import annotations

import importlib
import platform
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from gallery.errors import DeviceError

Flavour = Literal["tensorrt", "tensorrt_rtx"]
StronglyTyped = Literal["flag", "always", "absent"]

_OLDEST = (8, 6)
_TITLES: dict[Flavour, str] = {"tensorrt": "TensorRT", "tensorrt_rtx": "TensorRT-RTX"}
_INSTALL: dict[Flavour, str] = {
    "tensorrt": "pip install 'checkout-edge[tensorrt]'",
    "tensorrt_rtx": "pip install 'checkout-edge[rtx]'",
}
_ON_JETSON = "it comes with JetPack: make the environment with `python3 -m venv --system-site-packages`"


@dataclass(frozen=True, slots=True)
class TensorRt:
    """A TensorRT module and what its API has.

    Attributes:
        module: `tensorrt` or `tensorrt_rtx`, imported.
        flavour: the module's name.
        version: as the module states it, for example `10.3.0`.
        numbers: its leading numbers, for example `(10, 3, 0)`.
        strongly_typed: how a network gets the types its graph states: by a `flag`, `always`, or not at
            all (`absent`), so that they must be set layer by layer.
        explicit_batch: `EXPLICIT_BATCH` must be asked for.
        fp16_flag: `BuilderFlag.FP16` is there.
        progress_monitor: a build can be watched and stopped.
        timing_cache: a timing cache saves time.
        other_gpus: it builds for a GPU that is not here.
    """

    module: Any
    flavour: Flavour
    version: str
    numbers: tuple[int, ...]
    strongly_typed: StronglyTyped
    explicit_batch: bool
    fp16_flag: bool
    progress_monitor: bool
    timing_cache: bool
    other_gpus: bool

    @property
    def title(self) -> str:
        """Name and version for people, for example `TensorRT 10.3.0`."""
        return f"{_TITLES[self.flavour]} {self.version}"


def find_tensorrt(flavour: Flavour | None = None) -> TensorRt:
    """The TensorRT that is installed here.

    Args:
        flavour: which one; None takes `tensorrt`, and `tensorrt_rtx` where that is missing.

    Raises:
        DeviceError: not installed, broken, or older than 8.6.
    """
    asked: tuple[Flavour, ...] = ("tensorrt", "tensorrt_rtx") if flavour is None else (flavour,)
    causes = []
    for name in asked:
        try:
            module = importlib.import_module(name)
        except (ImportError, OSError, RuntimeError) as error:  # a library it needs is missing
            causes.append(f"{_TITLES[name]} is not installed or broken ({_first_line(error)})")
            continue
        return describe(module, name)
    raise DeviceError("; ".join(causes), _remedy(asked[0]))


def describe(module: Any, flavour: Flavour) -> TensorRt:
    """What a TensorRT module's API has, asked of the module.

    Raises:
        DeviceError: it is older than 8.6.
    """
    version = str(getattr(module, "__version__", ""))
    numbers = tuple(int(part) for part in re.findall(r"\d+", version.split("+")[0].split("post")[0]))
    rtx = flavour == "tensorrt_rtx"
    if not numbers or (not rtx and numbers < _OLDEST) or not hasattr(module, "Builder"):
        raise DeviceError(
            f"{_TITLES[flavour]} {version or 'without a version'} is too old or broken; 8.6 is the oldest",
            _remedy(flavour),
        )
    network, fp16 = module.NetworkDefinitionCreationFlag, hasattr(module.BuilderFlag, "FP16")
    typed: StronglyTyped = "flag" if hasattr(network, "STRONGLY_TYPED") else "absent"
    return TensorRt(
        module=module,
        flavour=flavour,
        version=version,
        numbers=numbers,
        strongly_typed=typed if fp16 else "always",
        explicit_batch=hasattr(network, "EXPLICIT_BATCH") and numbers < (10,) and not rtx,
        fp16_flag=fp16,
        progress_monitor=hasattr(module, "IProgressMonitor"),
        timing_cache=not rtx and hasattr(module, "ITimingCache"),
        other_gpus=hasattr(module, "ComputeCapability"),
    )


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _remedy(flavour: Flavour) -> str:
    jetson = platform.machine() == "aarch64" and Path("/etc/nv_tegra_release").exists()
    return _ON_JETSON if jetson and flavour == "tensorrt" else _INSTALL[flavour]
