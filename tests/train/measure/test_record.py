from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from clusters import clusters, photos_of

from gallery.errors import InputError
from train.measure import Protocol, measure, plan
from train.measure.record import Result, Setting, difference, record, write_json
from train.measure.subject import Subject


@pytest.fixture(scope="module")
def measured() -> tuple[Setting, Result, Result]:
    """A good model and a worse one."""
    vectors, labels = clusters(6, 12, 0.3)
    worse = clusters(6, 12, 0.8)[0]
    photos, protocol = photos_of(labels), Protocol(3, 2)
    setting = Setting((Path("photos"),), photos, protocol, plan(photos, protocol), "whole")
    good, bad = (
        Result(
            Subject(name, Path(name), {"content_hash": "f" * 64}, None, lambda *_: vectors),
            measure(embedded, photos, setting.plan),
        )
        for name, embedded in (("good", vectors), ("bad", worse))
    )
    return setting, good, bad


def test_a_record_tells_what_was_done_and_found(
    measured: tuple[Setting, Result, Result], tmp_path: Path
) -> None:
    setting, good, bad = measured
    write_json(record(setting, good, [bad]), tmp_path / "new" / "evaluation.json")
    read = json.loads((tmp_path / "new" / "evaluation.json").read_text())
    assert read["model"] == {"name": "good", "path": "good", "content_hash": "f" * 64}
    assert (read["data"]["photos"], read["data"]["classes"]) == (72, 6)
    assert (read["protocol"]["shots"], read["protocol"]["enrolled"]) == (3, [18, 18])
    top1 = read["figures"]["top1"]
    assert top1["low"] <= top1["value"] <= top1["high"]
    assert len(top1["draws"]) == 2
    assert {row["name"] for row in read["classes"]} == set(setting.photos.classes)
    assert "numpy" in read["versions"]
    (other,) = read["against"]
    assert other["difference"]["top1"]["value"] == pytest.approx(
        top1["value"] - other["figures"]["top1"]["value"]
    )


def test_the_difference_is_paired(measured: tuple[Setting, Result, Result]) -> None:
    _, good, bad = measured
    apart = difference(good, bad, "top1", 6)
    assert apart is not None
    assert 0 < apart.low < apart.value < apart.high
    assert difference(good, good, "top1", 6).high == 0  # type: ignore[union-attr]
    del bad.evaluation.figures["top5"]
    assert difference(good, bad, "top5", 6) is None


def test_what_is_no_number_is_null(measured: tuple[Setting, Result, Result], tmp_path: Path) -> None:
    setting, good, _ = measured
    facts = {"threshold": float("nan"), "classes": ("a", "b"), "part": np.float64(0.5)}
    odd = Result(Subject("odd", Path("odd"), facts, None, good.subject.embed_part), good.evaluation)
    model = record(setting, odd, [])["model"]
    assert (model["threshold"], model["classes"], model["part"]) == (None, ["a", "b"], 0.5)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="file"):
        write_json({}, tmp_path / "file" / "evaluation.json")
