"""Difference: what lies between two versions of a gallery, in numbers, in lines, and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from edge.cli.gallery.tell import counted
from gallery.product import Product
from gallery.store import Difference

Photos = Mapping[str, tuple[str, ...]]

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_WHAT = {"products": "product", "views": "view", "negatives": "rejected view"}


def in_numbers(found: Difference) -> dict[str, int]:
    """How many of what: `products_added`, `views_removed`, `groups_changed` and so on; zeros are left out."""
    numbers = {}
    for what in _WHAT:
        for how in _SIGNS:
            part = getattr(found, f"{what}_{how}")
            count = len(part) if what == "products" else sum(map(len, part.values()))
            numbers[f"{what}_{how}"] = count
    fates = [("changed" if new else "removed") if old else "added" for old, new in found.groups.values()]
    numbers |= {f"groups_{how}": fates.count(how) for how in _SIGNS}
    numbers |= {f"{what}_changed": int(getattr(found, what) is not None) for what in ("model", "calibration")}
    return {name: count for name, count in numbers.items() if count}


def in_words(found: Difference) -> str:
    """The same for people: `+1 product, +3 views, ~1 group`; of a model and a calibration which."""
    words = []
    for name, count in in_numbers(found).items():
        what, _, how = name.rpartition("_")
        if what not in ("model", "calibration"):
            words.append(_SIGNS[how] + counted(count, _WHAT.get(what, "group")))
    return ", ".join([*words, *_model(found), *_calibration(found)])


def lines(found: Difference) -> list[str]:
    """One line a thing that differs: `+ added`, `- removed`, `~ changed`."""
    beside = (f"~ {line}" for line in (*_model(found), *_calibration(found)))
    return [*beside, *_products(found), *_views(found), *_groups(found)]


def as_json(found: Difference) -> dict[str, Any]:
    """All of it, for programs."""
    return {
        "old": found.old,
        "new": found.new,
        "products": {
            "added": [asdict(product) for product in found.products_added],
            "removed": [asdict(product) for product in found.products_removed],
            "changed": [
                {"sku": old.sku, "fields": {name: list(pair) for name, pair in _fields(old, new).items()}}
                for old, new in found.products_changed
            ],
        },
        **{
            what: {
                how: {sku: list(photos) for sku, photos in getattr(found, f"{what}_{how}").items()}
                for how in _SIGNS
            }
            for what in ("views", "negatives")
        },
        "groups": {name: [list(old), list(new)] for name, (old, new) in found.groups.items()},
        "model": None if found.model is None else list(found.model),
        "calibration": None if found.calibration is None else list(found.calibration),
    }


def _model(found: Difference) -> Iterator[str]:
    if found.model is not None:
        yield f"model {found.model[0][:12]} -> {found.model[1][:12]}"


def _calibration(found: Difference) -> Iterator[str]:
    if found.calibration is not None:
        yield f"calibration: {' -> '.join(found.calibration)}"


def _products(found: Difference) -> Iterator[str]:
    for product in found.products_added:
        yield f"+ product {product.sku}{_named(product)}"
    for product in found.products_removed:
        yield f"- product {product.sku}{_named(product)}"
    for old, new in found.products_changed:
        changed = (
            f"{name}: {_shown(was)} -> {_shown(now)}" for name, (was, now) in _fields(old, new).items()
        )
        yield f"~ product {old.sku}  {', '.join(changed)}"


def _views(found: Difference) -> Iterator[str]:
    for what in ("views", "negatives"):
        for how, sign in _SIGNS.items():
            photos: Photos = getattr(found, f"{what}_{how}")
            for sku, hashes in photos.items():
                of = f"of {sku}" if what == "views" else f"as not {sku or 'a product at all'}"
                yield f"{sign} {counted(len(hashes), _WHAT[what])} {of}"


def _groups(found: Difference) -> Iterator[str]:
    for name, (old, new) in found.groups.items():
        if old and new:
            yield f"~ group {name}: {', '.join(old)} -> {', '.join(new)}"
        else:
            yield f"{'-' if old else '+'} group {name}: {', '.join(old or new)}"


def _fields(old: Product, new: Product) -> dict[str, tuple[object, object]]:
    was, now = asdict(old), asdict(new)
    return {name: (was[name], now[name]) for name in was if was[name] != now[name]}


def _named(product: Product) -> str:
    return f" ({product.name})" if product.name else ""


def _shown(value: object) -> str:
    return "none" if value in (None, "") else str(value)
