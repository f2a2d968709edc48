"""Check file: a check set in one zip, which a till can read without torch and without the photos."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.certificate.certificate import check_path
from edge.certificate.check_set import CheckSet
from edge.write import write_whole
from gallery.errors import InputError

FORMAT = 1
_FACTS, _REFERENCE = "check.json", "reference.npy"
_REMEDY = "copy it again from where the model was exported, or export the model again"
_BEFORE_TIME = (1980, 1, 1, 0, 0, 0)
_LARGEST = 64_000_000
"""Bytes that one member of the zip may unfold to."""


def write_check_set(path: Path, check: CheckSet) -> None:
    """Write a check set as a zip of PNG pictures, `check.json` and `reference.npy`: whole or not at all.

    The same set gives the same bytes, whenever it is written.

    Raises:
        InputError: the file cannot be written.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, _FACTS, json.dumps(_facts(check), indent=1, sort_keys=True).encode())
        if check.reference is not None:
            vectors = io.BytesIO()
            np.save(vectors, check.reference.astype("<f4"), allow_pickle=False)
            _add(archive, _REFERENCE, vectors.getvalue())
        for number, crop in enumerate(check.crops):
            _add(archive, _crop_name(number), _png(crop))
    write_whole(path, buffer.getvalue())


def read_check_set(path: Path) -> CheckSet:
    """Read what `write_check_set` wrote.

    Raises:
        InputError: the file is missing, cut short, damaged, or not what it says of itself.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            facts = json.loads(_member(archive, _FACTS))
            check = _check_set(archive, facts)
    except FileNotFoundError:
        raise InputError(f"check set {path}: there is none", _REMEDY) from None
    except Exception as error:  # a damaged zip may raise anything
        raise InputError(f"check set {path}: damaged ({_first_line(error)})", _REMEDY) from None
    if check.hash != facts.get("hash"):
        raise InputError(f"check set {path}: its photos are not those it was written with", _REMEDY)
    return check


def find_check_set(artifact: Path, wanted: str) -> Path:
    """Where the check set of an artifact lies: its own file, or that of another form in the same folder.

    Forms of one model are checked with the same photos; those that are shipped share one file.

    Args:
        artifact: the model or engine.
        wanted: `CheckSet.hash`, as its certificate has it.
    """
    own = check_path(artifact)
    if not own.exists():
        for other in sorted(own.parent.glob("*.check.zip")):
            if _stated_hash(other) == wanted:
                return other
    return own


def some_crops(path: Path, count: int) -> NDArray[np.uint8]:
    """A few crops of a check set, spread over it, without reading the others.

    Args:
        path: the zip.
        count: how many, or as many as there are.

    Raises:
        InputError: the file is missing or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if name.startswith("crops/"))
            rows = np.linspace(0, len(names) - 1, min(count, len(names))).round().astype(int)
            return np.stack([_picture(_member(archive, names[row])) for row in rows])
    except Exception as error:  # a damaged zip may raise anything
        raise InputError(f"check set {path}: damaged ({_first_line(error)})", _REMEDY) from None


def _stated_hash(path: Path) -> str | None:
    """The hash that a check set states, or None where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return str(json.loads(_member(archive, _FACTS)).get("hash"))
    except Exception:  # a damaged zip may raise anything; it is then not the one looked for
        return None


def _facts(check: CheckSet) -> dict[str, object]:
    return {
        "format": FORMAT,
        "hash": check.hash,
        "origin": check.origin,
        "reference_name": check.reference_name,
        "products": check.products,
        "roles": check.roles,
    }


def _check_set(archive: zipfile.ZipFile, facts: dict[str, Any]) -> CheckSet:
    if facts["format"] != FORMAT:
        raise ValueError(f"format {facts['format']}, this program reads {FORMAT}")
    count = len(facts["products"])
    crops = np.stack([_picture(_member(archive, _crop_name(number))) for number in range(count)])
    reference = None
    if _REFERENCE in archive.namelist():
        loaded = np.load(io.BytesIO(_member(archive, _REFERENCE)), allow_pickle=False)
        reference = loaded.astype(np.float32)
    return CheckSet(
        crops,
        tuple(facts["products"]),
        tuple(facts["roles"]),
        str(facts["origin"]),
        reference,
        str(facts["reference_name"]),
    )


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST:
        raise ValueError(f"{name} is too large")
    return archive.read(name)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _BEFORE_TIME)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    archive.writestr(entry, data)


def _crop_name(number: int) -> str:
    return f"crops/{number:05d}.png"


def _png(crop: NDArray[np.uint8]) -> bytes:
    return cv2.imencode(".png", crop, [cv2.IMWRITE_PNG_COMPRESSION, 6])[1].tobytes()


def _picture(data: bytes) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("a picture cannot be read")
    return np.asarray(picture, np.uint8)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
