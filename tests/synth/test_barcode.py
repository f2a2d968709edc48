"""EAN-13 against the standard's own arithmetic and a decoder written from its tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.synth.barcode import MODULES, check_digit, draw_barcode, make_ean13, modules

_SETS = {
    "A": "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011",
    "B": "0100111 0110011 0011011 0100001 0011101 0111001 0000101 0010001 0001001 0010111",
    "C": "1110010 1100110 1101100 1000010 1011100 1001110 1010000 1000100 1001000 1110100",
}
_FIRST = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("400638133393", 1), ("590123412345", 7), ("978020137962", 4), ("000000000000", 0)],
)
def test_check_digit_of_published_numbers(digits: str, expected: int) -> None:
    assert check_digit(digits) == expected


@pytest.mark.parametrize("digits", ["", "12345678901", "1234567890123", "12345678901a", "\u0661" * 12])
def test_other_than_twelve_digits_is_refused(digits: str) -> None:
    with pytest.raises(ValueError, match="12 digits"):
        check_digit(digits)


@given(st.integers(0, 10**10 - 1))
def test_weighted_sum_is_a_multiple_of_ten_and_bars_decode(number: int) -> None:
    code = make_ean13(number)
    assert len(code) == 13
    assert code.startswith("20")
    assert sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(code)) % 10 == 0
    assert _decode(modules(code)) == code


def test_drawn_bars_keep_their_order() -> None:
    code = make_ean13(1234567890)
    image = draw_barcode(code, (MODULES + 16) * 3, 60)
    row = image[30, 1::3, 0] < 128
    assert "".join("1" if dark else "0" for dark in row[9 : 9 + MODULES]) == modules(code)
    assert np.array_equal(image[30], image[40])


def _decode(bars: str) -> str:
    tables = {name: codes.split() for name, codes in _SETS.items()}
    assert bars[:3] == bars[-3:] == "101"
    assert bars[45:50] == "01010"
    sets, digits = "", ""
    for place in range(6):
        symbol = bars[3 + 7 * place : 10 + 7 * place]
        name = next(name for name in "AB" if symbol in tables[name])
        sets, digits = sets + name, digits + str(tables[name].index(symbol))
    right = "".join(str(tables["C"].index(bars[50 + 7 * k : 57 + 7 * k])) for k in range(6))
    return f"{_FIRST.index(sets)}{digits}{right}"
