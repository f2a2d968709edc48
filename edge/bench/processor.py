"""Processor: its instruction sets, governor and clocks, as Linux tells of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from edge.system import text

ROOT = Path("/")

_X86 = ("fma", "f16c", "avx", "avx2", "avx512f", "avx512bw", "avx512vl", "avx512_vnni", "avx_vnni")
_X86_SMALL = ("avx512_bf16", "avx512_fp16", "amx_tile", "amx_int8", "amx_bf16", "amx_fp16")
_ARM = ("asimd", "asimdhp", "fphp", "asimddp", "i8mm", "bf16", "sve", "sve2")
MATTER = (*_X86, *_X86_SMALL, *_ARM)
"""Instruction sets that the kernels of a network are written for: of x86 and of ARM, old to new."""


def flags(root: Path = ROOT) -> tuple[str, ...]:
    """Those of `MATTER` that every core has, in that order; empty where the system does not say."""
    cores = [
        set(line.partition(":")[2].split())
        for line in text(root / "proc/cpuinfo").splitlines()
        if line.startswith(("flags", "Features"))
    ]
    common = set.intersection(*cores) if cores else set()
    return tuple(name for name in MATTER if name in common)


def governor(root: Path = ROOT) -> str | None:
    """The frequency governor; all of them, with commas, where cores differ; None where none is told."""
    return ", ".join(sorted({*_each_core(root, "scaling_governor")})) or None


def clocks(root: Path = ROOT) -> tuple[float, float] | None:
    """The least and the greatest clock that the governor may choose now, MHz, over all cores.

    A power mode of a Jetson shows here, unlike in what the silicon could do.
    """
    least, most = (
        [float(kilohertz) / 1e3 for kilohertz in _each_core(root, f"scaling_{end}_freq")]
        for end in ("min", "max")
    )
    return (min(least), max(most)) if least and most else None


def clock(root: Path = ROOT) -> float | None:
    """The mean clock of all cores now, MHz; None where the system does not say.

    It is asked of sysfs, and of /proc/cpuinfo where that knows of no clock (x86 in a virtual machine).
    """
    now = [float(kilohertz) / 1e3 for kilohertz in _each_core(root, "scaling_cur_freq")]
    if not now:
        lines = text(root / "proc/cpuinfo").splitlines()
        now = [float(line.partition(":")[2]) for line in lines if line.startswith("cpu MHz")]
    return sum(now) / len(now) if now else None


def _each_core(root: Path, fact: str) -> Iterator[str]:
    for file in sorted((root / "sys/devices/system/cpu").glob(f"cpu[0-9]*/cpufreq/{fact}")):
        if told := text(file).strip():
            yield told
