"""tegrastats as a sensor: a fake one prints recorded lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.device.boards import fake_tegrastats
from bench.device.recorded import ORIN_NANO_6, THOR_7_2
from bench.device.waiting import taken, until

from edge.bench.device.tegrastats import Tegrastats


def open_fake(root: Path, lines: list[str], **how: int) -> Tegrastats:
    fake_tegrastats(root, lines, **how)
    return Tegrastats(str(root / "usr/bin/tegrastats"), 0.01, lambda sample: sample)


def test_lines_become_samples(tmp_path: Path) -> None:
    sensor = open_fake(tmp_path, [ORIN_NANO_6])
    sample = taken(sensor, 2)[1]
    assert (sample.load, sample.clock, sample.power, sample.scope) == (0.84, 713, 17.946, "VDD_IN")
    assert sample.hottest == 65.562
    assert sensor.troubles() == ()
    sensor.close()


def test_the_gpus_clock_is_the_mean_of_its_parts(tmp_path: Path) -> None:
    sensor = open_fake(tmp_path, [THOR_7_2.replace("@[314,314,314]", "@[300,310,320]")])
    (sample, *_) = taken(sensor, 1)
    assert (sample.load, sample.clock) == (None, 310)
    sensor.close()


def test_lines_that_cannot_be_read_are_counted_and_the_rest_goes_on(tmp_path: Path) -> None:
    sensor = open_fake(tmp_path, ["Failed to open EMC", ORIN_NANO_6, ORIN_NANO_6[:28]], end=3)
    assert len(taken(sensor, 1)) == 1
    until(lambda: sensor.take() == () and len(sensor.troubles()) == 2)
    ended, unread = sensor.troubles()
    assert ended.startswith("tegrastats ended by itself with 3 after 3 lines")
    assert unread.startswith("tegrastats: 2 lines could not be read, the first: no line of tegrastats")
    sensor.close()


def test_one_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Tegrastats(str(tmp_path / "tegrastats"), 0.5, lambda sample: sample)
