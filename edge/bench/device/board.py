"""Board: which Jetson this is, with which software, and how it is set."""

from __future__ import annotations

import re
from dataclasses import dataclass

from edge.bench.device.answer import Run
from edge.bench.device.jetpack import jetpack_of, l4t_of
from edge.bench.device.power_mode import power_mode_of
from edge.bench.device.tree import Tree

_MODULES = {
    "p3767-0000": "Orin NX 16GB",
    "p3767-0001": "Orin NX 8GB",
    "p3767-0003": "Orin Nano 8GB",
    "p3767-0004": "Orin Nano 4GB",
    "p3767-0005": "Orin Nano 8GB",
    "p3701-0000": "AGX Orin",
    "p3701-0004": "AGX Orin 32GB",
    "p3701-0005": "AGX Orin 64GB",
    "p3701-0008": "AGX Orin Industrial",
    "p3834-0008": "Thor T5000",
}
"""Modules by NVIDIA's part number. Source: Jetson Linux developer guide, table of supported modules."""


@dataclass(frozen=True, slots=True)
class Board:
    """A Jetson.

    Attributes:
        name: as its device tree has it; with the module's where the tree names another maker's carrier.
        l4t: release of Jetson Linux, for example `36.4.4`.
        jetpack: release of JetPack.
        power_mode: for example `MAXN_SUPER`.
        fixed: whether CPU and GPU are held at one clock, as by `jetson_clocks`; None where not to be read.
        fan: its drive in percent; None without a fan that can be read.
    """

    name: str
    l4t: str | None
    jetpack: str | None
    power_mode: str | None
    fixed: bool | None
    fan: float | None


def board_of(tree: Tree, run: Run) -> Board | None:
    """The Jetson that this machine is, or None. What it does not say is None."""
    compatible = (tree.text("/proc/device-tree/compatible") or "").split("\0")
    model = tree.text("/proc/device-tree/model") or ""
    if not any(re.fullmatch(r"nvidia,tegra\d+", name) for name in compatible):
        return None
    l4t = l4t_of(tree)
    return Board(
        name=_name(model, compatible),
        l4t=l4t,
        jetpack=jetpack_of(tree, l4t),
        power_mode=power_mode_of(tree, run),
        fixed=_fixed(tree),
        fan=_fan(tree),
    )


def _name(model: str, compatible: list[str]) -> str:
    if "Jetson" in model:
        return model
    parts = re.findall(r"p\d{4}-\d{4}", " ".join(compatible))
    module = next((_MODULES[part] for part in parts if part in _MODULES), None)
    known = f"Jetson {module}" if module else "a Jetson"
    return f"{model} ({known})" if model else known


def _fixed(tree: Tree) -> bool | None:
    """Whether the least clock of each processor and of the GPU is its greatest."""
    bounds = [
        (tree.number(f"{folder}/{least}"), tree.number(f"{folder}/{greatest}"))
        for pattern, least, greatest in (
            ("/sys/devices/system/cpu/cpufreq/policy*", "scaling_min_freq", "scaling_max_freq"),
            ("/sys/class/devfreq/*gpu*", "min_freq", "max_freq"),
        )
        for folder in tree.glob(pattern)
        if "nvd" not in folder  # Thor's video engines
    ]
    if not bounds or any(None in pair for pair in bounds):
        return None
    return all(least == greatest for least, greatest in bounds)


def _fan(tree: Tree) -> float | None:
    for folder in tree.glob("/sys/class/hwmon/hwmon*"):
        if tree.text(f"{folder}/name") == "pwmfan":
            drive = tree.number(f"{folder}/pwm1")
            return None if drive is None else round(100 * drive / 255, 1)
    return None
