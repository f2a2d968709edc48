from __future__ import annotations

import numpy as np
import pytest
from clusters import photos_of

from train.measure import Draw
from train.measure.by_class import class_rows, confusion_table, worst_confusions
from train.measure.retrieval import retrieval

ANGLES = np.array([0.0, 0.1, 1.0, 0.9, 0.2, 1.1, 2.0, 2.1])
LABELS = np.array([0, 0, 1, 0, 1, 1, 2, 2])
VECTORS = np.stack([np.cos(ANGLES), np.sin(ANGLES)], 1).astype(np.float32)
DRAW = Draw(np.array([0, 2, 6]), np.array([1, 3, 4, 5, 7]), np.array([0, 1]))
NAMED = [np.array([0, 1, 0, 1, 2])]
CLASSES = photos_of(LABELS).classes


def test_the_table_by_hand() -> None:
    assert confusion_table(LABELS, [DRAW], NAMED, 3).tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]


def test_rows_by_hand_worst_first() -> None:
    table = confusion_table(LABELS, [DRAW], NAMED, 3)
    rows = class_rows(CLASSES, LABELS, [DRAW], table, retrieval(VECTORS, LABELS))
    assert [row.name for row in rows] == ["c0", "c1", "c2"]
    first, _, last = rows
    assert (first.enrolled, first.asked, first.top1, first.precision) == (1, 2, 0.5, 0.5)
    assert (first.taken_for, first.mistakes) == ("c1", 0.5)
    assert first.recall_at_1 == pytest.approx(1 / 3)
    assert (last.top1, last.taken_for, last.mistakes) == (1, "", 0)


def test_confusions_show_the_photos_that_explain_them() -> None:
    table = confusion_table(LABELS, [DRAW], NAMED, 3)
    found = worst_confusions(CLASSES, VECTORS, LABELS, [DRAW], NAMED, table)
    assert [(one.actual, one.named, one.share) for one in found] == [("c0", "c1", 0.5), ("c1", "c0", 0.5)]
    assert (found[0].asked, found[0].wrong, found[0].right) == (3, 2, 0)
    assert found[0].wrong_distance == pytest.approx(2 * np.sin(0.05), abs=1e-4)
    assert found[0].right_distance == pytest.approx(2 * np.sin(0.45), abs=1e-4)


def test_of_a_confusion_the_photo_nearest_to_the_wrong_class_is_shown() -> None:
    draw = Draw(np.array([0, 2, 6]), np.array([1, 3]), np.array([0, 1]))
    named = [np.array([1, 1])]
    table = confusion_table(LABELS, [draw], named, 3)
    (found,) = worst_confusions(CLASSES, VECTORS, LABELS, [draw], named, table)
    assert (found.share, found.asked) == (1, 3)


def test_a_class_nobody_asks_has_no_share() -> None:
    draw = Draw(np.array([0, 2, 6]), np.array([1]), np.array([0]))
    table = confusion_table(LABELS, [draw], [np.array([0])], 3)
    rows = class_rows(CLASSES, LABELS, [draw], table, retrieval(VECTORS, LABELS))
    assert [row.top1 for row in rows] == [1.0, None, None]
