"""The command: `scripts/torture-gallery`, see `--help`."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from durability import shim
from durability.mutations import MUTATIONS
from durability.plan import Quota
from durability.report import show
from durability.torture import TortureError, places, repeat, torture
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn, TimeRemainingColumn

from gallery.store import database

BUSY_SECONDS = 0.2
"""How long a writer waits here: a reader in the middle of a read delays the end of a compaction so long."""
_PLAIN: dict[str, Any] = {"markup": False, "highlight": False, "soft_wrap": True}


def command(
    kills: Annotated[int, typer.Option(help="SIGKILLs at random moments.")] = 1000,
    calls: Annotated[
        int, typer.Option(help="SIGKILLs before, or in the middle of, a call that writes.")
    ] = 1000,
    errors: Annotated[int, typer.Option(help="Writes that fail (disk full, EIO) or fall short.")] = 1000,
    power_cuts: Annotated[
        int, typer.Option(help="Power cuts: what was not synced is lost, or parts of it.")
    ] = 200,
    seed: Annotated[int, typer.Option(help="Chooses the moments.")] = 0,
    only: Annotated[list[str] | None, typer.Option(help="An operation; may be given several times.")] = None,
    variation: Annotated[list[str] | None, typer.Option(help="The same for variations.")] = None,
    brief: Annotated[bool, typer.Option("--brief", help="Each operation in one variation only.")] = False,
    work: Annotated[Path | None, typer.Option(help="Folder to work in, of the file system to try.")] = None,
    again: Annotated[
        str | None, typer.Option("--repeat", help="Repeat one trial, as a failure names it.")
    ] = None,
    mutation: Annotated[str | None, typer.Option("--break", help="Build this fault in first.")] = None,
) -> None:
    """Kill, starve and cut off processes that change a gallery, and check what is left."""
    logging.disable()
    database.BUSY_SECONDS = BUSY_SECONDS
    console = Console()
    if mutation is not None:
        MUTATIONS[mutation]()
    room = Path(tempfile.mkdtemp(prefix="torture-", dir=work))
    quota = Quota(kills, calls, errors, power_cuts)
    try:
        if again is not None:
            console.print(repeat(room, again))
            return
        with _progress(console) as progress:
            task = progress.add_task("trials", total=quota.total)
            tallies = torture(
                room, places(only or (), variation or (), brief), quota, seed, lambda: progress.advance(task)
            )
    except TortureError as error:
        console.print(f"failed: {error.key}\n{error}", style="red", **_PLAIN)
        console.print(f"again: scripts/torture-gallery --repeat {error.key!r}\nfiles: {room}", **_PLAIN)
        raise typer.Exit(1) from None
    show(console, tallies)


def _progress(console: Console) -> Progress:
    columns = (
        "{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True)


def _with_shim() -> None:
    """Start again with the shim before the C library."""
    if shim.compiler() is None:
        sys.exit("error: no C compiler\nremedy: install gcc, or name one: CC=/path/to/cc")
    made = shim.build(Path(tempfile.mkdtemp(prefix="torture-shim-")))
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    os.execve(
        sys.executable,
        [sys.executable, "-m", "durability", *sys.argv[1:]],
        {**os.environ, **threads, "LD_PRELOAD": str(made)},
    )


if __name__ == "__main__":
    if not shim.is_loaded():
        _with_shim()
    typer.run(command)
