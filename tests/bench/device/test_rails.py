"""What makes up a Jetson's power, on each board's own rails."""

from __future__ import annotations

import pytest
from bench.device.recorded import AGX_ORIN_RAILS, ORIN_NANO_6, THOR_7_0, THOR_7_2

from edge.bench.device.rails import whole
from edge.bench.device.reading import parse


@pytest.mark.parametrize(
    ("line", "power", "scope"),
    [
        (ORIN_NANO_6, 17.946, "VDD_IN"),
        (AGX_ORIN_RAILS, 3.212 + 0.401 + 4.543, "VDD_GPU_SOC + VDD_CPU_CV + VIN_SYS_5V0"),
        (THOR_7_0, 16.802, "VIN"),
        (THOR_7_2, 4.925 + 7.953 + 6.667, "VDD_GPU + VDD_CPU_SOC_MSS + VIN_SYS_5V0"),
    ],
)
def test_a_board(line: str, power: float, scope: str) -> None:
    assert whole(parse(line).rails) == (pytest.approx(power), scope)


def test_a_part_is_never_taken_for_the_whole() -> None:
    assert whole({}) is None
    assert whole({"VDD_GPU_SOC": 1.0, "VDD_CPU_CV": 1.0}) is None
    assert whole({"VIN_SYS_5V0": 4.0}) is None
