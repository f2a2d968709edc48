"""A discrete GPU's sensors, through a `pynvml` that is fake; and every way in which there are none."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from bench.device.fake_nvml import FakeNvml, NVMLError, NVMLError_GpuIsLost

from edge.bench.device.nvml import Nvml, open_nvml
from edge.bench.device.sample import Sample


@pytest.fixture(autouse=True)
def _no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.delenv("CUDA_DEVICE_ORDER", raising=False)


def opened(monkeypatch: pytest.MonkeyPatch, fake: FakeNvml) -> Nvml | str:
    monkeypatch.setitem(sys.modules, "pynvml", fake)
    return open_nvml()


def sensor(monkeypatch: pytest.MonkeyPatch, fake: FakeNvml) -> Nvml:
    found = opened(monkeypatch, fake)
    assert isinstance(found, Nvml)
    return found


def test_all_that_it_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeNvml()
    gpu = sensor(monkeypatch, fake)
    assert (gpu.gpu, gpu.driver) == ("NVIDIA RTX A2000", "580.65.06")
    assert gpu.take() == (
        Sample(
            load=0.96,
            clock=1200,
            greatest=2100,
            power=69.5,
            scope="the GPU's card alone",
            temperatures={"gpu": 83.0},
            reasons=("power limit", "heat (software)"),
        ),
    )
    assert gpu.troubles() == ()
    gpu.close()
    assert fake.closed


def test_that_it_is_idle_is_no_throttling(monkeypatch: pytest.MonkeyPatch) -> None:
    gpu = sensor(monkeypatch, FakeNvml(nvmlDeviceGetCurrentClocksEventReasons=0x1))
    assert gpu.take()[0].reasons == ()


def test_a_clock_that_was_set_is_told_of_and_is_no_throttling(monkeypatch: pytest.MonkeyPatch) -> None:
    gpu = sensor(monkeypatch, FakeNvml(nvmlDeviceGetCurrentClocksEventReasons=0x2))
    assert gpu.take()[0].reasons == gpu.take()[0].reasons == ()
    assert gpu.troubles() == ("the GPU's clock is set below its greatest: applications clocks",)


def test_an_older_binding_has_the_reasons_under_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    class Older(FakeNvml):
        def __getattr__(self, name: str) -> object:
            if name == "nvmlDeviceGetCurrentClocksEventReasons":
                raise AttributeError(name)
            return super().__getattr__(name)

    gpu = sensor(monkeypatch, Older(nvmlDeviceGetCurrentClocksThrottleReasons=0x40))
    assert gpu.take()[0].reasons == ("heat (hardware)",)


def test_what_is_not_supported_is_left_out_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = dict.fromkeys(FakeNvml().answers, NVMLError("x"))
    fake = FakeNvml(**answers)
    fake.answers = {"nvmlDeviceGetUtilizationRates": SimpleNamespace(gpu=12, memory=0)}
    gpu = sensor(monkeypatch, fake)
    assert gpu.take() == (Sample(load=0.12),)
    assert (gpu.gpu, gpu.troubles()) == (None, ())


def test_a_gpu_that_is_lost_is_told_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeNvml()
    gpu = sensor(monkeypatch, fake)
    fake.answers = dict.fromkeys(fake.answers, NVMLError_GpuIsLost("GPU is lost"))
    assert gpu.take() == gpu.take() == ()
    assert gpu.troubles() == ("NVML: GPU is lost",)


def test_a_jetsons_sample_gets_its_load_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    gpu = sensor(monkeypatch, FakeNvml())
    told = Sample(clock=314, power=19.5, scope="VIN", temperatures={"tj": 36.0})
    assert gpu.fill(told) == Sample(load=0.96, clock=314, power=19.5, scope="VIN", temperatures={"tj": 36.0})
    assert gpu.fill(Sample(load=0.0)) == Sample(load=0.0)


@pytest.mark.parametrize(
    ("visible", "asked"), [("1", [1]), ("1,0", [1]), ("GPU-ab12", ["GPU-ab12"]), (None, [0])]
)
def test_the_gpu_is_the_one_that_cuda_takes(
    monkeypatch: pytest.MonkeyPatch, visible: str | None, asked: list[object]
) -> None:
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    fake = FakeNvml(count=2)
    gpu = sensor(monkeypatch, fake)
    assert fake.asked == asked
    assert bool(gpu.troubles()) == (visible != "GPU-ab12")
    monkeypatch.setenv("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
    assert sensor(monkeypatch, FakeNvml(count=2)).troubles() == ()


@pytest.mark.parametrize(
    ("fake", "visible", "why"),
    [
        (FakeNvml(nvmlInit=NVMLError("Driver Not Loaded")), "0", "NVML: Driver Not Loaded"),
        (FakeNvml(count=0), "0", "NVML knows no GPU"),
        (FakeNvml(), "", "CUDA_VISIBLE_DEVICES leaves no GPU"),
        (FakeNvml(), "-1", "CUDA_VISIBLE_DEVICES leaves no GPU"),
        (FakeNvml(), "7", "NVML: Invalid Argument"),
    ],
)
def test_why_there_is_none(monkeypatch: pytest.MonkeyPatch, fake: FakeNvml, visible: str, why: str) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    assert opened(monkeypatch, fake) == why


def test_without_the_bindings_the_way_to_get_them_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", None)
    assert open_nvml() == "NVML's bindings are not installed: pip install nvidia-ml-py"


def test_the_real_bindings_have_what_is_asked() -> None:
    real = pytest.importorskip("pynvml")
    fake = FakeNvml()
    for name in (*fake.answers, "nvmlInit", "nvmlShutdown", "nvmlDeviceGetHandleByUUID", "NVMLError"):
        assert hasattr(real, name), name
    assert (real.NVML_TEMPERATURE_GPU, real.NVML_CLOCK_SM) == (fake.NVML_TEMPERATURE_GPU, fake.NVML_CLOCK_SM)
    reasons = {
        real.nvmlClocksEventReasonSwPowerCap: 0x4,
        real.nvmlClocksEventReasonHwSlowdown: 0x8,
        real.nvmlClocksEventReasonSwThermalSlowdown: 0x20,
        real.nvmlClocksEventReasonHwThermalSlowdown: 0x40,
        real.nvmlClocksEventReasonHwPowerBrakeSlowdown: 0x80,
    }
    assert all(ours == theirs for theirs, ours in reasons.items())
