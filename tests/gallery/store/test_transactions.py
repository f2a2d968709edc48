from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from risk.calibrations import calibration
from shelf import OTHER_MODEL, item, open_gallery, random_units, state, view

from gallery import Gallery, InputError, Product, View

TABLES = "products", "views", "vectors", "pictures"


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "shop.gallery") as opened:
        opened.enroll([item("milk", "1"), item("bun", "1")])
        yield opened


def test_several_changes_are_one_version(gallery: Gallery) -> None:
    with gallery.changing("import", reason="from the other till") as change:
        gallery.remove("bun", reason="not told")
        gallery.enroll([item("ale", "1"), item("cola", "1")])
        gallery.group("brown", ["ale", "cola"])
        assert change.version == 2
        becomes = change.state()
        gallery.keep_calibration(calibration(state=becomes, model=gallery.model))
    assert (gallery.version, gallery.state) == (2, becomes)
    assert (gallery.log(1)[0].action, gallery.log(1)[0].reason) == ("import", "from the other till")
    kept = gallery.calibration()
    assert kept is not None
    assert kept.is_fresh(gallery.state, gallery.model)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_failure_inside_undoes_all_of_them(gallery: Gallery, error: type) -> None:
    before = gallery.state, state(gallery)

    def fail() -> None:
        with gallery.changing("import"):
            gallery.remove("bun")
            raise error

    def fail_in_the_gallery() -> None:
        with gallery.changing("import"):
            gallery.remove("milk")
            gallery.remove("nothing")

    with pytest.raises(error):
        fail()
    with pytest.raises(InputError, match="nothing"):
        fail_in_the_gallery()
    assert (gallery.state, state(gallery), gallery.version) == (*before, 1)
    gallery.remove("bun")
    assert gallery.version == 2


def test_what_ends_as_it_began_is_no_version_and_leaves_nothing(gallery: Gallery) -> None:
    def rows() -> int:
        return sum(gallery._file.one(f"SELECT count(*) FROM {table}") for table in TABLES)

    before = rows()
    with gallery.changing("import"):
        gallery.enroll([item("ale", "1")])
        gallery.reject("ale", [view("beer")])
        gallery.remove("ale")
    with gallery.changing("import"):
        gallery.remove("bun")
        gallery.enroll([item("bun", "1")])
    assert gallery.version == 1
    assert rows() == before
    with gallery.changing("import"):
        gallery.enroll([item("ale", "1")])
        gallery.remove("ale")
        gallery.enroll([item("ale", "2")])
    assert rows() == before + 4
    assert gallery.verify() == []


def test_a_view_that_came_and_was_embedded_again_in_one_change_keeps_its_pictures(gallery: Gallery) -> None:
    one = view("ale")
    pictured = View(one.photo_hash, one.vector, b"small", "ale.jpg", b"large")
    with gallery.changing("import"):
        gallery.enroll([(Product("ale"), [pictured])])
        ids = [found.view_id for found in gallery.live_views()]
        gallery.re_embed(OTHER_MODEL, 8, dict(zip(ids, random_units(len(ids), 8), strict=True)))
    assert gallery.crop(gallery.view_ids()[0][-1]) == b"large"
    assert gallery.verify() == []


def test_several_reads_of_one_moment_see_no_other_process(gallery: Gallery) -> None:
    with Gallery.inspect(gallery.path) as other:
        with other.moment():
            before = other.version, other.contents().skus
            gallery.remove("bun")
            assert (other.version, other.contents().skus) == before
        assert other.version == 2


def test_a_change_inside_a_moment_is_refused(gallery: Gallery) -> None:
    with gallery.moment(), pytest.raises(RuntimeError, match="moment"):
        gallery.remove("bun")
    with pytest.raises(RuntimeError, match="one moment"):
        next(iter(gallery.whole_views()))


def test_threads_take_turns(gallery: Gallery) -> None:
    def enrol(name: str) -> None:
        for number in range(5):
            gallery.enroll([item(f"{name}{number}", "1")])
            assert gallery.contents().version > 1

    threads = [threading.Thread(target=enrol, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (gallery.version, gallery.stats().products) == (16, 17)
    assert gallery.verify() == []


def test_a_reason_is_one_line(gallery: Gallery) -> None:
    for reason in ("two\nlines", "x" * 501):
        with pytest.raises(InputError, match="reason"):
            gallery.remove("bun", reason=reason)
    gallery.remove("bun", reason="  sold out  ")
    assert gallery.log(1)[0].reason == "sold out"
