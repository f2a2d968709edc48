"""The embedders shipped with the package."""

from __future__ import annotations

from pathlib import Path

from gallery.errors import InputError

_FOLDER = Path(__file__).resolve().parent
_DEFAULT = "product-duo-r3.onnx"


def shipped() -> list[Path]:
    """The shipped model files, by name."""
    return sorted(_FOLDER.glob("*.onnx"))


def default() -> Path:
    """The model that is used when none is named.

    Raises:
        InputError: this installation came without it.
    """
    path = _FOLDER / _DEFAULT
    if not path.is_file():
        raise InputError(
            f"the shipped model {_DEFAULT} is missing from {_FOLDER}",
            "install checkout-edge again, or name a model with --model FILE.onnx",
        )
    return path
