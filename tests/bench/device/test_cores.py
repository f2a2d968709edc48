"""Processors that are busy, and the clock that they should hold, with fake counters."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.device.boards import write

from edge.bench.device.cores import Cores
from edge.bench.device.tree import Tree


def lay(root: Path, *cores: tuple[int, int]) -> None:
    """Ticks of work and of rest since the start, by core."""
    lines = [f"cpu{number} {work} 0 0 {rest} 0 0 0 0 0 0" for number, (work, rest) in enumerate(cores)]
    write(root, "proc/stat", "cpu  9 0 0 9 0 0 0 0 0 0\n" + "\n".join(lines) + "\nintr 1\n")


def clocks(root: Path, core: int, **files: str) -> None:
    for name, text in files.items():
        write(root, f"sys/devices/system/cpu/cpu{core}/cpufreq/{name}", f"{text}\n")


def test_only_a_core_that_is_busy_counts(tmp_path: Path) -> None:
    lay(tmp_path, (100, 100), (100, 100))
    clocks(tmp_path, 0, scaling_cur_freq="729600", scaling_max_freq="1984000")
    clocks(tmp_path, 1, scaling_cur_freq="115200", scaling_max_freq="1984000")
    cores = Cores(Tree(tmp_path))
    lay(tmp_path, (149, 101), (110, 140))
    cores.look()
    assert (cores.clock.number, cores.clock.value, cores.due.value) == (1, 729.6, 1984)
    cores.look()  # no tick has passed
    assert cores.clock.number == 1
    cores.restart()
    assert cores.clock.value is None


def test_a_moment_is_too_short_to_judge_and_is_not_lost(tmp_path: Path) -> None:
    clocks(tmp_path, 0, scaling_cur_freq="1000000", scaling_max_freq="2000000")
    lay(tmp_path, (0, 0))
    cores = Cores(Tree(tmp_path))
    for work, counted in ((5, 0), (9, 0), (10, 1), (11, 1)):
        lay(tmp_path, (work, 0))
        cores.look()
        assert cores.clock.number == counted


def test_waiting_for_a_disk_is_rest_and_a_guests_time_is_not_counted_twice(tmp_path: Path) -> None:
    clocks(tmp_path, 0, scaling_cur_freq="1000000", scaling_max_freq="2000000")
    write(tmp_path, "proc/stat", "cpu0 0 0 0 0 0 0 0 0 0 0\n")
    cores = Cores(Tree(tmp_path))
    write(tmp_path, "proc/stat", "cpu0 10 0 0 0 90 0 0 0 0 0\n")
    cores.look()
    assert cores.clock.number == 0
    write(tmp_path, "proc/stat", "cpu0 90 0 0 20 90 0 0 0 80 0\n")  # 80 of 100 ticks, as a host of guests
    cores.look()
    assert cores.clock.number == 0


@pytest.mark.parametrize(
    ("files", "nominal", "due"),
    [
        (
            {"base_frequency": "2100000", "scaling_max_freq": "3500000", "scaling_driver": "intel_pstate"},
            "",
            2100,
        ),
        ({"scaling_max_freq": "3700000", "scaling_driver": "amd-pstate-epp"}, "2450", 2450),
        ({"scaling_max_freq": "3700000", "scaling_driver": "intel_pstate"}, "", None),
        ({"scaling_max_freq": "1728000", "scaling_driver": "tegra194"}, "", 1728),
        ({}, "", None),
    ],
)
def test_what_a_core_should_hold(
    tmp_path: Path, files: dict[str, str], nominal: str, due: float | None
) -> None:
    lay(tmp_path, (0, 0))
    clocks(tmp_path, 0, scaling_cur_freq="1000000", **files)
    if nominal:
        write(tmp_path, "sys/devices/system/cpu/cpu0/acpi_cppc/nominal_freq", f"{nominal}\n")
    cores = Cores(Tree(tmp_path))
    lay(tmp_path, (100, 0))
    cores.look()
    assert cores.due.value == due


def test_a_core_that_comes_or_goes(tmp_path: Path) -> None:
    lay(tmp_path, (0, 0), (0, 0))
    cores = Cores(Tree(tmp_path))
    lay(tmp_path, (100, 0))
    cores.look()
    lay(tmp_path, (200, 0), (500, 0), (700, 0))
    cores.look()
    assert cores.clock.number == 0
