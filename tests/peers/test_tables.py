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
    rounds = {name: [{1: [one], 20: [one * 20]}] * 3 for name, one in seconds.items()}
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


def test_each_of_our_forms_is_judged_by_itself(results: Results) -> None:
    (size,) = results.sizes
    rounds = {**size.rounds, AUTO: [{1: [0.005], 20: [0.1]}] * 3}
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


def test_all_samples_are_kept(results: Results, tmp_path: Path) -> None:
    results.write(tmp_path / "samples.json")
    kept = json.loads((tmp_path / "samples.json").read_text("utf-8"))
    assert kept["sizes"][0]["rounds"][OURS][0] == {"1": [0.01], "20": [0.2]}


def test_names_are_unlike_enough_to_choose_from() -> None:
    assert len({name.lower() for name in SUBJECTS}) == len(SUBJECTS)
