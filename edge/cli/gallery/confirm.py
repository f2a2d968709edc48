"""Confirm: ask before a gallery is changed, and have the reason that its history keeps."""

from __future__ import annotations

from typing import Annotated

import typer

from gallery.errors import InputError

YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why, for the history; see `gallery log`.")]


def confirm(question: str, deed: str) -> None:
    """Ask on standard error; "no" ends the command with exit code 1.

    Args:
        question: what would be done, for example `remove cola from shop.gallery?`.
        deed: what did not happen then, for example `removed`.

    Raises:
        InputError: nobody is there to answer.
    """
    try:
        sure = typer.confirm(question, err=True)
    except typer.Abort:
        raise InputError(f"{question} no answer", "give --yes to do it without being asked") from None
    if not sure:
        typer.echo(f"nothing was {deed}", err=True)
        raise typer.Exit(1)
