"""Reading: one line of NVIDIA's `tegrastats`, of JetPack 5, 6 and 7.

Fields come and go with the release and the board, and some are for root only; one that is not known here is
passed over, one that is known and not readable is an error. Temperatures and rails have one figure, two
(now, mean) or, since JetPack 7.2, three; the first is the one of now.

Source: NVIDIA's Jetson Linux developer guide, "tegrastats Utility"; what differs between the releases by
lines that were read off boards, which the tests hold with their origin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_RAM = re.compile(r"\bRAM (\S+)")
_CPU = re.compile(r"\bCPU \[([^\]]*)(\]?)")
_ENGINE = re.compile(r"\b(EMC_FREQ|GR3D_FREQ) +(\S+)")
_TEMPERATURE = re.compile(r"(?<!\S)(\w+)@(-?\d+(?:\.\d+)?)C(?:/-?[\d.]+C)*(?!\S)")
_RAIL = re.compile(r"(?<!\S)([A-Z][A-Z0-9_]*) (\d+)(?:mW(?:/\d+mW)*|/\d+)(?!\S)")
_OFF = -256.0  # what a sensor says whose part of the chip is off
_CONSTANT = "PMIC"  # says 100 or 50 on any board that has it, whatever its temperature


class TegrastatsError(ValueError):
    """A line that is none of tegrastats', or a field of it that is not as it should be."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One line.

    Attributes:
        cores: load, 0 to 1, and clock, MHz, of each processor; None for one that is off.
        memory: load, 0 to 1, and clock, MHz, of the memory's controller; each None where not told.
        gpu: load, 0 to 1, of the GPU; None where not told, as on Thor.
        clocks: of the GPU's parts, MHz; empty where not told, nought while it is off.
        temperatures: degrees Celsius by sensor, without those that are off.
        rails: power by rail, W.
    """

    cores: tuple[tuple[float, float] | None, ...]
    memory: tuple[float | None, float | None]
    gpu: float | None
    clocks: tuple[float, ...]
    temperatures: dict[str, float]
    rails: dict[str, float]


def parse(line: str) -> Reading:
    """Read a line.

    Raises:
        TegrastatsError: it is not of tegrastats (no `RAM`), or one of its fields cannot be read; which one.
    """
    _check(line)
    engines = {name: _engine(name, value) for name, value in _ENGINE.findall(line)}
    emc, clocks = engines.get("EMC_FREQ", (None, ()))
    gpu, parts = engines.get("GR3D_FREQ", (None, ()))
    return Reading(
        cores=_cores(line),
        memory=(emc, clocks[0] if clocks else None),
        gpu=gpu,
        clocks=parts,
        temperatures=_temperatures(line),
        rails={name: int(value) / 1000 for name, value in _RAIL.findall(line) if name != "NC"},
    )


def _check(line: str) -> None:
    """See that it is a line of tegrastats: each begins with the memory, which the kernel tells better."""
    found = _RAM.search(line)
    if found is None:
        raise TegrastatsError(f"no line of tegrastats, it has no RAM: {line.strip()[:120]}")
    if not re.fullmatch(r"\d+/\d+MB", found.group(1)):
        raise TegrastatsError(f"RAM is not `used/allMB`: {found.group(1)}")


def _cores(line: str) -> tuple[tuple[float, float] | None, ...]:
    found = _CPU.search(line)
    if found is None:
        return ()
    if not found.group(2):
        raise TegrastatsError(f"CPU does not end: {found.group(0)[:120]}")
    return tuple(_core(one) for one in found.group(1).split(","))


def _core(text: str) -> tuple[float, float] | None:
    if text == "off":
        return None
    found = re.fullmatch(r"(\d+)%@(\d+)", text)
    if found is None:
        raise TegrastatsError(f"CPU has neither `load%@MHz` nor `off`: {text}")
    return int(found.group(1)) / 100, float(found.group(2))


def _engine(name: str, text: str) -> tuple[float | None, tuple[float, ...]]:
    """Load and clocks of `12%`, `12%@306`, `12%@[306,306]`, `@[314,314,314]` and `off`."""
    if text == "off":
        return 0.0, ()
    found = re.fullmatch(r"(?:(\d+)%)?(?:@\[?(\d+(?:,\d+)*)\]?)?", text)
    if found is None:
        raise TegrastatsError(f"{name} is not `load%@MHz`: {text}")
    load, clocks = found.groups()
    return (
        None if load is None else int(load) / 100,
        () if clocks is None else tuple(float(clock) for clock in clocks.split(",")),
    )


def _temperatures(line: str) -> dict[str, float]:
    found = {name: float(value) for name, value in _TEMPERATURE.findall(line)}
    return {name: value for name, value in found.items() if value > _OFF and name != _CONSTANT}
