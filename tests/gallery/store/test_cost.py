"""A change costs as much as it is large: no table that grows with the gallery is read through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from risk.calibrations import calibration
from shelf import item, open_gallery, view

from gallery import Gallery

SCAN = re.compile(r"SCAN (products|views|vectors|pictures)\b(?! USING INDEX views_not)")
"""Negative views are read whole: they are few, and their index holds no others."""


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "shop.gallery") as opened:
        opened.enroll([item(f"p{number}", *"123") for number in range(40)])
        opened.reject("p1", [view("not p1")])
        opened.group("g", ["p1", "p2"])
        yield opened


def _scans(gallery: Gallery, work: Callable[[], object]) -> list[str]:
    """The statements of `work` that read a table through."""
    connection, statements = gallery._file.connection, set[str]()
    connection.set_trace_callback(statements.add)
    try:
        work()
    finally:
        connection.set_trace_callback(None)
    assert any("views" in statement for statement in statements)
    plans = {
        statement: _plan(gallery, statement)
        for statement in statements
        if re.match("SELECT|INSERT|UPDATE|DELETE", statement)
    }
    return [f"{statement}: {plan}" for statement, plan in plans.items() if SCAN.search(plan)]


def _plan(gallery: Gallery, statement: str) -> str:
    bound = re.sub(r"\?|:[a-z]+", "1", statement)  # before Python 3.11 a trace shows it unbound
    return str(gallery._file.connection.execute(f"EXPLAIN QUERY PLAN {bound}").fetchall())


@pytest.mark.parametrize(
    "work",
    [
        lambda gallery: gallery.enroll([item("new", "1", "2"), item("p1", "4", price_minor=3)]),
        lambda gallery: gallery.remove(["p1", "p5"]),
        lambda gallery: gallery.reject("p2", [view("not p2")]),
        lambda gallery: gallery.unreject("p1"),
        lambda gallery: gallery.group("g", ["p2", "p3"]),
        lambda gallery: gallery.rollback(2),
        lambda gallery: gallery.keep_calibration(calibration(state=gallery.state, model=gallery.model)),
        lambda gallery: gallery.changes(2),
        lambda gallery: gallery.changes(3),
        lambda gallery: gallery.diff(2, 4),
        lambda gallery: gallery.diff(4, 2),
        lambda gallery: gallery.views("p3"),
        lambda gallery: gallery.negatives("p1"),
        lambda gallery: gallery.vectors([4, 5]),
        lambda gallery: gallery.crop(4),
    ],
)
def test_no_large_table_is_read_through(gallery: Gallery, work: Callable[[Gallery], object]) -> None:
    gallery.enroll([item("latest", "1")])
    assert _scans(gallery, lambda: work(gallery)) == []


def test_the_check_sees_a_table_read_through(gallery: Gallery) -> None:
    assert _scans(gallery, lambda: gallery._file.one("SELECT count(source) FROM views"))


def test_reading_every_vector_reads_neither_pictures_nor_the_table_of_views(gallery: Gallery) -> None:
    statements = set[str]()
    gallery._file.connection.set_trace_callback(statements.add)
    gallery.contents()
    gallery._file.connection.set_trace_callback(None)
    assert not any("pictures" in statement for statement in statements)
    plans = [
        _plan(gallery, statement)
        for statement in statements
        if "FROM views" in statement and "'is'" in statement
    ]
    assert len(plans) == 2
    assert all("COVERING INDEX views_live" in plan for plan in plans)


def test_opening_reads_no_row_but_the_newest_version(gallery: Gallery) -> None:
    gallery._file.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    roots = [
        gallery._file.one(f"SELECT rootpage FROM sqlite_master WHERE name = '{name}'")
        for name in ("products", "views", "vectors", "pictures", "lookalikes", "calibrations", "views_live")
    ]
    gallery.close()
    data = bytearray(gallery.path.read_bytes())
    for root in roots:
        data[4096 * (root - 1) : 4096 * root] = bytes(4096)
    gallery.path.write_bytes(data)
    with Gallery.inspect(gallery.path) as opened:
        assert opened.version == 3
