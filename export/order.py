"""Order: what a user asks of an export."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from edge.engine.target import THIS_DEVICE
from gallery.errors import InputError

Form = Literal["onnx", "onnx-fp16", "onnx-int8", "tensorrt"]


class Order(BaseModel):
    """One export: from what, to what, and what it is judged by."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Path = Field(description="a finished run's folder, or an .onnx file with its card")
    form: Form
    out: Path | None = Field(None, description="the artifact; beside its source if None")
    target: str = Field(THIS_DEVICE, description="of an engine: see `edge.engine.target`")
    calibrate: Path | None = Field(None, description="folder of photos to calibrate integers with")
    check: Path | None = Field(None, description="folder of product folders to check with")
    keep_failed: bool = Field(False, description="keep an artifact that missed a gate, with its certificate")
    float32: bool = Field(False, description="store weights whole, though they may be halved")
    licence: str = Field("Apache-2.0", description="of a run's weights, an SPDX identifier")
    trained_on: tuple[str, ...] = Field((), description="of a run, in words; its folders if empty")
    dla: int | None = Field(None, ge=0, le=1, description="DLA core of an Orin")
    batch: int | None = Field(None, gt=0, description="of an engine: its one batch size; 1 to 32 if None")
    version_compatible: bool = Field(False, description="of an engine: later TensorRT 8 or 10 may load it")


def check_order(order: Order) -> None:
    """Refuse what cannot come to anything, before minutes are spent on it.

    Raises:
        InputError: a name with another ending than the form's, integers without photos, or an option that
            is for another form.
    """
    ending = ".engine" if order.form == "tensorrt" else ".onnx"
    if order.out is not None and order.out.suffix != ending:
        raise InputError(f"--out {order.out}: not an {ending} file", f"give a name that ends in {ending}")
    if order.form == "onnx-int8":
        calibration_folder(order)
    _check_options(order)


def _check_options(order: Order) -> None:
    """Refuse options that would change nothing: who gave one expects something of it."""
    for option, given, forms in (
        ("--calibrate", order.calibrate is not None, ("onnx-int8",)),
        ("--target", order.target != THIS_DEVICE, ("tensorrt",)),
        ("--dla", order.dla is not None, ("tensorrt",)),
        ("--batch", order.batch is not None, ("tensorrt",)),
        ("--version-compatible", order.version_compatible, ("tensorrt",)),
    ):
        if given and order.form not in forms:
            raise InputError(
                f"{option} says nothing about {order.form}", f"leave it out, or export with --to {forms[0]}"
            )
    if not order.source.is_dir() and order.trained_on:
        raise InputError(
            f"--trained-on: the card of {order.source} says it already",
            "leave it out; it is for a run's folder",
        )


def calibration_folder(order: Order) -> Path:
    """The folder of photos to calibrate integers with.

    Raises:
        InputError: the order names none.
    """
    if order.calibrate is None:
        raise InputError(
            "INT8 without photos to calibrate with",
            "name a folder of yours: --calibrate products/ (100 photos or more, of what the till will see)",
        )
    return order.calibrate
