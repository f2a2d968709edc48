"""Show: a live line with loss, active triplets, recall@1 and the time left."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from train.engine.records import Epoch, Step, Watcher

PHASES = {"frozen": "backbone frozen", "whole": "whole network"}
FROZEN_LINES = 10
"""Epochs between two lasting lines while the backbone is frozen, where epochs are short."""


class Show(Watcher):
    """Shows a run on a terminal.

    Args:
        console: where to print; standard error, so that standard output stays for results.
    """

    def __init__(self, console: Console) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.completed:.0f} of {task.fields[steps]} steps  {task.fields[state]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=console)
        self._task, self._recall = self._progress.add_task("preparing", total=None, state="", steps="?"), "-"

    def enter(self, phase: str, epochs: int, steps: int, done: int) -> None:
        """A new line for the phase."""
        self._progress.update(self._task, visible=False)
        self._task = self._progress.add_task(
            PHASES[phase], total=epochs * steps, completed=done, state="", steps=epochs * steps
        )

    def step(self, record: Step) -> None:
        """Advance by one step."""
        active = "" if record.active is None else f"  active {record.active:.2f}"
        state = f"loss {record.loss:.3f}{active}  recall@1 {self._recall}"
        self._progress.update(self._task, advance=1, state=state)

    def epoch(self, record: Epoch) -> None:
        """A lasting line."""
        self._recall = "-" if record.recall_at_1 is None else f"{record.recall_at_1:.3f}"
        if record.phase == "whole" or record.epoch % FROZEN_LINES == 0:
            self._progress.console.print(line(record), markup=False, highlight=False)

    def __enter__(self) -> Show:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()


def line(record: Epoch) -> str:
    """One epoch for people."""
    figures = {"active": record.active, "val loss": record.val_loss, "recall@1": record.recall_at_1}
    shown = "".join(f"  {name} {value:.3f}" for name, value in figures.items() if value is not None)
    begin = f"{PHASES[record.phase]}, epoch {record.epoch + 1}: loss {record.loss:.3f}"
    return f"{begin}{shown}  {record.seconds:.1f} s"
