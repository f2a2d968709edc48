"""Live: the till on a camera that does not wait for it."""

from __future__ import annotations

from collections.abc import Iterator

from edge.bench.till.results import Live, Report
from edge.show.bench.axis import linear
from edge.show.bench.numbers import QUANTILES, milliseconds, short, summary
from edge.show.bench.rows import Piece, Row, Rows
from edge.show.bench.section import Section, Table
from edge.show.bench.spread import spread


def live(report: Report) -> Iterator[Section]:
    """Frame to decision, its stages, the age of frames, and one slow frame."""
    if report.live is None or not report.live.frame:
        return
    part = report.live
    yield Section("On a live camera", _words(part), small=_whole(part), tables=(_table(part),))
    if part.waterfall:
        yield Section("One slow frame", wide=(_waterfall(part),))
    small = [spread(name, samples, name) for name, samples in part.stages.items() if _shown(samples)]
    if small:
        yield Section("Each stage, live", (_KEY,), small=small)


_KEY = (
    "Bars: share of the frames, right axis. Grey line: share of the frames at or below, left axis. Dashed: "
    "p50 and p99. Stages that never took a hundredth of a millisecond are in the table alone."
)


def _shown(samples: tuple[float, ...]) -> bool:
    return bool(samples) and max(samples) >= 0.01


def _words(part: Live) -> list[str]:
    lost = part.dropped / max(1, part.delivered)
    said = (
        f"{part.frames:,} frames decided on in {part.seconds:,.0f} s at {part.fps:g} frames/s asked; "
        f"{part.dropped:,} of {part.delivered:,} dropped ({lost:.2%}); "
        f"{part.late:,} came late from the camera; {part.events:,} events."
    )
    looks = f"Crops embedded: {sum(part.looks):,}, in {sum(map(bool, part.looks)):,} of the frames."
    return [said, looks]


def _whole(part: Live) -> list[str]:
    rows = (
        ("Frame to decision", part.frame, "line-a"),
        ("Age of the frame at its decision", part.age, "line-c"),
        ("Jitter: neighbouring intervals' difference", part.jitter, "line-d"),
    )
    return [spread(title, samples, name) for title, samples, name in rows if samples]


def _table(part: Live) -> Table:
    rows = {
        "frame to decision": part.frame,
        "age at decision": part.age,
        "jitter": part.jitter,
        **part.stages,
    }
    head = ["ms", *(name for _, name in QUANTILES), "worst"]
    said = [[name, *summary(samples)] for name, samples in rows.items() if samples]
    if part.receipt:
        said.append(
            ["laid down to receipt", *summary([1000 * seconds for seconds in part.receipt])],
        )
    return Table(head, said)


def _waterfall(part: Live) -> str:
    rows = [
        Row(
            name, (Piece(start, end, name, f"{name}: {short(start)} to {short(end)} ms"),),
            milliseconds(end - start),
        )
        for name, start, end in part.waterfall
    ]  # fmt: skip
    axis = linear((end for _, _, end in part.waterfall), "ms since the exposure's end")
    title = "Waterfall of the frame nearest to the p99"
    return Rows(title, axis, rows).svg()
