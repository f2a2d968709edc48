"""Tables: an inspection for people, on a terminal."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from train.inspect.inspection import Inspection
from train.inspect.near import NearPair
from train.layouts import Entry

_ENDS = 5  # smallest and largest classes shown
_MOST = 12  # lines of a table before the rest is only counted


def show(inspection: Inspection, console: Console) -> None:
    """Print the overview, then classes, sizes, skipped files and near-duplicates where there are any."""
    console.print(_overview(inspection))
    console.print(_heading("classes, smallest to largest"), _classes(inspection.counts))
    console.print(_heading(_size_range(inspection)), _sizes(inspection))
    if inspection.skipped:
        rows = [(str(one.path), one.reason) for one in inspection.skipped]
        console.print(_heading(f"{len(rows)} files skipped"), _table(("file", "reason"), rows))
    if inspection.pairs:
        title = f"{len(inspection.pairs)} near-duplicate pairs, the most harmful first"
        console.print(_heading(title), _pairs(inspection))


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="italic")


def _overview(inspection: Inspection) -> Table:
    table = Table(show_header=False)
    for path, layout in zip(inspection.data, inspection.layouts, strict=True):
        table.add_row(escape(str(path)), layout)
    counts = list(inspection.counts.values())
    table.add_row("photos", str(len(inspection.looks)))
    table.add_row("classes", str(len(counts)))
    table.add_row("photos a class", f"{counts[0]} to {counts[-1]}, median {statistics.median(counts):g}")
    for name, (photos, classes) in inspection.splits.items():
        table.add_row(f"split {name or '(none)'}", f"{photos} photos, {classes} classes")
    if missing := inspection.not_in_train:
        more = f", {len(missing) - _ENDS} more" if len(missing) > _ENDS else ""
        table.add_row("not in train", f"[yellow]{escape(', '.join(missing[:_ENDS]))}[/yellow]{more}")
    if single := counts.count(1):
        table.add_row("classes of one photo", f"[yellow]{single}[/yellow]: too few to train or test with")
    table.add_row("files skipped", _alarm(len(inspection.skipped)))
    table.add_row("near-duplicates", _near(inspection))
    return table


def _near(inspection: Inspection) -> str:
    across = Counter(pair.across for pair in inspection.pairs)
    leaks = f"{_alarm(across['splits'])} across splits\n{_alarm(across['classes'])} across classes"
    return f"{leaks}\n{across['']} within a class"


def _alarm(count: int) -> str:
    return f"[bold red]{count}[/bold red]" if count else "0"


def _classes(counts: dict[str, int]) -> Table:
    items = [(name, str(count)) for name, count in counts.items()]
    if len(items) > 2 * _ENDS:
        items = [*items[:_ENDS], ("…", f"{len(items) - 2 * _ENDS} more"), *items[-_ENDS:]]
    return _table(("class", "photos"), items)


def _size_range(inspection: Inspection) -> str:
    shorter = inspection.looks.sizes.min(1)
    return f"picture sizes; shorter side {shorter.min()} to {shorter.max()} pixels"


def _sizes(inspection: Inspection) -> Table:
    rows = [(f"{width}x{height}", str(count)) for (width, height), count in inspection.sizes.items()]
    return _table(("width x height", "photos"), rows, most=6)


def _pairs(inspection: Inspection) -> Table:
    rows = [
        (pair.across or "-", f"{pair.similarity:.2f}", _names(pair), _name(pair.first), _name(pair.second))
        for pair in inspection.pairs
    ]
    return _table(("across", "alike", "class", "photo", "and"), rows)


def _names(pair: NearPair) -> str:
    return " / ".join(dict.fromkeys((pair.first.name, pair.second.name)))


def _name(entry: Entry) -> str:
    return f"{entry.split}: {entry.path.name}" if entry.split else entry.path.name


def _table(columns: Iterable[str], rows: Sequence[Sequence[str]], most: int = _MOST) -> Table:
    more = f"and {len(rows) - most} more" if len(rows) > most else None
    table = Table(caption=more, caption_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows[:most]:
        table.add_row(*(escape(cell) for cell in row))
    return table
