"""File: a report of a bench read back, or refused with what is the matter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from edge.bench.till.results import Report
from gallery.errors import InputError

FORMAT = 1
_AGAIN = "make one with: checkout-edge bench --json FILE"


def read_report(path: Path) -> Report:
    """The report in a file.

    Raises:
        InputError: the file cannot be read, is no JSON, no report of a bench, or of a newer format.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InputError(f"report {path}: {error.strerror}", _AGAIN) from None
    try:
        told = json.loads(text)
    except ValueError as error:
        raise InputError(f"report {path} is broken or no JSON: {error}", _AGAIN) from None
    if not isinstance(told, dict) or "format" not in told or "machine" not in told:
        raise InputError(f"{path} is no report of `checkout-edge bench`", _AGAIN)
    _check_format(path, told)
    try:
        return Report.model_validate_json(text)
    except ValidationError as error:
        raise InputError(f"report {path} is not whole: {_first(error)}", _AGAIN) from None


def _check_format(path: Path, told: dict[str, Any]) -> None:
    if told["format"] != FORMAT:
        made = told.get("version", "another version")
        raise InputError(
            f"report {path} is of format {told['format']}, made by checkout-edge {made}; "
            f"this one reads format {FORMAT}",
            "compare with the version that made it, or make it again with this one",
        )


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
