"""Throttling: what the kernel counted, or showed, of clocks held down while something ran.

Source: the kernel's documentation of `thermal_throttle` (x86) and of cooling devices in sysfs; NVIDIA's
Jetson Linux developer guide, "OC Event Status from sysfs" (`oc*_event_cnt`: under-voltage, average and
instantaneous over-current) and its cooling devices `*-throttle-alert` and `hot-surface-alert`.
"""

from __future__ import annotations

from collections import Counter

from edge.bench.device.tree import Tree

_CPU = "/sys/devices/system/cpu/cpu[0-9]*/thermal_throttle"
_OVER = {1: "under-voltage", 2: "over-current on average", 3: "over-current for a moment"}


class Throttling:
    """What throttled since this object was made; `look` at it again and again for what is not counted."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._alerts = {
            folder: name
            for folder in tree.glob("/sys/class/thermal/cooling_device*")
            if _holds_down(name := tree.text(f"{folder}/type") or "")
        }
        self.restart()

    def restart(self) -> None:
        """Forget what was until now."""
        self._before = self._counts()
        self._looks = 0
        self._raised: Counter[str] = Counter()

    def look(self) -> None:
        """See which cooling devices are at work now."""
        self._looks += 1
        for folder, name in self._alerts.items():
            if (self._tree.number(f"{folder}/cur_state") or 0) > 0:
                self._raised[name] += 1

    def words(self) -> tuple[str, ...]:
        """Each throttling that was seen, in words."""
        now = self._counts()
        return (
            *(
                f"{what}: {now[what] - before:.0f} events"
                for what, before in self._before.items()
                if now.get(what, before) > before
            ),
            *(
                f"heat: {name} at work in {count} of {self._looks} looks"
                for name, count in sorted(self._raised.items())
            ),
        )

    def _counts(self) -> dict[str, float]:
        return {**self._heat(), **self._overcurrent()}

    def _heat(self) -> dict[str, float]:
        """Of an x86 CPU: its cores' events together, and its package's, which each core repeats."""
        found = {}
        for name, words, all_of in (
            ("core_throttle_count", "the CPU's cores were throttled by heat", sum),
            ("package_throttle_count", "the CPU was throttled by heat", max),
        ):
            counts = [self._tree.number(file) for file in self._tree.glob(f"{_CPU}/{name}")]
            known = [count for count in counts if count is not None]
            if known:
                found[words] = float(all_of(known))
        return found

    def _overcurrent(self) -> dict[str, float]:
        found = {}
        for folder in self._tree.glob("/sys/class/hwmon/hwmon*"):
            if self._tree.text(f"{folder}/name") != "soctherm_oc":
                continue
            for number, words in _OVER.items():
                count = self._tree.number(f"{folder}/oc{number}_event_cnt")
                if count is not None:
                    found[f"{words} (oc{number})"] = count
        return found


def _holds_down(name: str) -> bool:
    """Whether a cooling device holds clocks down, or says that something does; a fan does not."""
    return name.endswith("-alert") or name.startswith(("cpufreq-", "devfreq-"))
