"""Page: the part of a document that a command writes, between two markers."""

from __future__ import annotations

from pathlib import Path

from gallery.errors import InputError

BEGINS, ENDS = "<!-- bench-peers begins -->", "<!-- bench-peers ends -->"


def put(path: Path, words: str) -> None:
    """Replace what stands between the markers; the rest of the document stays as it is.

    Raises:
        InputError: the document or its markers are missing.
    """
    before, after = split(path)
    path.write_text(f"{before}{BEGINS}\n\n{words}\n\n{ENDS}{after}", encoding="utf-8")


def split(path: Path) -> tuple[str, str]:
    """What stands before and after the markers.

    Raises:
        InputError: the document or its markers are missing.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", "name the document with --page") from None
    before, begins, rest = text.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not (begins and ends):
        raise InputError(
            f"{path} has no place for the tables", f"write {BEGINS} and {ENDS} where they belong"
        )
    return before, after
