"""Rails: which of a Jetson's power rails make up its power.

Source: NVIDIA's Jetson Linux developer guide (r36.4.3), "Jetson Orin Nano Series, Jetson Orin NX Series and
Jetson AGX Orin Series", tables of the INA3221: `VDD_IN` is the whole of an Orin Nano or Orin NX module; an
AGX Orin has none and is the sum of three, of which `VIN_SYS_5V0` already includes `VDDQ_VDD2_1V8AO`. For
Thor an NVIDIA engineer's answer in the forum ("Question about power monitor with additional load on Jetson
Thor"): `VIN` is an INA238's, of module and carrier; where the carrier has none, the module's three remain.
"""

from __future__ import annotations

from collections.abc import Mapping

WHOLES: tuple[tuple[str, ...], ...] = (
    ("VDD_IN",),
    ("VIN",),
    ("VDD_GPU_SOC", "VDD_CPU_CV", "VIN_SYS_5V0"),
    ("VDD_GPU", "VDD_CPU_SOC_MSS", "VIN_SYS_5V0"),
)
"""The rails that together are the whole of a device; the first whose rails are all there is taken."""


def whole(rails: Mapping[str, float]) -> tuple[float, str] | None:
    """The power of the whole and what it is made of, or None where no whole is known of these rails.

    Args:
        rails: power by rail, W.

    >>> whole({"VDD_GPU_SOC": 2.0, "VDD_CPU_CV": 0.5, "VIN_SYS_5V0": 4.5, "VDDQ_VDD2_1V8AO": 0.5})
    (7.0, 'VDD_GPU_SOC + VDD_CPU_CV + VIN_SYS_5V0')
    """
    for names in WHOLES:
        if all(name in rails for name in names):
            return sum(rails[name] for name in names), " + ".join(names)
    return None
