from __future__ import annotations

import pytest
import torch

from gallery.errors import DeviceError, InputError
from train.engine.numerics import numerics


@pytest.fixture
def no_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


@pytest.mark.usefixtures("no_cuda")
def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(DeviceError, match="no CUDA"):
        numerics("cuda", "fp32")
    with pytest.raises(DeviceError, match="fp16"):
        numerics("cpu", "fp16")
    with pytest.raises(DeviceError, match="fp16"):
        numerics("auto", "fp16")
    with pytest.raises(InputError, match="tpu"):
        numerics("tpu", "fp32")


@pytest.mark.usefixtures("no_cuda")
def test_auto_is_the_cpu_without_cuda() -> None:
    assert numerics("auto", "bf16").device == torch.device("cpu")


def test_a_gpu_without_bf16_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: False)
    with pytest.raises(DeviceError, match="bf16"):
        numerics("auto", "bf16")
    assert numerics("auto", "fp16", 1).device == torch.device("cuda", 1)


def test_bf16_is_what_the_network_then_computes_in() -> None:
    layer, inputs = torch.nn.Linear(4, 4), torch.randn(2, 4)
    with numerics("cpu", "bf16").autocast():
        assert layer(inputs).dtype == torch.bfloat16
    with numerics("cpu", "fp32").autocast():
        assert layer(inputs).dtype == torch.float32
