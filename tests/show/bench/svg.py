"""Drawings read back."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from edge.show.bench.section import Section

SVG = "{http://www.w3.org/2000/svg}"


def read(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


def words(drawing: str) -> list[str]:
    return [text.text or "" for text in read(drawing).iter(f"{SVG}text")]


def only(sections: Iterable[Section]) -> Section:
    (section,) = sections
    return section
