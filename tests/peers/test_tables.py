"""What the page says of a run: ratios, targets missed, decisions that differ, subjects left out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from peers.agreement import Agreement
from peers.picture import picture
from peers.results import Results, Size
from peers.subjects import AUTO, OURS, SUBJECTS
from peers.tables import tables
from peers.targets import targets

EAGER = "PyTorch eager, timm, Faiss; one by one"
NAIVE = "onnxruntime, OpenCV, NumPy; one by one"
HNSW = "ours with Faiss HNSW"


@pytest.fixture
def results() -> Results:
    seconds = {OURS: 0.01, EAGER: 0.05, NAIVE: 0.012, HNSW: 0.011}
    rounds = {name: [{1: [one], 20: [one * 20]}] * 6 for name, one in seconds.items()}
    agreements = {name: Agreement(21, 21, 1.0) for name in seconds} | {HNSW: Agreement(20, 21, 1.0)}
    return Results(
        made="2026-01-01 00:00 UTC",
        machine={"CPU": "a fast one"},
        threads=2,
        providers=dict.fromkeys(seconds, "a runtime"),
        memory=dict.fromkeys(seconds, 123.4),
        left_out=("usearch: `pip install usearch`",),
        verdicts={"accept": 20, "unknown": 1},
        sizes=(Size(1000, rounds, agreements),),
    )


def test_a_row_says_how_far_ahead_ours_is(results: Results) -> None:
    row = next(line for line in tables(results).splitlines() if line.startswith(f"| (a) {EAGER}"))
    assert "20.0 (20.0–20.0)" in row
    assert "5.00 (5.00–5.00)" in row


def test_a_missed_target_is_said(results: Results) -> None:
    judged = {(one.peer, one.items): one.met for one in targets(results, results.sizes[0])}
    assert judged == {(EAGER, 1): True, (EAGER, 20): True, (NAIVE, 1): False, (NAIVE, 20): False}
    assert tables(results).count("**NOT MET**") == 2


def judged(results: Results, eager: list[float]) -> tuple[bool | None, str]:
    """The target beside a peer that takes so long in each round, while ours takes 10 ms."""
    size = results.sizes[0]
    rounds = {
        name: [{1: [one]} for one in eager] if name == EAGER else took[: len(eager)]
        for name, took in size.rounds.items()
    }
    sizes = (replace(size, rounds={name: [{1: one[1]} for one in took] for name, took in rounds.items()}),)
    found = replace(results, sizes=sizes)
    (target,) = [one for one in targets(found, sizes[0]) if one.peer == EAGER]
    (line,) = [
        line
        for line in tables(found).splitlines()
        if EAGER in line and line.startswith(f"| {target.subject}")
    ]
    return target.met, line


def test_a_target_is_met_where_all_of_the_interval_is_as_asked(results: Results) -> None:
    met, line = judged(results, [0.031, 0.035, 0.036, 0.034, 0.033, 0.04])
    assert met is True
    assert "3.45 (3.10–4.00) | met" in line


def test_a_target_within_the_interval_is_not_shown_though_the_median_is_as_asked(results: Results) -> None:
    met, line = judged(results, [0.02, 0.035, 0.036, 0.034, 0.033, 0.04])
    assert met is None
    assert "3.45 (2.00–4.00) | not shown" in line


def test_a_target_is_missed_where_none_of_the_interval_is_as_asked(results: Results) -> None:
    met, line = judged(results, [0.02, 0.025, 0.026, 0.024, 0.023, 0.029])
    assert met is False
    assert "**NOT MET**" in line


def test_too_few_rounds_have_no_interval_and_show_nothing(results: Results) -> None:
    met, line = judged(results, [0.05] * 5)
    assert met is None
    assert "5.00 (–) | not shown" in line


def test_rounds_that_had_no_time_are_said_on_top(results: Results) -> None:
    assert "intervals" not in tables(results)
    (size,) = results.sizes
    few = replace(size, rounds={name: took[:2] for name, took in size.rounds.items()})
    words = tables(replace(results, sizes=(few,)))
    assert "**Not measured:** intervals at 1,000 views: 2 of the 6 rounds" in words


def test_a_p99_of_few_frames_is_a_dash(results: Results) -> None:
    assert "10.0 / –" in tables(results)
    (size,) = results.sizes
    rounds = {name: [{1: one[1] * 20, 20: one[20]} for one in took] for name, took in size.rounds.items()}
    assert "10.0 / 10.0 | 200.0 / –" in tables(replace(results, sizes=(replace(size, rounds=rounds),)))


def test_each_of_our_forms_is_judged_by_itself(results: Results) -> None:
    (size,) = results.sizes
    rounds = {**size.rounds, AUTO: [{1: [0.005], 20: [0.1]}] * 6}
    faster = replace(
        results, providers={**results.providers, AUTO: "int8"}, sizes=(replace(size, rounds=rounds),)
    )
    measured = {
        (one.subject, one.peer): one.measured.value
        for one in targets(faster, faster.sizes[0])
        if one.items == 1
    }
    assert measured[AUTO, NAIVE] == pytest.approx(2.4)
    assert measured[OURS, NAIVE] == pytest.approx(1.2)


def test_decisions_that_differ_and_subjects_left_out_are_named(results: Results) -> None:
    words = tables(results)
    assert "20 of 21, **1 differ**" in words
    assert "**Not measured:** usearch: `pip install usearch`" in words


def test_the_picture_is_svg_with_every_subject(results: Results) -> None:
    text = picture(results).decode()
    ElementTree.fromstring(text)
    assert all(text.count(name) == 2 for name in (EAGER, NAIVE, HNSW))


def test_the_picture_of_few_rounds_has_bars_without_intervals(results: Results) -> None:
    (size,) = results.sizes
    few = replace(size, rounds={name: took[:2] for name, took in size.rounds.items()})
    whiskers = [picture(one).decode().count("m0 -3v6") for one in (results, replace(results, sizes=(few,)))]
    assert whiskers == [8, 0]


def test_all_samples_are_kept(results: Results, tmp_path: Path) -> None:
    results.write(tmp_path / "samples.json")
    kept = json.loads((tmp_path / "samples.json").read_text("utf-8"))
    assert kept["sizes"][0]["rounds"][OURS][0] == {"1": [0.01], "20": [0.2]}


def test_names_are_unlike_enough_to_choose_from() -> None:
    assert len({name.lower() for name in SUBJECTS}) == len(SUBJECTS)
