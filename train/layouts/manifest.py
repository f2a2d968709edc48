"""Manifest: a CSV file that names every photo, `path,class` and, where known, split, mask and box."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from gallery.errors import InputError
from train.layouts.listing import Entry, Listing
from train.layouts.manifest_row import COLUMNS, ManifestRow

NAME = "CSV manifest"
FILE_NAME = "manifest.csv"
_NAMED = 3  # missing files named in an error


def path_of(data: Path) -> Path | None:
    """The manifest that `data` is, or that lies in the folder `data`; None where there is none."""
    if os.path.isfile(data):
        return data
    return inside if os.path.isfile(inside := data / FILE_NAME) else None


def read(manifest: Path) -> Listing:
    """List the photos of a manifest; its paths are relative to the folder it lies in.

    Raises:
        InputError: it cannot be read, has an unknown or no needed column, a line is not valid, or a
            photo or mask it names is missing; names the line.
    """
    rows = list(_rows(manifest))
    missing = [
        f"line {line}: {path}"
        for line, row in rows
        for path in row.files()
        if not os.path.exists(_in(manifest, path))
    ]
    if missing:
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        raise InputError(
            f"manifest {manifest}: no such file, {', '.join(missing[:_NAMED])}{more}",
            f"write paths relative to {manifest.parent}, or remove the lines",
        )
    return Listing(NAME, tuple(_entry(manifest, row) for _, row in rows))


def _rows(manifest: Path) -> Iterator[tuple[int, ManifestRow]]:
    """The number of a line in the file, from 1, and what it says."""
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="", restval=None, strict=True)
            _check_columns(manifest, reader.fieldnames or [])
            for row in reader:
                yield reader.line_num, _row(manifest, reader.line_num, row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"manifest {manifest}: {why}", "give a CSV file in UTF-8 that can be read") from None


def _row(manifest: Path, line: int, row: dict[str, str]) -> ManifestRow:
    try:
        return ManifestRow.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        where = f" {first['loc'][0]}:" if first["loc"] and first["loc"][0] else ""
        raise InputError(
            f"manifest {manifest} line {line}:{where} {first['msg']}",
            "correct the line; quote values that hold a comma",
        ) from None


def _check_columns(manifest: Path, columns: Sequence[str]) -> None:
    unknown = [name for name in columns if name not in COLUMNS]
    wanting = [name for name in ("path", "class") if name not in columns]
    twice = {name for name in columns if list(columns).count(name) > 1}
    faults = {"unknown": unknown, "no": wanting, "twice the": sorted(twice)}
    said = [f"{word} column {', '.join(map(repr, names))}" for word, names in faults.items() if names]
    if said:
        raise InputError(
            f"manifest {manifest}: {'; '.join(said)}",
            f"the first line names the columns, parted by commas: path, class, and any of "
            f"{', '.join(COLUMNS[2:])}",
        )


def _entry(manifest: Path, row: ManifestRow) -> Entry:
    mask = _in(manifest, row.mask) if row.mask else None
    return Entry(_in(manifest, row.path), row.name, row.split, mask, row.box)


def _in(manifest: Path, path: str) -> Path:
    return manifest.parent / path
