"""What Linux tells of a processor, from a fake tree: x86, ARM, big and little cores, and nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.bench.processor import clock, clocks, flags, governor

X86 = "processor\t: {0}\ncpu MHz\t\t: {1}\nflags\t\t: fpu sse avx2 fma avx512_vnni avx512f rdtscp\n\n"
ARM = "processor\t: {0}\nBogoMIPS\t: 62.50\nFeatures\t: fp asimd evtstrm{1} asimddp\n\n"


def tree(root: Path, cpuinfo: str, **cores: tuple[str, int, int, int]) -> Path:
    (root / "proc").mkdir()
    (root / "proc/cpuinfo").write_text(cpuinfo)
    for core, (named, least, most, now) in cores.items():
        folder = root / "sys/devices/system/cpu" / core / "cpufreq"
        folder.mkdir(parents=True)
        (folder / "scaling_governor").write_text(named + "\n")
        for fact, kilohertz in (("min", least), ("max", most), ("cur", now)):
            (folder / f"scaling_{fact}_freq").write_text(f"{kilohertz}\n")
    return root


def test_a_virtual_x86_tells_its_flags_and_clock_and_no_governor(tmp_path: Path) -> None:
    root = tree(tmp_path, X86.format(0, 2600.0) + X86.format(1, 2400.0))
    assert flags(root) == ("fma", "avx2", "avx512f", "avx512_vnni")
    assert clock(root) == 2500.0
    assert governor(root) is None
    assert clocks(root) is None


def test_arm_cores_that_differ_give_what_all_have(tmp_path: Path) -> None:
    root = tree(
        tmp_path,
        ARM.format(0, "") + ARM.format(1, " i8mm bf16"),
        cpu0=("schedutil", 200_000, 1_200_000, 1_000_000),
        cpu10=("performance", 400_000, 2_400_000, 2_000_000),
    )
    assert flags(root) == ("asimd", "asimddp")
    assert governor(root) == "performance, schedutil"
    assert clocks(root) == (200.0, 2400.0)
    assert clock(root) == 1500.0


@pytest.mark.parametrize("ask", [governor, clocks, clock])
def test_a_system_that_says_nothing_is_not_guessed_for(ask: object, tmp_path: Path) -> None:
    assert ask(tmp_path) is None  # type: ignore[operator]
    assert flags(tmp_path) == ()
