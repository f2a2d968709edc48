"""What is remembered; that it is obeyed, and damage survived, is in test_auto.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from embed.test_trial_words import FP32, INT8, record

from edge.embed.remembered import Record, now, recall, record_path, remember


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_what_is_remembered_is_recalled() -> None:
    facts = {"cpu": "a", "threads": "2"}
    path, said = record_path("a model/1", facts), record(FP32, INT8, depends_on=facts, made=now())
    assert path.parent.name == "trials"
    assert path.name.startswith("a_model_1.")
    assert recall(path, facts) is None
    assert remember(path, said)
    assert recall(path, facts) == said
    assert [each.name for each in path.parent.iterdir()] == [path.name], "no draft is left"


def test_each_thing_it_depends_on_is_in_the_name() -> None:
    one = record_path("m", {"a": "1", "b": "2"})
    assert record_path("m", {"b": "2", "a": "1"}) == one
    assert len({one, record_path("m", {"a": "1", "b": "3"}), record_path("m", {"a": "1"})}) == 3


def test_of_other_facts_it_is_not_believed(caplog: pytest.LogCaptureFixture) -> None:
    path = record_path("m", {"a": "1"})
    remember(path, record(FP32, depends_on={"a": "2"}))
    assert recall(path, {"a": "1"}) is None
    assert "it is of something else" in caplog.text


@pytest.mark.parametrize("number", ["NaN", "-1", "0", "1e400"])
def test_numbers_that_cannot_be_are_refused(number: str) -> None:
    text = record(FP32, depends_on={}).model_dump_json().replace('"one_ms":10.0', f'"one_ms":{number}')
    with pytest.raises(ValueError, match="one_ms"):
        Record.model_validate_json(text)
