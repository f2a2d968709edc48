"""The drawing: XML that a browser takes, with a line for each subject."""

from __future__ import annotations

from xml.etree import ElementTree

from bench.gallery.reports import ours, peer, report

from edge.bench.gallery.panel import Panel
from edge.bench.gallery.picture import picture
from edge.bench.gallery.results import Report, Result

SVG = "{http://www.w3.org/2000/svg}"


def test_a_panel_a_size_and_one_over_the_sizes() -> None:
    results = ours(), peer("faiss hnsw", 2.0), Result(subject="numpy", failed="it is gone")
    one, more = report(*results), report(*results, views=1000)
    both = Report(machine={}, settings={}, sizes=(*more.sizes, *one.sizes))
    drawn = ElementTree.fromstring(picture(both))
    words = [text.text for text in drawn.iter(f"{SVG}text")]
    assert {"1,000 views", "100,000 views", "at our recall or above", "faiss hnsw"} <= set(words)
    assert len(list(drawn.iter(f"{SVG}polyline"))) == 3 * 2
    assert len(list(ElementTree.fromstring(picture(one)).iter(f"{SVG}polyline"))) == 2


def test_values_lie_between_the_axes() -> None:
    panel = Panel("", "", "", [(0, "0"), (10, "10")], [(0, "0"), (1, "1")])
    left, bottom = panel.at(0, 0)
    right, top = panel.at(10, 1)
    assert panel.at(5, 0.5) == ((left + right) / 2, (top + bottom) / 2)
    assert panel.at(99, -1) == (right, bottom)
