"""Markdown: the table as text and on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table as RichTable

from train.table.rows import HEADINGS, ROWS, Table, verdict

UNKNOWN = "–"


def markdown(table: Table) -> str:
    """The table in Markdown, a row for each set and recipe, and a line with the verdict on each of ours."""
    lines = ["| " + " | ".join(_headings()) + " |", "|---" * len(_headings()) + "|"]
    lines += ["| " + " | ".join(cells) + " |" for cells in _cells(table)]
    ours = list(table.items())[1:]
    lines += ["", *(f"{name}: semi-hard triplets are {verdict(rows)}." for name, rows in ours)]
    return "\n".join(lines) + "\n"


def for_terminal(table: Table) -> RichTable:
    """The same for a terminal."""
    out = RichTable(*_headings(), title="Table 1", title_justify="left")
    for cells in _cells(table):
        out.add_row(*cells, end_section=cells[1] == list(ROWS.values())[-1])
    return out


def _headings() -> list[str]:
    return ["photos", "recipe", *HEADINGS.values()]


def _cells(table: Table) -> Iterator[list[str]]:
    for name, rows in table.items():
        for recipe, called in ROWS.items():
            shares = (getattr(rows[recipe], field) for field in HEADINGS)
            yield [name, called, *(UNKNOWN if share is None else str(share) for share in shares)]
