"""Cores: processors that are busy, and how far below the clock that they should hold they are.

Source: the kernel's documentation of `/proc/stat`, `cpufreq` and `acpi_cppc` in sysfs. What a core should
hold under load is its base clock, where the system tells it: the greatest of a PC is for one core alone.
"""

from __future__ import annotations

import re

from edge.bench.device.tally import BUSY, Mean
from edge.bench.device.tree import Tree

_CPU = "/sys/devices/system/cpu/cpu{}"
_TIMES = re.compile(r"^cpu(\d+) (\d+(?: \d+){6,})", re.MULTILINE)
_TICKS = 10  # of 10 ms; over fewer a load is not known to a tenth
_IDLE, _WAITING = 3, 4  # of the times: idle, and idle while a disk works


class Cores:
    """The processors, from look to look. What a virtual machine does not tell is not judged.

    Attributes:
        clock: mean clock of cores that were busy, MHz.
        due: mean of what they should hold, MHz.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._before = self._times()
        self._due = {core: _due(tree, core) for core in self._before}
        self.restart()

    def restart(self) -> None:
        """Forget what was until now."""
        self.clock, self.due = Mean(), Mean()

    def look(self) -> None:
        """Count each core that was busy since the last look, with its clock of now."""
        for core, (idle, total) in self._times().items():
            idle_before, total_before = self._before.setdefault(core, (idle, total))
            if total - total_before < _TICKS:
                continue
            self._before[core] = idle, total
            due = self._due.get(core)
            if due is not None and 1 - (idle - idle_before) / (total - total_before) >= BUSY:
                self._count(core, due)

    def _count(self, core: int, due: float) -> None:
        kilohertz = self._tree.number(f"{_CPU.format(core)}/cpufreq/scaling_cur_freq")
        if kilohertz is not None:
            self.clock.add(kilohertz / 1000)
            self.due.add(due)

    def _times(self) -> dict[int, tuple[int, int]]:
        """By core: ticks in which it had nothing to do, and ticks in all, since the start."""
        found = {}
        for core, text in _TIMES.findall(self._tree.text("/proc/stat") or ""):
            times = [int(word) for word in text.split()][:8]  # what follows is counted in them already
            found[int(core)] = times[_IDLE] + times[_WAITING], sum(times)
        return found


def _due(tree: Tree, core: int) -> float | None:
    """The clock that a core should hold under load, MHz: its base clock, else the greatest as it is set.

    A driver that gives no base clock and whose greatest is that of one core alone gives none.
    """
    folder = _CPU.format(core)
    base = tree.number(f"{folder}/cpufreq/base_frequency")
    nominal = tree.number(f"{folder}/acpi_cppc/nominal_freq")
    greatest = tree.number(f"{folder}/cpufreq/scaling_max_freq")
    if base:
        return base / 1000
    if nominal:
        return nominal
    alone = "pstate" in (tree.text(f"{folder}/cpufreq/scaling_driver") or "")
    return None if alone or greatest is None else greatest / 1000
