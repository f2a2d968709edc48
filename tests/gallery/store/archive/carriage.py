"""A gallery worth carrying, and archives to spoil."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from risk.calibrations import calibration
from shelf import open_gallery, view

from gallery import Gallery, Product, View

Members = dict[str, bytes]


def pictured(name: str, origin: str = "photo") -> View:
    one = view(name)
    return View(one.photo_hash, one.vector, b"thumb " + name.encode(), f"{name}.jpg", b"crop" * 9, origin)


def stocked(path: Path, calibrated: bool = True) -> Gallery:
    """Three products, negatives of one and of the background, a group, a calibration, and some history."""
    gallery = open_gallery(path)
    gallery.enroll(
        [
            (Product("milk", "Milk", 129, "EUR", "4006381333931"), [pictured(f"milk/{n}") for n in range(4)]),
            (Product("bread", 'Bröd "dark"'), [pictured("bread/0"), pictured("bread/1", "till")]),
            (Product("gone"), [pictured("gone/0")]),
        ]
    )
    gallery.enroll([(Product("salt"), [pictured("salt/0")])])
    gallery.remove("gone")
    gallery.reject("milk", [pictured("oat drink", "till"), pictured("soy")])
    gallery.reject(None, [pictured("hand")])
    gallery.group("white", ["milk", "salt"])
    if calibrated:
        gallery.keep_calibration(calibration(state=gallery.state, version=gallery.version))
    return gallery


def everything(gallery: Gallery) -> dict[str, Any]:
    """All that is live, but for ids and history."""
    with gallery.moment():
        views = {
            (one.sku, one.role, one.photo_hash): (
                one.origin,
                one.source,
                found.thumbnail,
                found.crop,
                found.vector.tobytes(),
            )
            for one, found in gallery.whole_views()
        }
        return {
            "views": views,
            "products": gallery.products(),
            "groups": gallery.groups(),
            "model": (gallery.model, gallery.dimension),
            "state": gallery.state,
        }


def members(path: Path) -> Members:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def written(path: Path, content: Members, compress: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compress) as file:
        for name, data in content.items():
            file.writestr(name, data)
    return path


def vouched(content: Members, change: Callable[[dict[str, Any]], None] = lambda _: None) -> Members:
    """The members with a manifest that vouches for them again, as a forger would write it."""
    manifest = json.loads(content["manifest.json"])
    manifest["members"] = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in content.items()
        if name != "manifest.json"
    ]
    change(manifest)
    return {**content, "manifest.json": json.dumps(manifest).encode()}
