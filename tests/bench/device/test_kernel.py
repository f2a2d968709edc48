"""What a Jetson's kernel says in its files, without tegrastats."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.device.boards import AGX_ORIN, ORIN_NANO_SUPER, THOR, write

from edge.bench.device.kernel import Kernel
from edge.bench.device.sample import Sample
from edge.bench.device.tree import Tree


def test_all_of_an_orin_nano(tmp_path: Path) -> None:
    (sample,) = Kernel(Tree(ORIN_NANO_SUPER.lay(tmp_path))).take()
    assert sample == Sample(
        load=0.412,
        clock=1020,
        greatest=1020,
        power=7.5,
        scope="VDD_IN",
        temperatures={"cpu": 63.625, "tj": 63.781},
    )


def test_an_agx_orins_power_counts_its_memory_once(tmp_path: Path) -> None:
    (sample,) = Kernel(Tree(AGX_ORIN.lay(tmp_path))).take()
    assert sample.power == pytest.approx(4.98 * 0.675 + 5.0 * 0.096 + 4.968 * 0.98)
    assert (sample.load, sample.clock, sample.greatest) == (0.95, 612, 1300.5)


def test_a_thors_power_is_of_its_one_sensor_and_its_gpu_of_the_part_that_computes(tmp_path: Path) -> None:
    (sample,) = Kernel(Tree(THOR.lay(tmp_path))).take()
    assert (sample.power, sample.scope) == (28.548, "VIN")
    assert (sample.load, sample.clock, sample.greatest) == (None, 1575, 1575)


def test_only_what_a_sample_lacks_is_filled_in(tmp_path: Path) -> None:
    kernel = Kernel(Tree(ORIN_NANO_SUPER.lay(tmp_path)))
    told = Sample(load=0.0, clock=306, power=4.0, scope="VDD_IN", temperatures={"tj": 50.0})
    filled = kernel.fill(told)
    assert filled == Sample(
        load=0.0, clock=306, greatest=1020, power=4.0, scope="VDD_IN", temperatures={"tj": 50.0}
    )


def test_another_chips_power_is_no_rail(tmp_path: Path) -> None:
    THOR.lay(tmp_path)
    write(tmp_path, "sys/class/hwmon/hwmon2/name", "amdgpu\n")
    (sample,) = Kernel(Tree(tmp_path)).take()
    assert sample.power is None


def test_without_files_there_is_no_sample(tmp_path: Path) -> None:
    write(tmp_path, "sys/class/hwmon/hwmon0/name", "k10temp\n")
    assert Kernel(Tree(tmp_path)).take() == ()
