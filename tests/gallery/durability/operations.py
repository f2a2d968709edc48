"""Operations: changes of a gallery, what it holds before and after, and the files they start from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from durability import goods
from durability.shop import Shop
from risk.calibrations import calibration
from shelf import DIMENSION, MODEL, OTHER_MODEL

from gallery import Gallery, Product

NAME = "shop.gallery"
OTHER_DIMENSION = 24


@dataclass
class Stage:
    """Where an operation plays.

    Attributes:
        path: of the gallery.
        said: called each time a change has returned: from then on it must be there.
        gallery: the one the operation works with, if it is one that can go on after an error.
    """

    path: Path
    said: Callable[[], None]
    gallery: Gallery | None = None

    @classmethod
    def at(cls, folder: Path) -> Stage:
        """A stage where nobody listens."""
        return cls(folder / NAME, lambda: None)

    def open(self, create: bool = False) -> Gallery:
        self.gallery = Gallery.open(self.path, model=MODEL, dimension=DIMENSION, create=create)
        return self.gallery


@dataclass(frozen=True)
class Operation:
    """A change, or several.

    Attributes:
        name: for people.
        prepare: puts the files it starts from into a folder.
        act: does it.
        become: what the gallery holds at first and after each thing said; None where there is none yet.
        may_raise_late: whether an error may come although the change is there, as when a file cannot be
            made smaller.
        indexed: whether its small gallery is to have a graph.
    """

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Stage], None]
    become: tuple[Shop | None, ...]
    may_raise_late: bool = False
    indexed: bool = False


@dataclass(frozen=True)
class Step:
    """One change of an open gallery, and what it makes of a shop, given all versions so far."""

    act: Callable[[Gallery], object]
    model: Callable[[list[Shop]], Shop]


def _enroll(batch: list, reason: str = "") -> Step:  # type: ignore[type-arg]
    return Step(lambda gallery: gallery.enroll(batch, reason=reason), lambda past: past[-1].enrolled(batch))


def _remove(*skus: str) -> Step:
    return Step(lambda gallery: gallery.remove(skus, reason="sold out"), lambda past: past[-1].without(*skus))


def _remove_views(sku: str, word: str, count: int) -> Step:
    photos = goods.views(word, count)
    hashes = [photo.photo_hash for photo in photos]
    return Step(
        lambda gallery: gallery.remove_views(sku, hashes), lambda past: past[-1].without_views(sku, photos)
    )


def _reject(sku: str | None, word: str, count: int) -> Step:
    photos = goods.views(word, count)
    return Step(lambda gallery: gallery.reject(sku, photos), lambda past: past[-1].rejecting(sku, photos))


def _group(name: str, *skus: str) -> Step:
    return Step(lambda gallery: gallery.group(name, skus), lambda past: past[-1].grouped(name, *skus))


def _rollback(version: int) -> Step:
    return Step(lambda gallery: gallery.rollback(version), lambda past: past[version])


def _compact(version: int) -> Step:
    return Step(lambda gallery: gallery.compact(version), lambda past: past[-1])


def _calibrate(distance: float) -> Step:
    def act(gallery: Gallery) -> None:
        gallery.keep_calibration(calibration(model=gallery.model, state=gallery.state, distance=distance))

    return Step(act, lambda past: replace(past[-1], calibrated=distance))


def _changing(*steps: Step) -> Step:
    def act(gallery: Gallery) -> None:
        with gallery.changing("import", reason="together"):
            for step in steps:
                step.act(gallery)

    def model(past: list[Shop]) -> Shop:
        for step in steps:
            past = [*past, step.model(past)]
        return past[-1]

    return Step(act, model)


def _migrate() -> Step:
    def act(gallery: Gallery) -> None:
        vectors = {
            view.view_id: goods.view(view.source[:-4], OTHER_DIMENSION).vector
            for view in gallery.live_views()
        }
        gallery.re_embed(OTHER_MODEL, OTHER_DIMENSION, vectors)

    def model(past: list[Shop]) -> Shop:
        photos = [
            photo
            for kind in (past[-1].photos, past[-1].rejected)
            for mine in kind.values()
            for photo in mine.items()
        ]
        moved = {
            digest: goods.view(rest[3][:-4], OTHER_DIMENSION).vector.tobytes() for digest, rest in photos
        }
        return past[-1].re_embedded(OTHER_MODEL, moved)

    return Step(act, model)


STOCK = (
    _enroll(goods.goods(0, 8), "the first delivery"),
    _reject("p1", "not-p1", 2),
    _reject(None, "background", 2),
    _group("apples", "p0", "p1", "p2"),
    _remove("p7"),
    _enroll([(Product("p3", "Product 3", 333), goods.views("p3", 2, "more"))]),
)
"""The base: after it the gallery is in version 6."""

DAY = (
    _enroll(goods.goods(8, 11), "new goods"),
    _reject("p8", "not-p8", 2),
    _group("pears", "p8", "p9"),
    _remove("p0", "p9"),
    _changing(_enroll(goods.goods(11, 13)), _remove("p10"), _reject("p11", "not-p11", 1)),
    _rollback(7),
    _compact(4),
    _rollback(9),
    _enroll(goods.goods(13, 15)),
)


def _past(steps: tuple[Step, ...], past: list[Shop]) -> list[Shop]:
    for step in steps:
        past = [*past, step.model(past)]
    return past


BEFORE = _past(STOCK, [Shop(MODEL)])


def stock(folder: Path) -> None:
    """Make the base in `folder`."""
    with Gallery.open(folder / NAME, model=MODEL, dimension=DIMENSION, create=True) as gallery:
        for step in STOCK:
            step.act(gallery)


def _steps(name: str, *steps: Step, **more: bool) -> Operation:
    def act(stage: Stage) -> None:
        gallery = stage.open()
        for step in steps:
            step.act(gallery)
            stage.said()
        gallery.close()

    return Operation(name, stock, act, tuple(_past(steps, BEFORE)[len(STOCK) :]), **more)


def _create(stage: Stage) -> None:
    gallery = stage.open(create=True)
    stage.said()
    gallery.close()


def _nothing(folder: Path) -> None:
    pass


CHANGES = (
    _steps("enrol", _enroll(goods.goods(8, 13))),
    _steps("remove", _remove("p0", "p1", "p4")),
    _steps("remove views", _remove_views("p1", "p1", 2)),
    _steps("reject", _reject("p2", "not-p2", 6)),
    _steps("group", _group("all", "p0", "p1", "p2", "p3", "p4")),
    _steps("rollback", _rollback(1)),
    _steps("compact", _compact(5), may_raise_late=True),
    _steps("several", _changing(_enroll(goods.goods(8, 10)), _remove("p0"), _group("two", "p8", "p9"))),
    _steps("calibrate", _calibrate(0.7)),
    _steps("calibrate and back", _calibrate(0.7), _calibrate(0.8), _rollback(7), _rollback(6), _rollback(8)),
    _steps("migrate", _changing(_migrate(), _calibrate(0.6))),
    _steps("a day", *DAY, may_raise_late=True),
    Operation("create", _nothing, _create, (None, Shop(MODEL))),
)
