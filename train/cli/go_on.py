"""Go on: what a user reads who stopped a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console


@contextmanager
def go_on_later(console: Console, out: Path) -> Iterator[None]:
    """Say how to go on when a run inside was stopped.

    Raises:
        typer.Exit: with 128 and the signal's number, as shells have it.
    """
    from train.engine.training import StoppedError

    try:
        yield
    except StoppedError as stopped:
        console.print(
            f"stopped, and kept in {out}; the same command goes on",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
        raise typer.Exit(128 + stopped.signal) from None
