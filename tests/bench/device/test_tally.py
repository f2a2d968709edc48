"""What samples come to, worked by hand."""

from __future__ import annotations

import pytest

from edge.bench.device.sample import Sample
from edge.bench.device.tally import Tally


def test_means_greatest_and_counts() -> None:
    tally = Tally()
    tally.add(Sample(load=1.0, clock=900, greatest=1000, power=10, scope="VDD_IN", reasons=("power limit",)))
    tally.add(Sample(load=0.5, clock=300, greatest=1000, temperatures={"cpu": 60.0, "tj": 61.5}))
    tally.add(Sample(power=4, temperatures={"tj": 60.0}))
    assert tally.number == 3
    assert (tally.load.value, tally.clock.value, tally.power.value) == (0.75, 600, 7)
    assert (tally.greatest, tally.hottest, tally.scope) == (1000, 61.5, "VDD_IN")
    assert tally.busy_gpu.value == 900
    assert dict(tally.reasons) == {"power limit": 1}


def test_nothing_comes_to_nothing() -> None:
    tally = Tally()
    assert (tally.load.value, tally.greatest, tally.hottest) == (None, None, None)
    tally.add(Sample())
    assert (tally.number, tally.power.value) == (1, None)


def test_figures_are_named_with_their_units() -> None:
    sample = Sample(load=0.25, clock=612, power=7.5, temperatures={"tj": 50.0})
    assert sample.named() == pytest.approx(
        {"gpu load %": 25, "gpu clock MHz": 612, "tj °C": 50, "power W": 7.5}
    )
    assert Sample().named() == {}
