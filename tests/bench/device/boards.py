"""Boards that are not here: their device trees and files, laid under a folder; and a fake tegrastats.

The names, releases and modes are those that owners of such boards published; `compatible` of the Orin Nano
Super and of the Thor as in jetson-io's and jetson_stats' issues (711).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Fake:
    model: str
    compatible: tuple[str, ...]
    release: str
    jetpack: str | None
    mode: tuple[str, int]
    modes: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)

    def lay(self, root: Path) -> Path:
        """Write the board's files under `root`; gives `root`."""
        number, revision = self.release.split(".", 1)
        conf = "".join(f"< POWER_MODEL ID={i} NAME={name} >\n" for i, name in enumerate(self.modes))
        write(root, "proc/device-tree/model", self.model + "\0")
        write(root, "proc/device-tree/compatible", "".join(f"{name}\0" for name in self.compatible))
        write(
            root, "etc/nv_tegra_release", f"# R{number} (release), REVISION: {revision}, GCID: 1, BOARD: x\n"
        )
        write(root, "etc/nvpmodel.conf", "< PM_CONFIG DEFAULT=1 >\n" + conf)
        write(root, "var/lib/nvpmodel/status", f"pmode:{self.mode[1]:04d} fmode:quiet\n")
        if self.jetpack is not None:
            write(root, "var/lib/dpkg/status", STATUS.format(self.jetpack))
        for name, text in self.files.items():
            write(root, name, text)
        return root

    def run(self, command: Sequence[str]) -> str | None:
        """What the board's programs answer."""
        return (
            f"NV Power Mode: {self.mode[0]}\n{self.mode[1]}\n" if command[:2] == ("nvpmodel", "-q") else None
        )


STATUS = """Package: nvidia-jetpack-runtime
Status: install ok installed
Version: 9.9+b1

Package: nvidia-jetpack
Status: install ok installed
Priority: standard
Section: metapackages
Architecture: arm64
Source: nvidia-jetpack (x)
Version: {}
Description: NVIDIA Jetpack Meta Package

Package: zlib1g
Status: install ok installed
Version: 1:1.2.11
"""


def _rail(chip: int, channel: int, name: str, millivolt: int, milliampere: int) -> dict[str, str]:
    folder = f"sys/class/hwmon/hwmon{chip}"
    return {
        f"{folder}/name": "ina3221\n",
        f"{folder}/in{channel}_label": f"{name}\n",
        f"{folder}/in{channel}_input": f"{millivolt}\n",
        f"{folder}/curr{channel}_input": f"{milliampere}\n",
    }


ORIN_NANO_SUPER = Fake(
    "NVIDIA Jetson Orin Nano Engineering Reference Developer Kit Super",
    ("nvidia,p3768-0000+p3767-0005-super", "nvidia,p3767-0005", "nvidia,tegra234"),
    "36.4.4",
    "6.2.1+b38",
    ("MAXN_SUPER", 2),
    ("15W", "25W", "MAXN_SUPER", "7W"),
    {
        "sys/class/devfreq/17000000.gpu/cur_freq": "1020000000\n",
        "sys/class/devfreq/17000000.gpu/min_freq": "1020000000\n",
        "sys/class/devfreq/17000000.gpu/max_freq": "1020000000\n",
        "sys/class/devfreq/17000000.gpu/device/load": "412\n",
        "sys/devices/system/cpu/cpufreq/policy0/scaling_min_freq": "1728000\n",
        "sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq": "1728000\n",
        "sys/class/hwmon/hwmon0/name": "pwmfan\n",
        "sys/class/hwmon/hwmon0/pwm1": "76\n",
        "sys/class/hwmon/hwmon1/name": "ina3221\n",
        "sys/class/hwmon/hwmon1/in1_label": "VDD_IN\n",
        "sys/class/hwmon/hwmon1/in1_input": "5000\n",
        "sys/class/hwmon/hwmon1/curr1_input": "1500\n",
        "sys/class/hwmon/hwmon1/in7_label": "sum of shunt voltages\n",
        "sys/class/hwmon/hwmon1/in7_input": "760\n",
        "sys/class/hwmon/hwmon3/name": "soctherm_oc\n",
        "sys/class/hwmon/hwmon3/oc1_event_cnt": "0\n",
        "sys/class/hwmon/hwmon3/oc2_event_cnt": "15\n",
        "sys/class/hwmon/hwmon3/oc3_event_cnt": "37\n",
        "sys/class/thermal/thermal_zone0/type": "cpu-thermal\n",
        "sys/class/thermal/thermal_zone0/temp": "63625\n",
        "sys/class/thermal/thermal_zone2/type": "cv0-thermal\n",
        "sys/class/thermal/thermal_zone8/type": "tj-thermal\n",
        "sys/class/thermal/thermal_zone8/temp": "63781\n",
        "sys/class/thermal/cooling_device0/type": "pwm-fan\n",
        "sys/class/thermal/cooling_device0/cur_state": "3\n",
        "sys/class/thermal/cooling_device1/type": "gpu-throttle-alert\n",
        "sys/class/thermal/cooling_device1/cur_state": "0\n",
        "sys/class/thermal/cooling_device2/type": "cpufreq-cpu0\n",
        "sys/class/thermal/cooling_device2/cur_state": "0\n",
    },
)

