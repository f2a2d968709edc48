"""Clocks that were low while there was work: what is said, and what is not."""

from __future__ import annotations

from pathlib import Path

from edge.bench.device.cores import Cores
from edge.bench.device.sample import Sample
from edge.bench.device.slow import slow
from edge.bench.device.tally import Tally
from edge.bench.device.tree import Tree


def none(root: Path) -> Cores:
    return Cores(Tree(root))


def tally(*samples: Sample) -> Tally:
    found = Tally()
    for sample in samples:
        found.add(sample)
    return found


def test_a_busy_gpu_below_its_clock(tmp_path: Path) -> None:
    busy = [Sample(load=0.97, clock=612, greatest=1020)] * 4
    assert slow(tally(*busy), none(tmp_path)) == ("the GPU ran at 612 MHz of 1020 while at least 90% busy",)


def test_neither_an_idle_one_nor_one_near_its_greatest_nor_one_seen_too_briefly(tmp_path: Path) -> None:
    assert slow(tally(*[Sample(load=0.3, clock=306, greatest=1020)] * 9), none(tmp_path)) == ()
    assert slow(tally(*[Sample(load=0.97, clock=930, greatest=1020)] * 9), none(tmp_path)) == ()
    assert slow(tally(*[Sample(load=0.97, clock=306, greatest=1020)] * 3), none(tmp_path)) == ()
    assert slow(tally(*[Sample(load=0.97, clock=306)] * 9), none(tmp_path)) == ()


def test_busy_processors_below_theirs(tmp_path: Path) -> None:
    cores = none(tmp_path)
    for _ in range(4):
        cores.clock.add(729)
        cores.due.add(1984)
    words = ("the CPU's busy cores ran at 729 MHz of 1984 while at least 90% busy",)
    assert slow(tally(), cores) == words


def test_what_the_device_says_itself_is_counted(tmp_path: Path) -> None:
    limited = [Sample(reasons=("power limit", "heat (software)")), Sample(reasons=("power limit",)), Sample()]
    assert slow(tally(*limited), none(tmp_path)) == (
        "the GPU's clock was held down in 2 of 3 samples: power limit",
        "the GPU's clock was held down in 1 of 3 samples: heat (software)",
    )
