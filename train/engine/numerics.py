"""Numerics: on which device and at which precision a run computes. What was asked for, or an error."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import torch

from gallery.errors import DeviceError, InputError

Precision = Literal["fp32", "bf16", "fp16"]
_TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


@dataclass(frozen=True)
class Numerics:
    """Device and precision. Weights are float32 always; `bf16` and `fp16` are of the backbone's inside."""

    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    precision: Precision = "fp32"

    def autocast(self) -> torch.autocast:
        """The context in which networks run."""
        return torch.autocast(
            self.device.type, dtype=_TYPES[self.precision], enabled=self.precision != "fp32"
        )

    def scaler(self) -> torch.amp.GradScaler:
        """Scales the loss so that fp16 gradients do not vanish; does nothing at other precisions."""
        return torch.amp.GradScaler(self.device.type, enabled=self.precision == "fp16")


def numerics(device: str, precision: Precision, local_rank: int = 0) -> Numerics:
    """The numerics asked for.

    Args:
        device: `cpu`, `cuda`, or `auto`: CUDA where there is one.
        precision: of the networks' inside.
        local_rank: which of this machine's GPUs.

    Raises:
        DeviceError: the device is not there, or cannot run the precision.
        InputError: no such device name.
    """
    there = torch.cuda.is_available()
    if device not in ("auto", "cpu", "cuda"):
        raise InputError(f"device {device}: not known", "give auto, cpu or cuda")
    if device == "cuda" and not there:
        raise DeviceError(
            "device cuda: torch finds no CUDA device",
            "train with --device cpu, or install a CUDA build of torch",
        )
    on_cuda = there and device != "cpu"
    if precision == "fp16" and not on_cuda:
        raise DeviceError(
            "precision fp16: the CPU does not train in it", "train with --precision bf16 or fp32"
        )
    if precision == "bf16" and on_cuda and not torch.cuda.is_bf16_supported(including_emulation=False):
        raise DeviceError("precision bf16: this GPU cannot run it", "train with --precision fp16 or fp32")
    return Numerics(torch.device("cuda", local_rank) if on_cuda else torch.device("cpu"), precision)
