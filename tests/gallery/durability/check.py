"""Check: what must hold of a gallery whatever ended the process that changed it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from durability import goods
from durability.indexing import same_answers
from durability.operations import NAME, Operation
from durability.shop import Shop, read

from gallery import Gallery

Log = list[tuple[object, ...]]


class BrokenError(AssertionError):
    """What was promised does not hold."""


@dataclass(frozen=True)
class Expected:
    """What the undisturbed operation left: the history at first and after each thing said, and the files."""

    logs: tuple[Log | None, ...]
    files: frozenset[str]


def log_of(gallery: Gallery) -> Log:
    """The history without its times, newest first."""
    return [(v.version, v.action, v.reason, v.state, v.model, v.dimension) for v in gallery.log()]


def check(folder: Path, operation: Operation, expected: Expected, said: int, seed: int) -> int:
    """See that the gallery in `folder` is what it was after `said` things said, or after one more.

    Returns:
        Which.

    Raises:
        BrokenError: it is not, or it is not whole, or cannot be changed.
    """
    path = folder / NAME
    if not path.exists():
        _must(operation.become[said] is None, f"there is no gallery, after {said} changes had returned")
        with _made_new(path, operation) as gallery:
            _goes_on(gallery, read(gallery))
        now = said
    else:
        with _opened(path) as gallery:
            now = holds(gallery, operation, expected, said, seed)
    return now


def holds(
    gallery: Gallery, operation: Operation, expected: Expected, said: int, seed: int, *, only: bool = False
) -> int:
    """`check` of a gallery that is open; it is changed. With `only` what comes next is not allowed."""
    _must(not (faults := gallery.verify()), f"verify finds {faults}")
    shop, log = read(gallery), log_of(gallery)
    now = _which(operation, expected, [said] if only else [said + 1, said], shop, log)
    if operation.indexed:
        same_answers(gallery)
    version = gallery.version
    _goes_on(gallery, shop)
    if seed % 2:
        gallery.rollback(version)
        _must(read(gallery) == shop, "the next change could not be taken back")
    return now


def whole(folder: Path, expected: Expected) -> None:
    """See that a gallery can be opened, is sound, and that nothing lies about."""
    with _opened(folder / NAME) as gallery:
        _must(not (faults := gallery.verify()), f"after the next change verify finds {faults}")
        read(gallery)
    odd = {name for name in os.listdir(folder) if name not in expected.files and not _may_stay(name)}
    _must(not odd, f"left behind: {sorted(odd)}")


def _may_stay(name: str) -> bool:
    """A graph is of use or renewed; a draft of a killed process is in nobody's way."""
    return name in (f"{NAME}.hnsw", f"{NAME}.hnsw.json") or (name.startswith(".") and NAME in name)


def _must(holds: bool, problem: str) -> None:
    if not holds:
        raise BrokenError(problem)


def _opened(path: Path) -> Gallery:
    with Gallery.inspect(path) as gallery:
        model, dimension = gallery.model, gallery.dimension
    return Gallery.open(path, model=model, dimension=dimension)


def _made_new(path: Path, operation: Operation) -> Gallery:
    made = next(shop for shop in operation.become if shop is not None)
    return Gallery.open(path, model=made.model, dimension=goods.DIMENSION, create=True)


def _which(operation: Operation, expected: Expected, allowed: list[int], shop: Shop, log: Log) -> int:
    """The latest of the moments that the gallery may be at which it is at."""
    same = [now for now in allowed if now < len(operation.become) and operation.become[now] == shop]
    _must(bool(same), f"it is at none of the moments {allowed}, it holds {_told(shop)}")
    alike = [now for now in same if expected.logs[now] == log]
    _must(
        bool(alike), f"it holds what it did at moment {same}, but its history is {[one[:3] for one in log]}"
    )
    return alike[0]


def _told(shop: Shop) -> dict[str, Any]:
    return {sku: sorted(photo[3] for photo in mine.values()) for sku, mine in shop.photos.items()}


def _goes_on(gallery: Gallery, before: Shop) -> None:
    """The next change succeeds, and nothing else changes."""
    batch = [(goods.Product("late"), [goods.view("late", gallery.dimension)])]
    version = gallery.version
    gallery.enroll(batch)
    _must(read(gallery) == before.enrolled(batch), "after the next change it holds something else")
    _must(gallery.version == version + 1, f"the next change made version {gallery.version} of {version}")
