"""`checkout-edge bench compare` as a user calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bench.till.reports import crowd, machine, report
from typer.testing import Result

from edge.bench.compare import compare as module
from gallery.errors import GateError, InputError

Call = Callable[..., Result]
BARE = {"live": None, "batches": (), "streams": None, "stillness": None}


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`a` and `same` of one build, `slow` a fifth slower and of another machine."""
    monkeypatch.setattr(module, "DRAWS", 200)
    other = machine(governor="powersave")
    for name, made in {
        "a": report(crowds=(crowd(1, 250, 1),), **BARE),
        "same": report(crowds=(crowd(1, 250, 2),), **BARE),
        "slow": report(crowds=(crowd(1, 250, 3, 1.2),), machine=other, warnings=("it [hung]",), **BARE),
    }.items():
        (tmp_path / f"{name}.json").write_text(made.model_dump_json())
    return tmp_path


def test_ratios_first_then_times_with_intervals_and_verdicts(call: Call, runs: Path) -> None:
    outcome = call("bench", "compare", "a.json", "slow.json", "--json", "out.json")
    assert outcome.exit_code == 0
    said = outcome.output
    order = ["B: it [hung]", "The runs are not alike", "powersave", "Ratios of one run", "Absolute figures"]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)
    line = next(line for line in said.splitlines() if line.startswith("1 item: frame to decision, p50"))
    assert line.rstrip().endswith("slower")
    assert "one value a run" in said
    told = json.loads((runs / "out.json").read_text())
    figures = {one["name"]: one for one in told["figures"]}
    assert figures["1 item: frame to decision, p50"]["low"] > 1.1
    assert told["differs"] == [{"what": "governor", "a": "performance", "b": "powersave"}]


def test_it_fits_a_terminal_of_80_columns(call: Call, runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = call("bench", "compare", "a.json", "same.json").output
    assert "…" not in said
    assert max(map(len, said.splitlines()[:20])) <= 80


def test_a_gate_is_missed_by_more_than_was_allowed_alone(call: Call, runs: Path) -> None:
    assert call("bench", "compare", "a.json", "same.json", "--fail-if-slower", "3").exit_code == 0
    assert call("bench", "compare", "a.json", "slow.json", "--fail-if-slower", "40").exit_code == 0
    missed = call("bench", "compare", "a.json", "slow.json", "--fail-if-slower", "5")
    assert missed.exit_code == 6
    assert isinstance(missed.exception, GateError)
    assert "1 item: frame / bare inference, p50" in missed.exception.problem
    assert "localise" not in missed.exception.problem, "single stages are not looked at"
    assert "Ratios of one run" in missed.output


def test_what_cannot_be_read_or_written_is_told_before(call: Call, runs: Path) -> None:
    (runs / "broken.json").write_text("{")
    outcome = call("bench", "compare", "a.json", "broken.json")
    assert (outcome.exit_code, type(outcome.exception)) == (2, InputError)
    outcome = call("bench", "compare", "a.json", "same.json", "--json", "nowhere/out.json")
    assert isinstance(outcome.exception, InputError)
    assert "--json" in outcome.exception.problem