AGX_ORIN = Fake(
    "NVIDIA Jetson AGX Orin Developer Kit",
    ("nvidia,p3737-0000+p3701-0005", "nvidia,p3701-0005", "nvidia,tegra234"),
    "36.4",
    None,
    ("MAXN", 0),
    ("MAXN", "15W", "30W", "50W"),
    {
        "sys/class/devfreq/17000000.gpu/cur_freq": "612000000\n",
        "sys/class/devfreq/17000000.gpu/min_freq": "306000000\n",
        "sys/class/devfreq/17000000.gpu/max_freq": "1300500000\n",
        "sys/devices/system/cpu/cpufreq/policy0/scaling_min_freq": "729600\n",
        "sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq": "2201600\n",
        "sys/devices/platform/gpu.0/load": "950\n",
        **_rail(3, 1, "VDD_GPU_SOC", 4980, 675),
        **_rail(3, 2, "VDD_CPU_CV", 5000, 96),
        **_rail(3, 3, "VIN_SYS_5V0", 4968, 980),
        **_rail(4, 1, "NC", 0, 0),
        **_rail(4, 2, "VDDQ_VDD2_1V8AO", 4968, 80),
    },
)

THOR = Fake(
    "NVIDIA Jetson AGX Thor Developer Kit",
    ("nvidia,p4071-0000+p3834-0008", "nvidia,p3834-0008", "nvidia,tegra264"),
    "38.2.0",
    None,
    ("120W", 1),
    ("MAXN", "120W"),
    {
        "sys/class/devfreq/gpu-gpc-0/cur_freq": "1575000000\n",
        "sys/class/devfreq/gpu-gpc-0/min_freq": "315000000\n",
        "sys/class/devfreq/gpu-gpc-0/max_freq": "1575000000\n",
        "sys/class/devfreq/gpu-nvd-0/min_freq": "315000000\n",
        "sys/class/devfreq/gpu-nvd-0/max_freq": "1692000000\n",
        "sys/class/hwmon/hwmon2/name": "ina238\n",
        "sys/class/hwmon/hwmon2/label": "VIN\n",
        "sys/class/hwmon/hwmon2/power1_input": "28548000\n",
    },
)

FAKES = {"Orin Nano Super": ORIN_NANO_SUPER, "AGX Orin": AGX_ORIN, "Thor": THOR}


def write(root: Path, name: str, text: str) -> None:
    """Write one file under `root`, with its folders."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def fake_tegrastats(
    root: Path, lines: Sequence[str], *, busy: Sequence[str] = (), end: int | None = None, first: float = 0.0
) -> None:
    """A program that prints these lines again and again at its interval, or once and ends with a code.

    Args:
        root: what stands for `/`.
        lines: what it prints.
        busy: what it prints instead, as soon as there is a file `busy` under `root`.
        end: its exit code after all were printed once; without, it goes on until it is ended.
        first: seconds until the first line.
    """
    program = root / "usr/bin/tegrastats"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(
        _PROGRAM.format(sys.executable, str(root / "busy"), list(lines), list(busy), end, first)
    )
    program.chmod(0o755)


_PROGRAM = """#!{} -S
import os, sys, time
busy, lines, then, end, first = {!r}, {!r}, {!r}, {!r}, {!r}
assert sys.argv[1] == "--interval", sys.argv
time.sleep(first)
while True:
    for line in then if then and os.path.exists(busy) else lines:
        print(line, flush=True)
        time.sleep(int(sys.argv[2]) / 1000)
    if end is not None:
        sys.exit(end)
"""
