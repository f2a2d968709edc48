"""Floor: frame to decision beside what the model alone takes, which is what the page says first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from edge.bench.till.quantiles import quantile, rate
from edge.bench.till.results import Crowd, Report
from edge.bench.till.targets import throughput
from edge.show.bench.axis import linear
from edge.show.bench.numbers import middle, milliseconds, short
from edge.show.bench.rows import Piece, Row, Rows
from edge.show.bench.section import Section, Table
from edge.show.bench.spread import curves

_HEAD = (
    *("items in view", "bare inference p50", "frame to decision p50", "p99", "p50 / bare", "beyond bare"),
    *("p99 / p50", "items/s", "of bare items/s", "search p50 : bare search p50"),
)


def floor(report: Report) -> Iterator[Section]:
    """How many times the floor a frame takes, for each number of items in view."""
    if not report.crowds:
        return
    yield Section(
        "Beside the floor",
        words=(
            "The floor is bare inference of the same model on the same crops, timed after each frame in the "
            "same process: what is left when everything else costs nothing. 1.00 is the floor.",
            *_bare(report),
        ),
        wide=(_bars(report.crowds),),
        small=[_beside(crowd) for crowd in report.crowds],
        tables=(Table(_HEAD, [_row(crowd) for crowd in report.crowds]),),
    )


def _bare(report: Report) -> Iterator[str]:
    """What the floor is of this run."""
    told = {"Bare inference": report.bare_inference, "Bare search": report.bare_search}
    yield from (f"{name} is {words}." for name, words in told.items() if words)


def _bars(crowds: Sequence[Crowd]) -> str:
    rows = []
    for crowd in crowds:
        bare, p50, p99 = middle(crowd.inference), middle(crowd.frame), quantile(crowd.frame, 0.99)
        times = f"{milliseconds(p50)} : {milliseconds(bare)}"
        rows.append(_one(f"{_items(crowd)}, p50", p50 / bare, "line-a", times))
        if p99 is not None:
            rows.append(
                _one("p99 / bare p50", p99 / bare, "line-b", f"{milliseconds(p99)} : {milliseconds(bare)}")
            )
    axis = linear((piece.end for row in rows for piece in row.pieces), "times bare inference, p50")
    return Rows("Frame to decision, in times of bare inference", axis, rows, rule=1.0).svg()


def _one(name: str, value: float, shade: str, times: str) -> Row:
    return Row(name, (Piece(0.0, value, shade, f"{name}: {value:.3f}"),), f"{value:.2f}×  ({times})")


def _beside(crowd: Crowd) -> str:
    return curves(
        _items(crowd),
        (("frame", "line-a", crowd.frame), ("bare inference", "line-b", crowd.inference)),
    )


def _row(crowd: Crowd) -> list[str]:
    bare, p50, p99 = middle(crowd.inference), middle(crowd.frame), quantile(crowd.frame, 0.99)
    search = middle(crowd.stages["search"]) if "search" in crowd.stages else None
    return [
        str(crowd.items),
        *map(milliseconds, (bare, p50, p99)),
        f"{p50 / bare:.2f}×",
        milliseconds(p50 - bare),
        "–" if p99 is None else f"{p99 / p50:.2f}×",
        short(rate(crowd.items, crowd.frame)),
        f"{throughput(crowd):.0%}",
        f"{milliseconds(search)} : {milliseconds(middle(crowd.search))}",
    ]


def _items(crowd: Crowd) -> str:
    return f"{crowd.items} item{'s' * (crowd.items != 1)}"
