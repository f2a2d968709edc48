"""Writers: two processes and more at one gallery. `python -m durability.writers SCENARIO FOLDER`."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from durability import forked, goods
from durability.forked import Child
from durability.operations import NAME
from shelf import open_gallery

from gallery import Gallery, GalleryError
from gallery.store import database


def _holding(path: Path, seconds: float) -> Child:
    """A process in the middle of a change, which goes on for so long; comes back when it has begun."""

    def work(said: forked.Said) -> None:
        with open_gallery(path) as gallery, gallery.changing("import"):
            gallery.enroll(goods.goods(0, 2))
            said()
            time.sleep(seconds)

    child = forked.start(work)
    os.read(child.said, 1)
    return child


def _skus(gallery: Gallery) -> set[str]:
    return {product.sku for product in gallery.products()}


def one_waits(path: Path) -> None:
    """The second writer comes after the first."""
    first, began = _holding(path, 0.4), time.monotonic()
    with open_gallery(path) as gallery:
        gallery.enroll(goods.goods(2, 3))
        assert time.monotonic() - began > 0.3
        forked.expect(forked.finish(first))
        assert _skus(gallery) == {"p0", "p1", "p2"}
        assert [version.action for version in gallery.log()] == ["enroll", "import", "create"]


def one_fails_clearly(path: Path) -> None:
    """The second writer says why it cannot, soon, has changed nothing, and can later."""
    first = _holding(path, 30)
    database.BUSY_SECONDS = 0.2
    with open_gallery(path) as gallery:
        began = time.monotonic()
        with pytest.raises(GalleryError, match="locked by another process") as caught:
            gallery.enroll(goods.goods(2, 3))
        assert "wait" in caught.value.remedy
        assert 0.1 < time.monotonic() - began < 2
        assert _skus(gallery) == set()
        os.kill(first.process, signal.SIGKILL)
        forked.finish(first)
        gallery.enroll(goods.goods(2, 3))
        assert _skus(gallery) == {"p2"}


def killed_writer_holds_nobody_up(path: Path) -> None:
    """A writer killed with the lock in its hands leaves neither the lock nor a part of its change."""
    for round_ in range(5):
        first = _holding(path, 30)
        os.kill(first.process, signal.SIGKILL)
        assert forked.finish(first).killed
        began = time.monotonic()
        with open_gallery(path) as gallery:
            gallery.enroll(goods.goods(10 + round_, 11 + round_))
            assert time.monotonic() - began < 1.5
            assert _skus(gallery) == {f"p{10 + number}" for number in range(round_ + 1)}
            assert not gallery.verify()


def many_at_once(path: Path) -> None:
    """Four enrol, one by one, while one takes out what it put in and one compacts: nothing is lost."""

    def enrol(writer: int) -> forked.Work:
        def work(_: object) -> None:
            for number in range(6):
                with open_gallery(path) as gallery:
                    gallery.enroll(goods.goods(100 * writer + number, 100 * writer + number + 1, photos=2))

        return work

    def come_and_go(_: object) -> None:
        with open_gallery(path) as gallery:
            for _round in range(6):
                gallery.enroll(goods.goods(999, 1000))
                gallery.remove("p999")

    def compact(_: object) -> None:
        with open_gallery(path) as gallery:
            for _round in range(3):
                time.sleep(0.05)
                gallery.compact(gallery.version)

    children = [forked.start(work) for work in (*map(enrol, range(4)), come_and_go, compact)]
    for child in children:
        forked.expect(forked.finish(child))
    with open_gallery(path) as gallery:
        assert _skus(gallery) == {f"p{100 * writer + number}" for writer in range(4) for number in range(6)}
        assert not gallery.verify()
        kept = [version.version for version in gallery.log()]
        assert kept == list(range(kept[0], kept[-1] - 1, -1))
        assert 24 + 12 <= gallery.version <= 24 + 12 + 3
    assert os.listdir(path.parent) == [NAME]


def both_enrol_the_same(path: Path) -> None:
    """What two enrol at once is there once."""

    def work(_: object) -> list[int]:
        with open_gallery(path) as gallery:
            return [one.added for one in gallery.enroll(goods.goods(0, 6))]

    children = [forked.start(work) for _ in range(3)]
    added = [sum(forked.expect(forked.finish(child))) for child in children]
    assert sorted(added) == [0, 0, 24], added
    with open_gallery(path) as gallery:
        assert gallery.version == 1


def a_till_keeps_its_lock(path: Path) -> None:
    """A process that opens a gallery twice, and closes one, goes on seeing what others change."""
    others = [_waiting(path, 2 * number) for number in range(4)]  # before anything is open: SQLite says so
    with open_gallery(path) as till:
        for number, (go, child) in enumerate(others):
            with open_gallery(path) as second:
                assert second.version == till.version
            os.write(go, b".")
            forked.expect(forked.finish(child))
            assert till.version == 2 * number + 1, "the till does not see what another process enrolled"
            till.enroll(goods.goods(2 * number + 1, 2 * number + 2))
            assert till.version == 2 * number + 2
    with open_gallery(path) as gallery:
        assert _skus(gallery) == {f"p{number}" for number in range(8)}
        assert not gallery.verify()


def _waiting(path: Path, number: int) -> tuple[int, Child]:
    """A process that enrols a product when told to, and how to tell it."""
    told, go = os.pipe()

    def work(_: object) -> None:
        signal.alarm(30)  # where the test fails, nobody tells it
        os.read(told, 1)
        with open_gallery(path) as gallery:
            gallery.enroll(goods.goods(number, number + 1))

    return go, forked.start(work)


SCENARIOS = {
    scenario.__name__: scenario
    for scenario in (
        one_waits,
        one_fails_clearly,
        killed_writer_holds_nobody_up,
        many_at_once,
        both_enrol_the_same,
        a_till_keeps_its_lock,
    )
}

if __name__ == "__main__":
    place = Path(sys.argv[2]) / NAME
    open_gallery(place).close()
    SCENARIOS[sys.argv[1]](place)
