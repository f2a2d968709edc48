"""Options of the bench, read from text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from edge.bench.gallery.subject import K
from edge.bench.gallery.subjects import OURS, SUBJECTS
from gallery.errors import DeviceError, InputError

_MOST = 20_000_000
_FAMILIES = {"faiss": ("faiss flat", "faiss hnsw"), "usearch": ("usearch f32", "usearch f16", "usearch i8")}


PeersOption = Annotated[
    str | None,
    typer.Option(
        help="Whom to measure beside ours: numpy, faiss, usearch, or single ones as the table names "
        "them; [bold]none[/bold] for ours alone.",
        show_default="all that are installed",
    ),
]


def sizes_of(text: str) -> tuple[int, ...]:
    """The numbers of views in `1e3,1e4`, each once, rising.

    Raises:
        InputError: one is no whole number, or outside the limits.
    """
    sizes = set()
    for part in text.split(","):
        try:
            size = float(part)
        except ValueError:
            size = float("nan")
        if not K <= size <= _MOST or size != int(size):
            raise InputError(f"--sizes {text}: {part!r} is no number of views from {K} to {_MOST:,}", _SIZES)
        sizes.add(int(size))
    return tuple(sorted(sizes))


_SIZES = "give whole numbers with commas between them, for example --sizes 1e3,1e4,1e5"


def peers_of(text: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The peers that are asked for, and a line for each package that is not installed.

    Args:
        text: names or families with commas between them, `none`; None for all that are installed.

    Raises:
        InputError: there is no peer of such a name.
        DeviceError: one that was asked for by name is not installed.
    """
    if text is None:
        known = [name for name in SUBJECTS if name != OURS]
        present = tuple(name for name in known if SUBJECTS[name].present)
        absent = {SUBJECTS[name].install: name for name in known if name not in present}
        return present, tuple(_left_out(package) for package in absent)
    if text.strip() == "none":
        return (), ()
    wanted = list(dict.fromkeys(name for part in text.split(",") for name in _named(part.strip())))
    for name in wanted:
        if not SUBJECTS[name].present:
            raise DeviceError(
                f"--peers {text}: {name} is not installed", f"pip install {SUBJECTS[name].install}"
            )
    return tuple(wanted), ()


def _named(part: str) -> Sequence[str]:
    if part in _FAMILIES:
        return _FAMILIES[part]
    if part in SUBJECTS and part != OURS:
        return (part,)
    names = ", ".join([*_FAMILIES, *(name for name in SUBJECTS if name != OURS)])
    raise InputError(f"--peers: no peer {part!r}", f"choose from {names}; or none")


def _left_out(package: str) -> str:
    return f"{package} is not installed and left out: pip install {package}"
