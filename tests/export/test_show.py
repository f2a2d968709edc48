"""What a person sees while an export runs, and of its certificate."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[convert])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from certificate.sets import SOURCE, certified
from embed.tiny import tiny_card
from rich.console import Console

from edge import embed
from edge.certificate.certificate import Certificate, check_path
from edge.certificate.certify import certify, certify_later
from edge.certificate.check_file import read_check_set
from export.run import Exported
from export.show import Reporter


@pytest.fixture
def done(tmp_path: Path) -> Exported:
    return Exported(*certified(tmp_path), kept=True)


def shown(done: Exported, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setenv("COLUMNS", "200")
    with Reporter(Console(file=io.StringIO())) as reporter:
        reporter.show(done)
    return capsys.readouterr().out


def words_of(text: str, name: str) -> str:
    (line,) = [line for line in text.splitlines() if line.strip().startswith(name)]
    return line.split(name, 1)[1].strip()


def test_a_certificate_that_passed(
    done: Exported, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown(done, monkeypatch, capsys)
    assert words_of(text, "artifact").startswith(f"{done.out}, 0.0 MB, fp32")
    assert words_of(text, "reference") == "numpy, a tiny one"
    assert words_of(text, "photos") == "coloured squares"
    assert words_of(text, "cosine").startswith("least ")
    assert words_of(text, "certificate") == f"{done.out}.certificate.json"
    assert text.count("│ passed") == 3
    assert "MISSED" not in text
    assert "latency" not in text


def test_one_that_failed_with_its_latency_and_nothing_written(
    done: Exported, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    embedder, check = embed.load(done.out, "cpu", 1), read_check_set(check_path(done.out))
    assert check.reference is not None
    other = check.with_reference(check.reference[:, ::-1], "another model")
    failed = certify(done.out, embedder, other, source=SOURCE, rival=embedder, notes=["a [note]"])
    tables = ("layer [a]  0.5",)
    text = shown(Exported(done.out, failed, False, tables), monkeypatch, capsys)
    assert "MISSED" in text
    assert "times as fast" in words_of(text, "latency")
    assert words_of(text, "certificate") == "not written"
    assert words_of(text, "note") == "a [note]", "brackets are no markup"
    assert "layer [a]  0.5" in text


def test_one_that_is_pending_has_no_gates(
    done: Exported, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    check = read_check_set(check_path(done.out))
    pending: Certificate = certify_later(done.out, tiny_card(), check, source=SOURCE, why="no GPU here")
    text = shown(Exported(done.out, pending, True), monkeypatch, capsys)
    assert "gate" not in text
    assert "cosine" not in text
    assert words_of(text, "note") == "no GPU here"


def test_progress_names_what_is_done() -> None:
    out = io.StringIO()
    with Reporter(Console(file=out, force_terminal=True, width=120)) as reporter:
        for phase in ("photos", "search", "Building engine"):
            reporter.progress(phase, 1, 3)
            reporter._progress.refresh()
    for words in (
        "check photos and what the reference says",
        "integers as the gates allow",
        "Building engine",
    ):
        assert words in out.getvalue()
