"""Page: one HTML file that shows a person what a bench of the till measured; it needs nothing beside it."""

from __future__ import annotations

from markupsafe import Markup

from edge.bench.till.results import Report
from edge.bench.till.targets import targets
from edge.show.bench.colours import sheet
from edge.show.bench.facts import facts
from edge.show.bench.floor import floor
from edge.show.bench.live import live
from edge.show.bench.missing import missing
from edge.show.bench.series import series
from edge.show.bench.stages import stages
from edge.show.bench.start import start
from edge.show.bench.stillness import stillness
from edge.show.bench.streams import streams
from edge.show.bench.throughput import throughput
from edge.show.template import template

_PARTS = (stages, live, throughput, series, stillness, start, streams)


def page(report: Report) -> bytes:
    """The page, UTF-8: warnings, the ratio to the floor, the targets, then all that was measured.

    Args:
        report: of a run; parts that were not measured are left out and named.
    """
    rendered = template("bench.html.j2").render(
        report=report,
        first=list(floor(report)),
        targets=targets(report),
        sections=[section for part in _PARTS for section in part(report)],
        facts=list(facts(report)),
        missing=missing(report),
        light=Markup(sheet(dark=False)),
        dark=Markup(sheet(dark=True)),
        svg=Markup,
    )
    return rendered.encode()
