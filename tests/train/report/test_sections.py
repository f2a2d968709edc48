"""Every drawing, made of a small evaluation: what it shows is in it as text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from clusters import clusters, photos_of

from train.measure import Protocol, measure, plan
from train.measure.record import Result, Setting
from train.measure.subject import Subject
from train.report.confusion import confusion_matrix
from train.report.distances import class_heat
from train.report.page import write_page
from train.report.sections import COUNT, Section, sections

EPOCHS = (
    '{{"kind":"step","epoch":1,"step":1,"phase":"frozen","loss":{0},"active":0.5}}\n'
    '{{"kind":"epoch","epoch":1,"phase":"frozen","loss":{0},"active":0.5,"val_loss":0.8,"recall_at_1":0.7}}\n'
    '{{"kind":"epoch","epoch":2,"phase":"whole","loss":{0},"active":0.4,"val_loss":0.7,"recall_at_1":0.8}}\n'
)
Made = tuple[Setting, list[Result], np.ndarray]


def make(folder: Path, protocol: Protocol, runs: int = 2, classes: int = 5, spread: float = 0.5) -> Made:
    """Models called run0, run1, ...; all but the last have a history."""
    vectors, labels = clusters(classes, 10, spread)
    photos = photos_of(labels)
    setting = Setting((Path("photos"),), photos, protocol, plan(photos, protocol), "whole")
    results = []
    for number in range(runs):
        history = folder / f"run{number}.jsonl"
        history.write_text(EPOCHS.format(1.0 - number / 10))
        facts = {"content_hash": "ab" * 32, "training_data": ["toys"], "recipe": "tests"}
        subject = Subject(f"run{number}", folder, facts, history, lambda *_: vectors)
        results.append(Result(subject, measure(vectors, photos, setting.plan)))
    return setting, results, vectors


def drawn(made: Made) -> dict[str, Section]:
    setting, results, vectors = made
    steps: list[int] = []
    found = sections(setting, results[0], results[1:], vectors, lambda: steps.append(1))
    assert len(steps) == len(found) == COUNT
    return {section.key: section for section in found}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("runs"), Protocol(7, 2))


@pytest.fixture(scope="module")
def found(made: Made) -> dict[str, Section]:
    return drawn(made)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("losses", ["epoch", "training", "validation", "whole from here"]),
        ("mining", ["run0", "run1", "Active triplets", "Recall@1"]),
        ("pairs", ["same class", "Otsu", "L2 distance", "Training pairs", "Validation pairs"]),
        ("open", ["run0: area", "run1: area", "FPR", "CCR"]),
        ("confusion", ["c0", "c4", "named as", "really is", "%"]),
        ("heat", ["c0", "c4", "mean L2 distance"]),
        ("map", ["50 photos", "c0", "c4"]),
    ],
)
def test_a_drawing_says_what_it_shows(found: dict[str, Section], key: str, words: list[str]) -> None:
    assert found[key].drawing.startswith("<svg")
    assert [word for word in words if word not in found[key].drawing] == []


def test_the_page_is_whole_and_needs_nothing_else(
    made: Made, found: dict[str, Section], tmp_path: Path
) -> None:
    setting, results, _ = made
    path = tmp_path / "new" / "evaluation.html"
    write_page(path, setting, results[0], results[1:], list(found.values()))
    page = path.read_text()
    assert [key for key in (*found, "figures", "classes", "worst") if f'<h2 id="{key}">' not in page] == []
    for outside in ("://", "<script", "<link", 'src="/', "url(http"):
        assert outside not in page
    assert page.count("data:image/jpeg;base64") == 3 * len(results[0].evaluation.confusions) > 0
    assert all(word in page for word in ("less run1", "MAP@R", "FPR@TPR95", "toys", "ab" * 32, "taken for"))


def test_without_histories_or_mistakes_the_page_says_so(tmp_path: Path) -> None:
    setting, (result,), vectors = make(tmp_path, Protocol(1, 1), runs=1, classes=3, spread=0.01)
    bare = Subject("<b>", tmp_path, {}, None, lambda *_: vectors)
    parts = sections(setting, Result(bare, result.evaluation), [], vectors, lambda: None)
    assert {part.key for part in parts if not part.drawing} == {"losses", "mining", "pairs"}
    assert all(part.says for part in parts)
    write_page(tmp_path / "page.html", setting, Result(bare, result.evaluation), [], parts)
    page = (tmp_path / "page.html").read_text()
    assert "every asked photo was named rightly" in page
    assert "&lt;b&gt;" in page


def test_a_hundred_classes_are_all_named(tmp_path: Path) -> None:
    setting, (result,), _ = make(tmp_path, Protocol(7, 1), runs=1, classes=101, spread=0.2)
    for draw in (confusion_matrix, class_heat):
        drawing = draw(result.evaluation, setting.photos.classes)
        assert [c for c in range(101) if drawing.count(f">c{c}<") != 2] == []
