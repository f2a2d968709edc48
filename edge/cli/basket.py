"""`checkout-edge basket`: what a ledger adds up to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from edge.basket import fold
from edge.basket.ledger import read
from edge.cli.receipt import receipt


def basket(
    events: Annotated[Path, typer.Argument(help="A ledger written by [bold]run --events FILE[/bold].")],
) -> None:
    """Print the basket that a ledger of events adds up to.

    [bold]Example[/bold]

    checkout-edge basket events.jsonl
    """
    Console().print(receipt(fold(read(events))))
