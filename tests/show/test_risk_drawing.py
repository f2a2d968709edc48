from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from edge.show.risk_drawing import Area, Drawing, Line, Words, check_suffix
from gallery.errors import InputError

SQUARE = [(10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)]


def test_both_forms_show_the_same() -> None:
    drawing = Drawing(100, 60, [Area(SQUARE, "#ff0000"), Line([(0, 50), (100, 50)], "#0000ff", 4)])
    pixels = np.asarray(drawing.image())
    assert pixels.shape == (120, 200, 3)
    assert pixels[40, 40].tolist() == [255, 0, 0]
    assert pixels[100, 150].tolist() == [0, 0, 255]
    assert pixels[40, 150].tolist() == [255, 255, 255]
    tags = [one.tag.split("}")[1] for one in ElementTree.fromstring(drawing.svg())]
    assert tags == ["rect", "polygon", "polyline"]


def test_a_dashed_line_has_gaps() -> None:
    drawing = Drawing(100, 10, [Line([(0, 5), (100, 5)], "#000000", 2, dashed=True)])
    row = np.asarray(drawing.image())[10, :, 0]
    assert 0.4 < (row < 128).mean() < 0.7


def test_words_are_escaped() -> None:
    svg = Drawing(10, 10, [Words((0, 5), "a < b & c")]).svg()
    assert ElementTree.fromstring(svg)[1].text == "a < b & c"


def test_other_suffixes_are_refused() -> None:
    check_suffix(Path("a.SVG"))
    with pytest.raises(InputError, match=r"a\.jpg"):
        check_suffix(Path("a.jpg"))
