"""Throttling that the kernel counts or shows, on x86 and on a Jetson."""

from __future__ import annotations

from pathlib import Path

from bench.device.boards import ORIN_NANO_SUPER, write

from edge.bench.device.throttling import Throttling
from edge.bench.device.tree import Tree

CPU = "sys/devices/system/cpu/cpu{}/thermal_throttle/{}_throttle_count"


def lay_cpu(root: Path, cores: list[int], package: int) -> None:
    for number, count in enumerate(cores):
        write(root, CPU.format(number, "core"), f"{count}\n")
        write(root, CPU.format(number, "package"), f"{package}\n")


def test_an_x86_cpus_heat_is_the_difference(tmp_path: Path) -> None:
    lay_cpu(tmp_path, [7, 0, 3], 10)
    throttling = Throttling(Tree(tmp_path))
    assert throttling.words() == ()
    lay_cpu(tmp_path, [9, 0, 4], 12)
    assert throttling.words() == (
        "the CPU's cores were throttled by heat: 3 events",
        "the CPU was throttled by heat: 2 events",
    )
    throttling.restart()
    assert throttling.words() == ()


def test_a_core_that_was_taken_off_line_is_no_negative_count(tmp_path: Path) -> None:
    lay_cpu(tmp_path, [7, 5], 0)
    throttling = Throttling(Tree(tmp_path))
    (tmp_path / CPU.format(1, "core")).unlink()
    assert throttling.words() == ()


def test_a_jetsons_overcurrent(tmp_path: Path) -> None:
    throttling = Throttling(Tree(ORIN_NANO_SUPER.lay(tmp_path)))
    write(tmp_path, "sys/class/hwmon/hwmon3/oc1_event_cnt", "1\n")
    write(tmp_path, "sys/class/hwmon/hwmon3/oc3_event_cnt", "216\n")
    assert throttling.words() == (
        "under-voltage (oc1): 1 events",
        "over-current for a moment (oc3): 179 events",
    )


def test_a_jetsons_alerts_count_while_they_are_raised_and_a_fan_does_not(tmp_path: Path) -> None:
    throttling = Throttling(Tree(ORIN_NANO_SUPER.lay(tmp_path)))
    throttling.look()
    assert throttling.words() == ()
    write(tmp_path, "sys/class/thermal/cooling_device1/cur_state", "1\n")
    write(tmp_path, "sys/class/thermal/cooling_device2/cur_state", "18\n")
    throttling.look()
    write(tmp_path, "sys/class/thermal/cooling_device2/cur_state", "0\n")
    throttling.look()
    assert throttling.words() == (
        "heat: cpufreq-cpu0 at work in 1 of 3 looks",
        "heat: gpu-throttle-alert at work in 2 of 3 looks",
    )


def test_a_machine_that_counts_nothing(tmp_path: Path) -> None:
    throttling = Throttling(Tree(tmp_path))
    throttling.look()
    assert throttling.words() == ()
