"""Publish: an artifact, its certificate and its check set appear together, or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.certificate.certificate import certificate_path, check_path, summary_path
from gallery.errors import InputError


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """A folder beside `out`, gone afterwards; the path in it at which the artifact is made and measured.

    Raises:
        InputError: the folder of `out` cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = tempfile.TemporaryDirectory(prefix=".export-", dir=out.parent)
    except OSError as error:
        raise InputError(f"{out}: {error.strerror}", "name a folder that can be written with --out") from None
    with folder as name:
        yield Path(name) / out.name


def publish(made: Path, out: Path) -> None:
    """Move an artifact and what lies beside it to its place.

    What lies beside the old one goes first, and the new certificate comes last: cut off in between, the
    artifact has none, never one of another file.

    Raises:
        InputError: a file cannot be moved.
    """
    try:
        for beside in (certificate_path(out), summary_path(out), check_path(out)):
            beside.unlink(missing_ok=True)
        for place in (_itself, check_path, summary_path, certificate_path):
            place(made).replace(place(out))
    except OSError as error:
        raise InputError(f"{out}: {error.strerror}", "name a folder that can be written with --out") from None


def _itself(path: Path) -> Path:
    return path
