"""GPU: which NVIDIA GPU this machine has, asked of the driver.

Source: CUDA Driver API, and `cuda.bindings.driver` (cuda-python 12.6 and newer; before that, as on JetPack
6.0 with CUDA 12.2, the same functions lay in `cuda.cuda`).
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

_DRIVERS = ("cuda.bindings.driver", "cuda.cuda")


@dataclass(frozen=True, slots=True)
class Gpu:
    """The GPU that engines are built for and run on here: the driver's first.

    Attributes:
        name: as the driver has it; an integrated one (every Jetson Orin is called `Orin`) with its
            number of multiprocessors, for example `Orin, 16 multiprocessors`.
        compute_capability: major and minor, for example `8.7`.
    """

    name: str
    compute_capability: str


class _NoGpuError(Exception):
    """Why there is none, in words."""


def this_gpu() -> Gpu | None:
    """The first GPU that `CUDA_VISIBLE_DEVICES` leaves, or None; `why_no_gpu` says why."""
    found = _look()
    return found if isinstance(found, Gpu) else None


def why_no_gpu() -> str | None:
    """Why `this_gpu` is None, in words; None where there is one."""
    found = _look()
    return found if isinstance(found, str) else None


def _look() -> Gpu | str:
    causes = []
    for name in _DRIVERS:
        try:
            driver = importlib.import_module(name)
        except (ImportError, OSError) as error:
            causes.append(str(error))
            continue
        return _ask_or_why(driver)
    return f"cuda-bindings is not installed or broken ({causes[0]})"


def _ask_or_why(driver: Any) -> Gpu | str:
    try:
        return _ask(driver)
    except (_NoGpuError, RuntimeError, OSError) as error:  # a missing libcuda is a RuntimeError
        return (str(error).strip() or type(error).__name__).splitlines()[0]


def _ask(driver: Any) -> Gpu:
    _checked(driver, driver.cuInit(0))
    if _checked(driver, driver.cuDeviceGetCount()) < 1:
        raise _NoGpuError("the driver knows no GPU")
    device = _checked(driver, driver.cuDeviceGet(0))
    kind = driver.CUdevice_attribute

    def attribute(name: str) -> int:
        key = getattr(kind, f"CU_DEVICE_ATTRIBUTE_{name}")
        return int(_checked(driver, driver.cuDeviceGetAttribute(key, device)))

    name = _checked(driver, driver.cuDeviceGetName(128, device)).split(b"\0")[0].decode()
    if attribute("INTEGRATED"):
        name = f"{name}, {attribute('MULTIPROCESSOR_COUNT')} multiprocessors"
    major, minor = attribute("COMPUTE_CAPABILITY_MAJOR"), attribute("COMPUTE_CAPABILITY_MINOR")
    return Gpu(name, f"{major}.{minor}")


def _checked(driver: Any, answer: tuple[Any, ...]) -> Any:
    """The value of a driver's answer `(status, value)`."""
    status = answer[0]
    if status != driver.CUresult.CUDA_SUCCESS:
        raise _NoGpuError(f"the driver answers {getattr(status, 'name', status)}")
    return answer[1] if len(answer) > 1 else None
