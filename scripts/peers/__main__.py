"""The command: measure, print the tables, write them and the picture."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console

from gallery.errors import CheckoutError, InputError
from peers.page import put, split
from peers.picture import picture
from peers.plan import QUICK, WHOLE
from peers.run import run
from peers.subjects import SUBJECTS
from peers.tables import tables

_PAGE = Path("docs/benchmarks.md")


def main(
    quick: Annotated[bool, typer.Option(help="See that all works; nothing is written.")] = False,
    only: Annotated[
        str,
        typer.Option(help="Names that the wanted subjects contain, with | between; ours is always there."),
    ] = "",
    seconds: Annotated[float | None, typer.Option(help="That the whole run may take.", min=0)] = None,
    page: Annotated[Path, typer.Option(help="Document to write the tables into.")] = _PAGE,
    write: Annotated[bool, typer.Option(help="Write the document and the picture beside it.")] = True,
    json: Annotated[Path | None, typer.Option(help="Keep every sample in this file.")] = None,
) -> None:
    """Time the same items through ours and through what a user would otherwise write, in turns."""
    console = Console(stderr=True, highlight=False)
    plan = QUICK if quick else WHOLE
    write = write and not quick
    if write:
        split(page)
    if only:
        plan = replace(plan, only=_chosen(only))
    if seconds is not None:
        plan = replace(plan, seconds=seconds)
    began = perf_counter()
    results = run(plan, lambda words: console.print(words, style="dim", soft_wrap=True))
    words = tables(results)
    print(words)
    if json is not None:
        results.write(json)
    if write:
        drawn = page.with_suffix(".svg")
        put(page, f"![Items a second of every subject]({drawn.name})\n\n{words}")
        drawn.write_bytes(picture(results))
        console.print(f"written: {page}, {drawn}")
    console.print(f"{perf_counter() - began:.0f} s in all", style="dim")


def _chosen(only: str) -> tuple[str, ...]:
    wanted = [part.strip().lower() for part in only.split("|")]
    names = tuple(name for name in SUBJECTS if any(part in name.lower() for part in wanted))
    if not names:
        raise InputError(f"--only {only}: no subject is called so", f"there are: {'; '.join(SUBJECTS)}")
    return names


if __name__ == "__main__":
    try:
        typer.run(main)
    except CheckoutError as error:
        print(f"error: {error.problem}\nremedy: {error.remedy}", file=sys.stderr)
        sys.exit(error.exit_code)
