"""`checkout-edge bench` as a user calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from edge.bench.gallery import rounds, subjects
from gallery.errors import DeviceError, InputError

Call = Callable[..., Result]


@pytest.fixture(autouse=True)
def _few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "_FEWEST", 2)
    monkeypatch.setattr(rounds, "_MOST", 2)


def test_ours_alone(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No peer is installed: that is told, with the remedy, and the rest is measured."""
    monkeypatch.setattr(subjects, "find_spec", lambda package: package == "gallery" or None)
    options = ("--sizes", "100", "--no-shop", "--dimension", "16")
    outcome = call("bench", "gallery", *options, "--json", "out.json", "--svg", "out.svg")
    assert outcome.exit_code == 0
    assert "pip install faiss-cpu" in outcome.output
    assert "pip install usearch" in outcome.output
    assert "100 views of 10 products" in outcome.output
    assert "recall@7 >= 0.99" in outcome.output
    assert json.loads((tmp_path / "out.json").read_text())["sizes"][0]["views"] == 100
    assert (tmp_path / "out.svg").read_text().startswith("<svg")


@pytest.mark.parametrize("sizes", ["", "1e3,many", "3", "1e9", "10.5", "nan"])
def test_sizes_that_cannot_be_used(call: Call, sizes: str) -> None:
    outcome = call("bench", "gallery", "--sizes", sizes)
    assert outcome.exit_code == 2
    assert isinstance(outcome.exception, InputError)
    assert "--sizes" in outcome.exception.problem


def test_a_peer_of_an_unknown_name(call: Call) -> None:
    outcome = call("bench", "gallery", "--peers", "annoy")
    assert isinstance(outcome.exception, InputError)
    assert "faiss, usearch, numpy" in outcome.exception.remedy


def test_a_peer_that_is_asked_for_and_not_installed(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "find_spec", lambda package: None)
    outcome = call("bench", "gallery", "--peers", "faiss")
    assert isinstance(outcome.exception, DeviceError)
    assert outcome.exception.remedy == "pip install faiss-cpu"


def test_enrolment(call: Call, products: Path, model: Path, tmp_path: Path) -> None:
    outcome = call("bench", "enroll", products, "--model", model, "--rounds", 1, "--json", "out.json")
    assert outcome.exit_code == 0
    assert "of the model's bare speed" in outcome.output
    assert "decoded and scaled" in outcome.output
    assert json.loads((tmp_path / "out.json").read_text())["rounds"]
