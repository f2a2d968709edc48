"""What the till's bench prints of a report."""

from __future__ import annotations

import io

import pytest
from bench.till.reports import crowd, report
from rich.console import Console

from edge.bench.compare.compare import compare
from edge.bench.till.results import Film, Report, Streams
from edge.bench.till.soak import Curve
from edge.bench.till.targets import targets
from edge.cli.bench.crowd_tables import millis
from edge.cli.bench.live_tables import curve_table
from edge.cli.bench.till_show import show
from edge.show.bench.floor import floor


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


def test_the_ratio_says_what_its_floor_is() -> None:
    told = {"bare_inference": "our embed on this backend", "bare_search": "a product with all of 84 views"}
    text = " ".join(shown(report(**told)).split())
    table, after = text.index("beside its floor"), text.index("The same, ms")
    for words in ("bare inference: our embed on this backend", "bare search: a product with all of 84 views"):
        assert table < text.index(words) < after
    batches = text[text.index("crops/s") :]
    assert "bare inference: our embed on this backend" in batches
    assert "bare search" not in batches


def test_the_median_and_the_rate_are_the_same_everywhere() -> None:
    """Of 100, 100, 200 and 800 ms the median is 150: 20 items in it are 133.3 a second.

    Beside 100 ms each that is a share of 1, 1, 0.5 and 0.125.
    """
    one = crowd(20, 4).model_copy(update={"frame": (100.0, 800.0, 100.0, 200.0), "inference": (100.0,) * 4})
    given = report(crowds=(one,))
    text = shown(given)
    assert {"133.3", "75.0%", "1.50x", "150"} <= {cell.strip("│ ") for cell in text.replace("│", " ").split()}
    (table,) = next(iter(floor(given))).tables
    row = dict(zip(table.head, table.rows[0], strict=True))
    assert (row["items/s"], row["of bare items/s"], row["frame to decision p50"]) == ("133", "75%", "150 ms")
    compared = {figure.name: figure for figure in compare(given, given).figures}
    assert compared["20 items: whole frames"].a == pytest.approx(133.33, abs=0.01)
    assert compared["20 items: frame / bare inference, p50"].a == 1.5
    assert targets(given)[0].measured == "75.0%"


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


def test_cameras_without_a_p99_and_with_their_crops() -> None:
    part = Streams(
        limit=100, fps=1, p99=(None,), dropped=(0.4,), held=0, seconds=20, frames=(40,), looks=(30,)
    )
    row = next(line for line in shown(report(streams=part)).splitlines() if "40.0%" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")] == ["1", "–", "40.0%", "40", "1.5"]


def test_a_video_has_no_items_and_no_seed() -> None:
    made = report()
    of_video = made.model_copy(
        update={
            "settings": made.settings.model_copy(update={"source": "a.mp4"}),
            "video": Film(frames=3, fps=15, hash="abcdef"),
        }
    )
    line = next(line for line in shown(of_video).splitlines() if line.lstrip().startswith("scene"))
    assert line.strip() == "scene  a.mp4: 3 frames at 15 a second, abcdef"


def test_curves_say_whether_they_levelled() -> None:
    out = io.StringIO()
    curves = [Curve("tj °C", 40, 70, 71, 39, levelled=True), Curve("gpu °C", 40, 70, 70, 40, levelled=False)]
    Console(file=out, width=80).print(curve_table(curves))
    rows = [line for line in out.getvalue().splitlines() if "°C" in line]
    assert "yes" in rows[0]
    assert "no" in rows[1]
