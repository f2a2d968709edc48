"""Kernel: what a Jetson's kernel says in files that need no root, of its GPU, its heat and its power.

It stands in where `tegrastats` does not run, and fills in what a release of it leaves out: JetPack 7 for
Thor prints no load of the GPU, and some releases print clocks and rails for root only.

Source: the kernel's documentation of `devfreq`, `thermal` and `hwmon` (ina3221, ina238) in sysfs; the GPU's
`load`, per mille, is what tegrastats itself reads (jetson_stats, issue 360).
"""

from __future__ import annotations

from dataclasses import replace

from edge.bench.device.rails import whole
from edge.bench.device.sample import Sample
from edge.bench.device.tree import Tree

_CLOCKS = ("/sys/class/devfreq/*.gpu", "/sys/class/devfreq/*.ga10b", "/sys/class/devfreq/gpu-gpc-0")
_LOADS = (
    "/sys/class/devfreq/*.g*/device/load",
    "/sys/devices/platform/gpu.0/load",
    "/sys/devices/gpu.0/load",
)
_ZONES = "/sys/class/thermal/thermal_zone*"


class Kernel:
    """A sensor that reads the kernel's files at each call."""

    name = "the kernel's files"

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def take(self) -> tuple[Sample, ...]:
        """One sample, of now; none where no file says anything."""
        now = self.fill(Sample())
        return () if now == Sample() else (now,)

    def fill(self, sample: Sample) -> Sample:
        """The same sample with what it lacks, as far as the kernel says it now."""
        power, scope = sample.power, sample.scope
        if power is None:
            power, scope = whole(self._rails()) or (None, None)
        return replace(
            sample,
            load=self._load() if sample.load is None else sample.load,
            clock=self._clock("cur_freq") if sample.clock is None else sample.clock,
            greatest=self._clock("max_freq") if sample.greatest is None else sample.greatest,
            temperatures=sample.temperatures or self._temperatures(),
            power=power,
            scope=scope,
        )

    def troubles(self) -> tuple[str, ...]:
        """None: a file that is not there says nothing, which shows."""
        return ()

    def close(self) -> None:
        """Nothing is held."""

    def _clock(self, which: str) -> float | None:
        folders = [folder for pattern in _CLOCKS for folder in self._tree.glob(pattern)]
        hertz = self._tree.number(f"{folders[0]}/{which}") if folders else None
        return None if hertz is None else hertz / 1e6

    def _load(self) -> float | None:
        for name in (name for pattern in _LOADS for name in self._tree.glob(pattern)):
            mille = self._tree.number(name)
            if mille is not None:
                return mille / 1000
        return None

    def _temperatures(self) -> dict[str, float]:
        """By zone, without its `-thermal`, as tegrastats names them; a part that is off cannot be read."""
        found = {}
        for zone in self._tree.glob(_ZONES):
            name, mille = self._tree.text(f"{zone}/type"), self._tree.number(f"{zone}/temp")
            if name is not None and mille is not None and mille > 0:
                found[name.removesuffix("-thermal")] = mille / 1000
        return found

    def _rails(self) -> dict[str, float]:
        """Power by rail, W. A channel without a name or a current is no rail: hwmon sums shunts, too."""
        found = {}
        for folder in self._tree.glob("/sys/class/hwmon/hwmon*"):
            if (self._tree.text(f"{folder}/name") or "").startswith("ina2"):
                label, power = self._tree.text(f"{folder}/label"), self._tree.number(f"{folder}/power1_input")
                if label is not None and power is not None:
                    found[label] = power / 1e6
            for name in self._tree.glob(f"{folder}/in[0-9]_label"):
                number = name.removesuffix("_label")[-1]
                volt = self._tree.number(f"{folder}/in{number}_input")
                ampere = self._tree.number(f"{folder}/curr{number}_input")
                if volt is not None and ampere is not None:
                    found[self._tree.text(name) or ""] = volt * ampere / 1e6
        return found
