"""What the till's bench prints of a report."""

from __future__ import annotations

import io

import pytest
from bench.till.reports import report
from rich.console import Console

from edge.bench.till.results import Report, Streams
from edge.cli.bench.crowd_tables import millis
from edge.cli.bench.till_show import show


def shown(what: Report) -> str:
    out = io.StringIO()
    show(what, Console(file=out, width=80, highlight=False))
    return out.getvalue()


def test_warnings_then_the_ratio_then_times_then_targets() -> None:
    text = shown(report(warnings=("the camera [was] slow",)))
    order = ["warning: the camera [was] slow", "beside its floor", "The same, ms", "Live:", "Bare inference",
             "start to first decision", "cameras of 15", "machine", "target"]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert places[0] == 0


def test_nothing_is_cut_at_80_columns() -> None:
    assert "…" not in shown(report())


def test_a_quantile_of_too_few_samples_is_a_dash() -> None:
    few = shown(report(frames=50, live=report(frames=50).live, crowds=()))
    row = next(line for line in few.splitlines() if "frame to decision" in line)
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    assert cells[3] == cells[4] == "–"  # p99 and p99.9 of 50 frames
    assert "–" not in cells[1:3] + cells[5:]


def test_a_device_that_holds_no_camera_says_why() -> None:
    part = Streams(limit=100, fps=15, p99=(300,), dropped=(0.4,), held=0, stopped="the p99 was above 100 ms")
    text = " ".join(shown(report(streams=part)).split())
    assert "holds 0 cameras" in text
    assert "(the p99 was above 100 ms)" in text


def test_parts_that_were_not_measured_are_not_shown() -> None:
    none = {"crowds": (), "stillness": None, "live": None, "start": None, "streams": None, "batches": ()}
    text = shown(report(**none, device=None))
    assert "target" not in text
    assert text.lstrip().startswith("machine")


@pytest.mark.parametrize(
    ("value", "words"), [(None, "–"), (0.1234, "0.123"), (12.345, "12.35"), (123.4, "123"), (1234.5, "1234")]
)
def test_as_many_digits_as_they_carry(value: float | None, words: str) -> None:
    assert millis(value) == words
