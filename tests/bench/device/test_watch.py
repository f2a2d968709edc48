"""A device watched while something runs: boards with a fake tegrastats, a GPU with a fake NVML, and a PC."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest
from bench.device.boards import AGX_ORIN, ORIN_NANO_SUPER, THOR, Fake, fake_tegrastats, write
from bench.device.fake_nvml import FakeNvml
from bench.device.recorded import AGX_ORIN_OFF, AGX_ORIN_RAILS, ORIN_NANO_6, ORIN_NANO_6_USER, THOR_7_0_BUSY
from bench.device.waiting import until

from edge.bench.device.watch import Watch, watching


@pytest.fixture(autouse=True)
def _neither(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", None)
    monkeypatch.setitem(sys.modules, "jtop", None)


def watched(root: Path, fake: Fake, lines: list[str], **how: float) -> Watch:
    """A board that was watched for some lines of tegrastats, and is no more."""
    fake.lay(root)
    fake_tegrastats(root, lines)
    with watching(root, fake.run, interval=0.01, idle=0.05) as watch:
        until(lambda: (facts := watch.facts(1, 1.0)) is not None and facts.samples >= 6)
    return watch


def test_an_orin_nano(tmp_path: Path) -> None:
    busy = ORIN_NANO_6.replace("VDD_IN 17946mW", "VDD_IN 8000mW").replace("tj@65.562C", "tj@71.5C")
    watch = watched(tmp_path, ORIN_NANO_SUPER, [busy])
    facts = watch.facts(looks=400, seconds=10.0, items=50)
    assert facts is not None
    assert (facts.board, facts.jetpack, facts.l4t, facts.power_mode) == (
        "NVIDIA Jetson Orin Nano Engineering Reference Developer Kit Super",
        "6.2.1",
        "36.4.4",
        "MAXN_SUPER",
    )
    assert (facts.sensor, facts.clocks_fixed, facts.fan) == ("tegrastats", True, 29.8)
    assert facts.gpu_load == pytest.approx(0.84)
    assert (facts.gpu_clock, facts.gpu_greatest, facts.temperature) == (713, 1020, 71.5)
    assert (facts.power, facts.idle_power, facts.power_of) == (pytest.approx(8), pytest.approx(8), "VDD_IN")
    assert facts.energy_per_look == pytest.approx(8 * 10 / 400)
    assert facts.energy_per_item == pytest.approx(8 * 10 / 50)
    assert (facts.throttled, watch.warnings()) == ((), ())


def test_an_agx_orin_is_the_sum_of_its_rails(tmp_path: Path) -> None:
    facts = watched(tmp_path, AGX_ORIN, [AGX_ORIN_RAILS]).facts(0, 1.0)
    assert facts is not None
    assert facts.power == pytest.approx(3.212 + 0.401 + 4.543)
    assert facts.energy_per_look is facts.energy_per_item is None  # no item: no energy of one
    assert facts.jetpack == "6.1, by L4T 36.4.0"


def test_a_thor(tmp_path: Path) -> None:
    watch = watched(tmp_path, THOR, [THOR_7_0_BUSY])
    facts = watch.facts(10, 2.0)
    assert facts is not None
    assert (facts.board, facts.power, facts.power_of) == (
        "NVIDIA Jetson AGX Thor Developer Kit",
        28.548,
        "VIN",
    )
    assert (facts.gpu_load, facts.gpu_clock, facts.temperature) == (None, 1575, 44.218)


def test_what_is_before_the_run_is_idle_and_not_of_the_run(tmp_path: Path) -> None:
    ORIN_NANO_SUPER.lay(tmp_path)
    idle, busy = (ORIN_NANO_6.replace("VDD_IN 17946mW", f"VDD_IN {power}mW") for power in (3000, 9000))
    fake_tegrastats(tmp_path, [idle], busy=[busy])
    program = tmp_path / "usr/bin/tegrastats"
    counter = tmp_path / "sys/class/hwmon/hwmon3/oc3_event_cnt"
    note = f"time.sleep(0.1)\nopen({str(counter)!r}, 'w').write('99')\n"  # over-current, at rest
    program.write_text(program.read_text().replace("time.sleep(first)\n", note))
    with watching(tmp_path, ORIN_NANO_SUPER.run, interval=0.01, idle=0.1) as watch:
        write(tmp_path, "busy", "")
        until(lambda: watch.latest().get("power W") == 9)
        facts = watch.facts(1, 1.0)
    assert facts is not None
    assert facts.idle_power == pytest.approx(3.0)
    assert 3.0 < (facts.power or 0) <= 9.0
    assert facts.throttled == ()


def test_what_is_told_now_has_names_with_units(tmp_path: Path) -> None:
    ORIN_NANO_SUPER.lay(tmp_path)
    fake_tegrastats(tmp_path, [ORIN_NANO_6])
    with watching(tmp_path, ORIN_NANO_SUPER.run, interval=0.01, idle=0.02) as watch:
        latest = watch.latest()
    assert latest["gpu load %"] == pytest.approx(84)
    assert (latest["gpu clock MHz"], latest["tj °C"], latest["power W"]) == (713, 65.562, 17.946)


def test_what_a_release_does_not_print_the_kernel_tells(tmp_path: Path) -> None:
    facts = watched(tmp_path, ORIN_NANO_SUPER, [ORIN_NANO_6_USER.split(" VDD_IN")[0]]).facts(1, 1.0)
    assert facts is not None
    assert (facts.gpu_clock, facts.power, facts.power_of) == (1020, pytest.approx(7.5), "VDD_IN")


def test_where_nothing_tells_power_it_is_said(tmp_path: Path) -> None:
    assert watched(tmp_path / "thor", THOR, [AGX_ORIN_OFF]).warnings() == ()  # its kernel tells
    bare = Fake("Jetson", ("nvidia,tegra234",), "36.3", None, ("15W", 0), ())
    watch = watched(tmp_path / "bare", bare, [AGX_ORIN_OFF])
    assert watch.warnings() == ("tegrastats told no power; on a Jetson some releases tell it to root only",)


def test_a_tegrastats_that_dies_is_told_of_and_its_figures_grow_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge.bench.device.watch._STALE", -90)  # and a second: 0.1 s
    ORIN_NANO_SUPER.lay(tmp_path)
    fake_tegrastats(tmp_path, [ORIN_NANO_6] * 8, end=7)
    with watching(tmp_path, ORIN_NANO_SUPER.run, interval=0.01, idle=0.02) as watch:
        until(lambda: any("ended by itself with 7" in words for words in watch.warnings()))
        until(lambda: not watch.latest())
    assert any("ended by itself with 7 after 8 lines" in words for words in watch.warnings())


def test_a_silent_one_does_not_hold_up_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.bench.device.watch._FIRST", 0.1)
    ORIN_NANO_SUPER.lay(tmp_path)
    fake_tegrastats(tmp_path, [ORIN_NANO_6], first=60)
    start = time.monotonic()
    with watching(tmp_path, ORIN_NANO_SUPER.run, interval=0.01) as watch:
        assert time.monotonic() - start < 2
    assert watch.warnings() == ("tegrastats gave no sample in the run",)


def test_tegrastats_and_the_thread_end_with_an_exception(tmp_path: Path) -> None:
    ORIN_NANO_SUPER.lay(tmp_path)
    fake_tegrastats(tmp_path, [ORIN_NANO_6])
    program = tmp_path / "usr/bin/tegrastats"
    note = f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
    program.write_text(program.read_text().replace("time.sleep(first)\n", note))

    def fail() -> None:
        with watching(tmp_path, ORIN_NANO_SUPER.run, interval=0.01, idle=0.01):
            raise RuntimeError("the bench broke")

    with pytest.raises(RuntimeError, match="the bench broke"):
        fail()
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert not [thread for thread in threading.enumerate() if thread.name in ("device sensors", "tegrastats")]


def test_a_discrete_gpu_that_is_held_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", FakeNvml())
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    with watching(tmp_path, interval=0.01, idle=0.02) as watch:
        until(lambda: (facts := watch.facts(100, 2.0)) is not None and facts.samples >= 6)
    facts = watch.facts(100, 2.0)
    assert facts is not None
    assert (facts.board, facts.gpu, facts.driver, facts.sensor) == (
        None,
        "NVIDIA RTX A2000",
        "580.65.06",
        "NVML",
    )
    assert (facts.power_of, facts.energy_per_look) == ("the GPU's card alone", pytest.approx(1.39))
    power, heat, clock = facts.throttled
    assert power.startswith("the GPU's clock was held down in ")
    assert power.endswith(": power limit")
    assert heat.endswith(": heat (software)")
    assert clock == "the GPU ran at 1200 MHz of 2100 while at least 90% busy"
    assert watch.warnings() == tuple(f"throttled: {words}" for words in facts.throttled)


def test_a_light_watch_of_a_jetson_starts_no_program_and_does_not_wait(tmp_path: Path) -> None:
    ORIN_NANO_SUPER.lay(tmp_path)
    fake_tegrastats(tmp_path, ["never run"])
    start = time.monotonic()
    with watching(tmp_path, ORIN_NANO_SUPER.run, interval=0.01, light=True) as watch:
        assert time.monotonic() - start < 1
        write(tmp_path, "sys/class/thermal/cooling_device1/cur_state", "2")
        write(tmp_path, "sys/class/hwmon/hwmon1/in1_label", "NC")
        until(lambda: (facts := watch.facts(1, 1.0)) is not None and facts.samples >= 6)
    facts = watch.facts(1, 1.0)
    assert facts is not None
    assert (facts.sensor, facts.idle_power) == ("the kernel's files", None)
    (alert,) = watch.warnings()
    assert alert.startswith("throttled: heat: gpu-throttle-alert at work in ")


def test_a_pc_has_no_facts_takes_no_time_and_warns_of_its_cpus_heat(tmp_path: Path) -> None:
    counter = "sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count"
    write(tmp_path, counter, "3\n")
    start = time.monotonic()
    with watching(tmp_path) as watch:
        assert time.monotonic() - start < 1  # and not the two seconds at rest
        assert (watch.latest(), watch.facts(1, 1.0), watch.warnings()) == ({}, None, ())
        write(tmp_path, counter, "8\n")
    write(tmp_path, counter, "99\n")  # after the run
    assert watch.warnings() == ("throttled: the CPU's cores were throttled by heat: 5 events",)


def test_a_pc_whose_busy_cores_are_slow(tmp_path: Path) -> None:
    def stat(work: int) -> None:
        write(tmp_path, "proc/stat", f"cpu0 {work} 0 0 0 0 0 0 0 0 0\n")

    stat(0)
    for name, kilohertz in (("base_frequency", 2_100_000), ("scaling_cur_freq", 800_000)):
        write(tmp_path, f"sys/devices/system/cpu/cpu0/cpufreq/{name}", f"{kilohertz}\n")
    with watching(tmp_path, interval=60) as watch:
        for work in range(1, 5):
            stat(100 * work)
            watch.facts(1, 1.0)
    words = "throttled: the CPU's busy cores ran at 800 MHz of 2100 while at least 90% busy"
    assert watch.warnings() == (words,)


def test_a_sensor_that_fails_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("edge.bench.device.kernel.Kernel.take", broken)
    monkeypatch.setattr("edge.bench.device.watch._FIRST", 0.1)
    with watching(ORIN_NANO_SUPER.lay(tmp_path), ORIN_NANO_SUPER.run, interval=0.01) as watch:
        pass
    assert "the device's sensors failed: ZeroDivisionError: by nought" in watch.warnings()


def test_this_machine_itself() -> None:
    with watching(idle=0.05) as watch:
        facts = watch.facts(1, 1.0)
    assert (facts is None) == (not watch.latest())
