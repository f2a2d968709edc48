"""EAN-13: numbers with a valid check digit, and their bars (GS1 General Specifications, section 5.2.1)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_LEFT_ODD = (
    "0001101", "0011001", "0010011", "0111101", "0100011",
    "0110001", "0101111", "0111011", "0110111", "0001011",
)  # fmt: skip
_PARITY = (
    "OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE",
    "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO",
)  # fmt: skip
MODULES = 95
"""Width of the bars in modules, without the quiet zones."""


def check_digit(digits: str) -> int:
    """The thirteenth digit of the twelve `digits`.

    Raises:
        ValueError: not exactly twelve digits.
    """
    if len(digits) != 12 or not digits.isascii() or not digits.isdigit():
        raise ValueError(f"an EAN-13 is made from 12 digits, not {digits!r}")
    return -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10


def make_ean13(number: int) -> str:
    """An EAN-13 from `number`, under the prefix 20, which GS1 keeps for codes used inside one shop."""
    digits = f"20{number % 10**10:010d}"
    return digits + str(check_digit(digits))


def modules(code: str) -> str:
    """The 95 modules of `code` as a string of 0 (light) and 1 (dark)."""
    left = "".join(
        _even(int(digit)) if parity == "E" else _LEFT_ODD[int(digit)]
        for digit, parity in zip(code[1:7], _PARITY[int(code[0])], strict=True)
    )
    right = "".join(_inverse(_LEFT_ODD[int(digit)]) for digit in code[7:])
    return f"101{left}01010{right}101"


def draw_barcode(code: str, width: int, height: int) -> NDArray[np.uint8]:
    """`code` as black bars on white with quiet zones: uint8 `[height, width, 3]`."""
    row = [0] * 9 + [int(module) for module in modules(code)] + [0] * 7
    bars = np.where(np.array(row, np.uint8)[None] == 1, 25, 250).astype(np.uint8)
    wide = np.asarray(cv2.resize(bars, (width, 1), interpolation=cv2.INTER_AREA), np.uint8)
    image = np.full((height, width, 3), 250, np.uint8)
    margin = max(1, height // 12)
    image[margin : height - margin] = wide[..., None]
    return image


def _inverse(pattern: str) -> str:
    return pattern.translate(str.maketrans("01", "10"))


def _even(digit: int) -> str:
    return _inverse(_LEFT_ODD[digit])[::-1]
