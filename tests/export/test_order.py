from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from export.order import Order, calibration_folder, check_order
from gallery.errors import InputError


def order(form: str, **changes: object) -> Order:
    return Order.model_validate({"source": "model.onnx", "form": form, **changes})


@pytest.mark.parametrize("form", ["onnx", "onnx-fp16", "tensorrt"])
def test_an_order_without_a_name_is_in_order(form: str) -> None:
    check_order(order(form))


@pytest.mark.parametrize(
    ("form", "out", "ending"),
    [("onnx", "x.engine", ".onnx"), ("onnx-fp16", "x", ".onnx"), ("tensorrt", "x.onnx", ".engine")],
)
def test_a_name_with_another_forms_ending_is_refused(form: str, out: str, ending: str) -> None:
    with pytest.raises(InputError, match=f"--out {out}: not an {ending} file") as caught:
        check_order(order(form, out=out))
    assert ending in caught.value.remedy


def test_integers_without_photos_are_refused() -> None:
    with pytest.raises(InputError, match="INT8 without photos to calibrate with") as caught:
        check_order(order("onnx-int8"))
    assert "--calibrate" in caught.value.remedy
    assert calibration_folder(order("onnx-int8", calibrate="photos")) == Path("photos")


@pytest.mark.parametrize("changes", [{"form": "onnx-fp8"}, {"batch": 0}, {"dla": 2}, {"colour": "RGB"}])
def test_what_no_order_has_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Order.model_validate({"source": "x.onnx", "form": "onnx", **changes})


@pytest.mark.parametrize(
    ("form", "given", "option"),
    [
        ("onnx-fp16", {"calibrate": Path("products")}, "--calibrate"),
        ("onnx", {"target": "rtx4090"}, "--target"),
        ("onnx-int8", {"dla": 0, "calibrate": Path("products")}, "--dla"),
        ("onnx", {"batch": 1}, "--batch"),
        ("onnx", {"version_compatible": True}, "--version-compatible"),
        ("onnx", {"trained_on": ("photos",)}, "--trained-on"),
    ],
)
def test_an_option_that_would_change_nothing_is_refused(
    form: str, given: dict[str, object], option: str
) -> None:
    with pytest.raises(InputError, match=option):
        check_order(order(form, **given))
