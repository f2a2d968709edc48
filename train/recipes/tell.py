"""Tell: the figures of a finished run, for people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

NAMES = {"train": "training", "val": "validation", "rest": "the rest"}


def tell(console: Console, out: Path, summary: dict[str, Any]) -> None:
    """Print what `summary.json` holds."""
    title = escape(f"{summary['recipe']}, {summary['backbone']}, {summary['classes']} classes")
    table = Table("photos", "number", "top-1", "top-5", title=title, title_justify="left")
    for part, name in NAMES.items():
        if shares := summary[part]:
            number = str(summary["photos"][part])
            if part == "train" and (judged := summary.get("training_photos_judged") or 0) < int(number):
                number = f"{judged} of {number}" if judged else number
            table.add_row(name, number, f"{shares['top1']:.3f}", f"{shares['top5']:.3f}")
    console.print(table)
    if summary["k"] is not None:
        console.print(f"K {summary['k']}, threshold {summary['threshold']:.3f}", highlight=False)
    if pairs := summary["pairs"]:
        console.print(f"validation pairs: TPR {pairs['tpr']:.3f}, TNR {pairs['tnr']:.3f}", highlight=False)
    console.print(f"written to {out}", markup=False, highlight=False)
