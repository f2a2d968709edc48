"""Build settings: what a user may choose of an engine."""

from __future__ import annotations

from dataclasses import dataclass

from edge.card import ModelCard
from edge.engine.module import TensorRt
from gallery.errors import InputError


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What to build.

    Attributes:
        min: fewest pictures in one run.
        opt: the number it is tuned for.
        max: most pictures in one run; 32 is what embedders send.
        dla: core of the deep learning accelerator of a Jetson Orin, 0 or 1; None for the GPU. It runs one
            batch size only, and what it cannot run goes to the GPU.
        version_compatible: newer TensorRT versions can load it; larger, and may be slower.
        workspace: most GPU memory for intermediate results, bytes; None leaves it to TensorRT.
    """

    min: int = 1
    opt: int = 4
    max: int = 32
    dla: int | None = None
    version_compatible: bool = False
    workspace: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.min <= self.opt <= self.max:
            raise InputError(
                f"batch {self.min}, {self.opt}, {self.max} is not fewest, best, most", "use 1, 4, 32"
            )
        if self.dla not in (None, 0, 1):
            raise InputError(f"there is no DLA core {self.dla}", "use 0 or 1")
        if self.workspace is not None and self.workspace < 1:
            raise InputError(f"a workspace of {self.workspace} bytes", "use 1 or more, or leave it out")


def check_settings(settings: BuildSettings, card: ModelCard, tensorrt: TensorRt) -> None:
    """See that this TensorRT can do what is asked, of this model.

    TensorRT-RTX takes the options for DLA and for version compatibility and then ignores the one and fails
    on the other; its engines are its own version's alone (1.7, "Engine Compatibility"). A DLA computes in
    FP16 (or INT8) and takes no dynamic size (TensorRT 11.4, "DLA Supported Layers and Restrictions").

    A model in INT8 is refused: ours are made for CPUs, with activations in unsigned integers, zero points
    and integer biases. TensorRT wants signed activations, zero points of zero and biases in floating point
    (TensorRT 11, "Working with Quantized Types"); its parser stops at the first such bias.

    Raises:
        InputError: names what cannot be had.
    """
    if card.precision == "int8":
        raise InputError(
            f"{card.name} computes in int8 as CPUs do, which {tensorrt.title} does not read",
            "build the engine from the FP32 or FP16 model",
        )
    rtx = tensorrt.flavour == "tensorrt_rtx"
    if settings.version_compatible and rtx:
        raise InputError(
            f"{tensorrt.title} has no version-compatible engines", "build again after each of its updates"
        )
    if settings.dla is None:
        return
    if rtx:
        raise InputError(f"{tensorrt.title} has no DLA", "build on the Jetson Orin, with its own TensorRT")
    if card.precision == "fp32":
        raise InputError("a DLA computes in fp16, and this model is fp32", "export to onnx-fp16 first")
    if settings.min != settings.max:
        raise InputError(
            f"a DLA runs one batch size, not {settings.min} to {settings.max}",
            "give the same number for fewest, best and most",
        )
