"""The parts of the page: what each says of a report, and that none is drawn of nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from bench.till.reports import crowd, device, live, report, settings
from show.bench.svg import SVG, only, read, words

from edge.bench.till.results import Report, Streams
from edge.show.bench.facts import facts
from edge.show.bench.floor import floor
from edge.show.bench.live import live as live_sections
from edge.show.bench.missing import missing
from edge.show.bench.section import Section
from edge.show.bench.series import series
from edge.show.bench.stages import stages
from edge.show.bench.start import start
from edge.show.bench.stillness import stillness
from edge.show.bench.streams import streams
from edge.show.bench.throughput import throughput

NOTHING = {"crowds": (), "live": None, "batches": (), "start": None, "streams": None, "stillness": None}
PARTS = (floor, stages, live_sections, throughput, series, start, stillness, streams)


@pytest.fixture(scope="module")
def whole() -> Report:
    return report(live=live(1200, sensors=True), device=device())


@pytest.mark.parametrize("part", PARTS)
def test_every_drawing_is_xml_and_nothing_is_drawn_of_nothing(
    part: Callable[[Report], Iterator[Section]], whole: Report
) -> None:
    for section in part(whole):
        assert section.title
        assert section.wide or section.small
        for drawing in (*section.wide, *section.small):
            assert read(drawing).tag == f"{SVG}svg"
        for table in section.tables:
            assert {len(row) for row in table.rows} == {len(table.head)}
    assert list(part(report(**NOTHING))) == []


def test_the_ratio_to_the_floor_is_that_of_the_medians() -> None:
    one = crowd(1, 5).model_copy(update={"frame": (8.0, 9.0, 10.0), "inference": (4.0, 5.0, 6.0)})
    section = only(floor(report(crowds=(one,))))
    assert "1.80×  (9.00 ms : 5.00 ms)" in words(section.wide[0])
    row = dict(zip(section.tables[0].head, section.tables[0].rows[0], strict=True))
    assert (row["p50 / bare"], row["beyond bare"], row["p99"]) == ("1.80×", "4.00 ms", "–")
    assert row["of bare items/s"] == "56%"


def test_the_stack_adds_up_to_the_whole_frame(whole: Report) -> None:
    section = only(stages(whole))
    bars = [one for one in read(section.wide[0]).iter(f"{SVG}rect") if one.get("height") == "21.0"]
    rows: dict[str | None, float] = {}
    for one in bars:
        rows[one.get("y")] = max(
            rows.get(one.get("y"), 0), float(one.get("x", 0)) + float(one.get("width", 0))
        )
    assert len(rows) == 3
    assert max(rows.values()) - min(rows.values()) < 1.5
    assert [row[0] for row in section.tables[0].rows][:2] == ["refresh", "localise"]


def test_a_live_camera_with_its_waterfall_and_its_stages(whole: Report) -> None:
    titles = [section.title for section in live_sections(whole)]
    assert titles == ["On a live camera", "One slow frame", "Each stage, live"]
    first, fall, each = live_sections(whole)
    assert "3 of 1,203 dropped (0.25%)" in first.words[0]
    assert {"camera", "embed", "21.4 ms"} <= set(words(fall.wide[0]))
    assert [words(drawing)[0] for drawing in each.small][:3] == ["grab", "refresh", "localise"]
    bare = live(60).model_copy(update={"waterfall": (), "stages": {}})
    assert [one.title for one in live_sections(report(live=bare))] == ["On a live camera"]


def test_the_series_groups_sensors_by_unit_and_leaves_out_what_was_not_said(whole: Report) -> None:
    section = only(series(whole))
    titles = [words(drawing)[0] for drawing in section.small]
    assert titles[:5] == [
        "Frame to decision", "Frames", "Resident memory", "CPU, of all cores", "CPU clock, mean",
    ]  # fmt: skip
    assert "cpu temperature, gpu temperature" in titles
    assert "power" in titles
    assert [row[0] for row in section.tables[0].rows], "a run of more than a minute is judged as a soak"
    clockless = [second.model_copy(update={"clock": None}) for second in live(300).series]
    part = live(300).model_copy(update={"series": tuple(clockless)})
    titles = [words(drawing)[0] for drawing in only(series(report(live=part))).small]
    assert "CPU clock, mean" not in titles


def test_a_curve_that_had_not_levelled_is_said(whole: Report) -> None:
    (_, levelled) = only(series(whole)).tables
    said = {row[0]: row[-1] for row in levelled.rows}
    assert set(said) == {"cpu temperature °C", "gpu temperature °C", "CPU clock MHz"}
    assert said["CPU clock MHz"] == "levelled"
    rising = [
        second.model_copy(update={"device": {"tj °C": 40 + second.at / 4}}) for second in live(1200).series
    ]
    (_, levelled) = only(series(report(live=live(1200).model_copy(update={"series": tuple(rising)})))).tables
    row = {row[0]: row for row in levelled.rows}["tj °C"]
    assert row[-1] == "NOT LEVELLED: run longer"
    assert float(row[1]) < float(row[2])


def test_a_short_run_is_no_soak() -> None:
    assert only(series(report(live=live(300)))).tables == []


def test_throughput_of_batches_and_of_whole_frames(whole: Report) -> None:
    drawn = only(throughput(whole)).wide[0]
    assert len(list(read(drawn).iter(f"{SVG}circle"))) == 6
    assert len(list(read(drawn).iter(f"{SVG}path"))) == 3
    assert {"1", "2", "4", "8", "16", "32", "items/s"} <= set(words(drawn))


def test_streams_say_what_is_held_and_draw_the_limit() -> None:
    part = Streams(limit=100, fps=15, p99=(31, 48, 140), dropped=(0, 0.001, 0.05), held=2)
    section = only(streams(report(streams=part)))
    assert section.words[0].startswith("2 cameras of 15 frames/s held")
    assert "limit 100 ms" in words(section.wide[0])
    assert [row[3] for row in section.tables[0].rows] == ["held", "held", "not held"]
    none = Streams(limit=10, fps=15, p99=(), dropped=(), held=0, stopped="the first camera did not start")
    told = only(streams(report(streams=none)))
    assert told.words[0].startswith("0 cameras")
    assert told.words[1] == "No more were tried: the first camera did not start."
    assert (told.wide, told.tables) == ((), ())


def test_a_start_and_what_it_was_spent_on(whole: Report) -> None:
    section = only(start(whole))
    assert "10,000 views" in section.words[0]
    assert "271 MB" in section.words[0]
    assert {"imports", "0.620 s"} <= set(words(section.wide[0]))


def test_still_items_are_set_beside_moving_ones(whole: Report) -> None:
    assert only(stillness(whole)).words[1] == "The process takes 9.2% of the CPU time."


def test_facts_of_the_device_the_machine_and_the_settings(whole: Report) -> None:
    told = dict(facts(whole))
    assert list(told) == ["Device", "Machine", "Settings"]
    assert told["Device"]["power mode"] == "25W"
    assert told["Device"]["power"] == "11.50 W mean of VDD_IN"
    assert told["Device"]["energy a look"] == "0.210 J a crop embedded"
    assert told["Device"]["energy an item"].startswith("1.40 J an item on the receipt")
    assert told["Device"]["throttled"] == "no throttling was seen"
    assert "driver" not in told["Device"], "what the device does not say is left out"
    assert told["Machine"]["CPU"] == "AMD EPYC 9V74, 2 cores"
    assert told["Settings"]["frames"] == "1280x720 at 15 frames/s"
    assert "Device" not in dict(facts(report(settings=settings(threads=2))))


def test_what_was_not_measured_is_named(whole: Report) -> None:
    assert missing(whole) == []
    named = missing(report(**NOTHING))
    for wanted in ("the floor", "the live camera", "the start", "cameras on one device", "power and energy"):
        assert wanted in named
