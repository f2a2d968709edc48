"""Tell: the lines that a command says beside its result, and a bar while one has to wait."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def tell(line: str) -> None:
    """One line on standard error."""
    Console(stderr=True, highlight=False).print(escape(line), soft_wrap=True)


def counted(count: int, what: str) -> str:
    """`1 view`, `2 views`."""
    return f"{count} {what}{'' if count == 1 else 's'}"


@contextlib.contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error; what is yielded takes how much is done, of how much."""
    columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
