"""A run of the till's bench, from what is asked to what is printed and written."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from edge.bench.till.asked import Asked
from edge.bench.till.results import Report
from edge.bench.till.run import Bench
from edge.cli.bench.till_show import show
from edge.cli.interrupt import Terminated, exit_code
from edge.write import check_place, write_whole
from gallery.errors import DeviceError, InputError

_REDRAWN = 0.25  # seconds between two drawings of the progress

OTHERWISE = DeviceError.exit_code
"""Exit code of a run that is not what was asked for: the provider, the clock, the camera."""


def measure(asked: Asked, json: Path | None, html: Path | None) -> int:
    """Measure, print and write; gives the exit code. An interrupt keeps what was measured.

    The progress is drawn when it is told, between two frames: a thread that draws would take its time from
    what is measured.

    Raises:
        InputError: a file cannot be written, or what was asked for cannot be used.
        GalleryError: the gallery cannot be used.
        DeviceError: a backend is not there.
    """
    for path, option in ((json, "--json"), (html, "--html")):
        if path is not None:
            check_place(path, option)
    if json is not None and html is not None and json.resolve() == html.resolve():
        raise InputError(f"--json {json} and --html {html} are one file", "name two")
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    stopped: BaseException | None = None
    screen = Console(stderr=True, highlight=False)
    with Progress(*columns, console=screen, transient=True, auto_refresh=False) as bar:
        bench = Bench(asked, _Teller(bar), lambda report: _write(report, json))
        try:
            bench.run()
        except (KeyboardInterrupt, Terminated) as interrupt:
            stopped = interrupt
        finally:
            bar.stop()
            _conclude(bench, html)
    if stopped is not None:
        screen.print("interrupted")
        return exit_code(stopped)
    return OTHERWISE if bench.failed else 0


class _Teller:
    """Draws the progress some times a second."""

    def __init__(self, bar: Progress) -> None:
        self._bar, self._task = bar, bar.add_task("starting", total=None)
        self._words, self._next = "", 0.0

    def __call__(self, words: str, done: int, of: int) -> None:
        """Take in what is done, how far it is, of how much."""
        now = time.monotonic()
        due = words != self._words or now >= self._next
        self._bar.update(self._task, description=words, completed=done, total=of or None, refresh=due)
        if due:
            self._words, self._next = words, now + _REDRAWN


def _write(report: Report, json: Path | None) -> None:
    if json is not None:
        write_whole(json, f"{report.model_dump_json(indent=1)}\n".encode())


def _conclude(bench: Bench, html: Path | None) -> None:
    """Show what there is, also where a part broke."""
    if bench.report is None:
        return
    show(bench.report, Console(highlight=False))
    if html is not None:
        from edge.show.bench import page

        write_whole(html, page(bench.report))
