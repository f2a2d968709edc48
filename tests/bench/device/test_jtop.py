"""jtop as a sensor, with a fake in place of jetson-stats."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from bench.device.fake_jtop import Jetson

from edge.bench.device.jtop import Jtop, open_jtop


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    module = SimpleNamespace(jtop=Jetson)
    monkeypatch.setitem(sys.modules, "jtop", module)
    return module


def opened() -> tuple[Jtop, Jetson]:
    found = open_jtop(0.5)
    assert isinstance(found, Jtop)
    return found, found._jetson


@pytest.mark.usefixtures("library")
def test_what_its_service_said_last() -> None:
    sensor, jetson = opened()
    (sample,) = sensor.take()
    assert (sample.load, sample.clock, sample.greatest) == (pytest.approx(0.412), 612, 1020)
    assert (sample.power, sample.scope, dict(sample.temperatures)) == (4.1, "VDD_IN", {"tj": 50.5})
    assert jetson.interval == 0.5
    sensor.close()
    assert jetson.closed


@pytest.mark.usefixtures("library")
def test_an_agx_orins_memory_is_not_counted_twice() -> None:
    sensor, jetson = opened()
    rails = {"VDD_GPU_SOC": 3000, "VDD_CPU_CV": 500, "VIN_SYS_5V0": 4500, "VDDQ_VDD2_1V8AO": 500}
    jetson.power = {"rail": {name: {"power": power} for name, power in rails.items()}, "tot": {"power": 8500}}
    (sample,) = sensor.take()
    assert (sample.power, sample.scope) == (8.0, "VDD_GPU_SOC + VDD_CPU_CV + VIN_SYS_5V0")


@pytest.mark.usefixtures("library")
def test_on_a_thor_it_may_know_no_gpu() -> None:
    sensor, jetson = opened()
    jetson.gpu = {}
    (sample,) = sensor.take()
    assert (sample.load, sample.clock, sample.power) == (None, None, 4.1)


@pytest.mark.usefixtures("library")
def test_a_service_that_goes_away_or_speaks_otherwise_is_told_of() -> None:
    sensor, jetson = opened()
    jetson.power = {}
    assert sensor.take() == ()
    jetson.alive = False
    assert sensor.take() == sensor.take() == ()
    assert sensor.troubles() == (
        "jtop says something else than expected: KeyError: 'tot'",
        "jtop's service ended",
    )


def test_why_there_is_none(monkeypatch: pytest.MonkeyPatch, library: SimpleNamespace) -> None:
    monkeypatch.setattr(Jetson, "fails", RuntimeError("The jtop.service is not active"))
    assert open_jtop(0.5) == "jtop's service does not answer: RuntimeError: The jtop.service is not active"
    monkeypatch.setitem(sys.modules, "jtop", None)
    assert open_jtop(0.5) == "jetson-stats is not installed"
