"""Progress of a run on a terminal: frames, speed, and what the basket holds."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from edge.basket.event import Event, Kind
from edge.basket.money import money
from edge.pipeline import Moment
from edge.play import Watcher

_STYLE = {Kind.ADDED: "green", Kind.REMOVED: "dim", Kind.UNCERTAIN: "yellow", Kind.UNKNOWN: "red"}


class ProgressLine(Watcher):
    """A live line with the frames and the total; one lasting line for each event.

    Args:
        console: where to print; standard error, so that standard output stays for results.
        total: number of frames, or None where the end is not known.
    """

    def __init__(self, console: Console, total: int | None) -> None:
        bar = BarColumn(bar_width=24)
        counter = TextColumn("{task.completed:.0f} frames  {task.fields[state]}")
        self._progress = Progress(SpinnerColumn(), bar, counter, TimeElapsedColumn(), console=console)
        self._task = self._progress.add_task("run", total=total, state="")

    def see(self, moment: Moment) -> bool:
        """Advance by one frame."""
        for event in moment.events:
            self._progress.console.print(event_line(event))
        self._progress.update(self._task, advance=1, state=_state(moment))
        return True

    def __enter__(self) -> ProgressLine:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()


def event_line(event: Event) -> str:
    """One event for people, in rich's markup."""
    what = event.name or event.sku or ""
    if event.kind is Kind.UNCERTAIN:
        what = " or ".join(candidate.sku for candidate in event.candidates[:3])
    price = f"  {money(event.price_minor, event.currency)}" if event.price_minor is not None else ""
    colour = _STYLE[event.kind]
    return (
        f"{event.time:8.2f} s  [{colour}]{event.kind.value:<9}[/{colour}] "
        f"#{event.track:<3} {what.replace('[', chr(92) + '[')}{price}"
    )


def _state(moment: Moment) -> str:
    basket = moment.basket
    pieces = sum(line.quantity for line in basket.lines)
    total = " + ".join(money(minor, currency) for currency, minor in basket.totals.items())
    open_items = len(basket.unknown) + len(basket.uncertain)
    rest = f" + {open_items} to check" if open_items else ""
    return f"{moment.latency * 1e3:5.1f} ms  {pieces} items{rest}  {total}"
