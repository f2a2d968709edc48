"""A trial in a process of its own; what follows from its outcome is in test_auto.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from certificate.sets import certified
from embed.family import form

from edge.embed import choice, trial_process
from edge.embed.choice import Choice, look
from gallery.errors import DeviceError, InputError

pytest.importorskip("onnxruntime")


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Choice:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(choice.SWITCH)
    model = certified(tmp_path)[0]
    form(model, "int8")
    found = look(model, 1)
    assert isinstance(found, Choice)
    return found


def test_all_are_measured_and_nothing_is_loaded_here(found: Choice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.embed.candidate.OnnxEmbedder", None)
    record = trial_process.try_apart(found, 1)
    assert record.clock == "processor"
    assert found.knows(record.measured)
    assert len(record.measured) + len(record.failed) == len(found.candidates)
    assert all(each.agrees and each.spread >= 0 for each in record.measured)


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("print('no record')", "failed: "),
        ("", "failed: "),
        ("raise SystemExit('it hurts')", "failed: it hurts"),
        ("import os; os.abort()", "failed: it was ended by signal 6"),
        ("import time; time.sleep(9)", "failed: it took more than 1 seconds"),
    ],
    ids=["no record", "nothing", "exits", "crashes", "hangs"],
)
def test_how_it_can_fail(found: Choice, monkeypatch: pytest.MonkeyPatch, run: str, words: str) -> None:
    monkeypatch.setattr(trial_process, "_RUN", run)
    monkeypatch.setattr(trial_process, "LIMIT", 1.0)
    with pytest.raises(DeviceError, match=words):
        trial_process.try_apart(found, 1)


def test_a_missing_model_is_what_is_said_of_it(found: Choice) -> None:
    found.base.form.path.unlink()
    with pytest.raises(InputError, match="No such file"):
        trial_process.try_apart(found, 1)
