"""Lines of tegrastats of each release and board, and lines that are none."""

from __future__ import annotations

import pytest
from bench.device.recorded import (
    AGX_ORIN_6,
    AGX_ORIN_OFF,
    AGX_ORIN_RAILS,
    LINES,
    ORIN_NANO_6,
    ORIN_NANO_6_USER,
    ORIN_NANO_7,
    ORIN_NX_5,
    THOR_7_0_BUSY,
    THOR_7_2,
    XAVIER_NX_4,
)

from edge.bench.device.reading import TegrastatsError, parse


@pytest.mark.parametrize("name", LINES)
def test_every_recorded_line_is_read(name: str) -> None:
    reading = parse(LINES[name])
    assert all(0 <= load <= 1 and clock > 0 for core in reading.cores if core for load, clock in [core])
    assert all(20 < heat < 110 for heat in reading.temperatures.values())
    assert all(0 <= power < 100 for power in reading.rails.values())


def test_a_line_of_an_orin_nano_with_all_its_fields() -> None:
    reading = parse(ORIN_NANO_6)
    assert reading.cores[0] == (0.97, 1984)
    assert reading.cores[5] == (0.93, 247)
    assert (reading.memory, reading.gpu, reading.clocks) == ((0.18, 3199), 0.84, (713,))
    assert reading.temperatures["tj"] == 65.562
    assert len(reading.temperatures) == 9
    assert reading.rails == {"VDD_IN": 17.946, "VDD_CPU_GPU_CV": 8.896, "VDD_SOC": 3.923}


def test_not_as_root_there_are_neither_clocks_nor_memory() -> None:
    reading = parse(ORIN_NANO_6_USER)
    assert (reading.gpu, reading.clocks, reading.memory) == (0.0, (), (None, None))
    assert parse(AGX_ORIN_OFF).memory == (0.0, None)


def test_of_two_or_three_figures_the_first_is_the_one_of_now() -> None:
    reading = parse(ORIN_NANO_7)
    assert (reading.temperatures["cpu"], reading.rails["VDD_IN"]) == (47.562, 4.093)
    assert parse(AGX_ORIN_6).rails["VIN_SYS_5V0"] == 4.607


def test_processors_that_are_off_stay_in_their_place() -> None:
    assert parse(ORIN_NX_5).cores == (*((n / 100, 729) for n in (6, 9, 5, 16)), None, None, None, None)


def test_clocks_of_the_gpus_parts() -> None:
    assert (parse(AGX_ORIN_6).gpu, parse(AGX_ORIN_6).clocks) == (0.0, (0, 0))
    assert (parse(THOR_7_2).gpu, parse(THOR_7_2).clocks) == (None, (314, 314, 314))
    assert (parse(XAVIER_NX_4).gpu, parse(XAVIER_NX_4).clocks) == (0.62, (306,))
    assert (parse(THOR_7_0_BUSY).gpu, parse(THOR_7_0_BUSY).clocks) == (None, ())


def test_sensors_that_are_off_or_constant_say_nothing() -> None:
    assert set(parse(AGX_ORIN_OFF).temperatures) == {"CPU", "Tboard", "SOC2", "Tdiode", "SOC0", "tj", "SOC1"}
    assert "PMIC" not in parse(XAVIER_NX_4).temperatures


def test_rails_with_and_without_unit_and_mean_and_none_of_what_is_not_connected() -> None:
    assert parse(XAVIER_NX_4).rails["VDD_IN"] == 4.067
    assert parse(THOR_7_0_BUSY).rails["VIN"] == 28.548
    assert set(parse(AGX_ORIN_RAILS).rails) == {"VDD_GPU_SOC", "VDD_CPU_CV", "VIN_SYS_5V0", "VDDQ_VDD2_1V8AO"}


def test_what_is_not_known_is_passed_over() -> None:
    reading = parse("RAM 1/2MB WARP 9%@[1,2] FLUX@x NEW_RAIL 12W tj@50C HYPER [a,b]")
    assert (reading.temperatures, reading.rails, reading.gpu) == ({"tj": 50}, {}, None)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("", "no line of tegrastats"),
        ("Failed to open /dev/nvmap", "Failed to open /dev/nvmap"),
        (ORIN_NANO_6[:28], "RAM is not `used/allMB`: 6982"),
        (ORIN_NANO_6[:100], "CPU does not end"),
        ("RAM 1/2MB CPU [5%@729,idle]", "CPU has neither `load%@MHz` nor `off`: idle"),
        ("RAM 1/2MB GR3D_FREQ full", "GR3D_FREQ is not `load%@MHz`: full"),
    ],
)
def test_a_field_that_is_known_and_not_readable_is_named(line: str, names: str) -> None:
    with pytest.raises(TegrastatsError, match=names.replace("[", r"\[")):
        parse(line)
