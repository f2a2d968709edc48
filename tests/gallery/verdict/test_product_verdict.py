from __future__ import annotations

import dataclasses

import pytest

from gallery.verdict import Confusion, Forecast, ProductVerdict, Stray, Word

GOOD = ProductVerdict("a", tuple(range(10)), Forecast(10, 0, 0, 0), (), (), (), 0.9, False, None)
MET = Confusion("b", 0.2, 2, 0.0, 0, 0, 10, 0.3, False, False)


def word(**changes: object) -> Word:
    return dataclasses.replace(GOOD, **changes).word  # type: ignore[arg-type]


def test_nothing_wrong_is_good() -> None:
    assert word() is Word.GOOD


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"share": 0.2, "views": 2}, Word.CONFUSED),
        ({"share": 0.2, "views": 1}, Word.GOOD),
        ({"share": 0.1, "views": 2}, Word.GOOD),
        ({"share": 0.0, "views": 0, "back": 0.2, "back_views": 2}, Word.CONFUSED),
        ({"share": 0.1, "views": 2, "back": 0.1, "back_views": 2}, Word.GOOD),
        ({"grouped": True}, Word.GOOD),
    ],
)
def test_a_confusion_matters_by_share_and_number_either_way(changes: dict[str, object], wanted: Word) -> None:
    assert word(confusions=(dataclasses.replace(MET, **changes),)) is wanted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("forecast", "wanted"),
    [
        (Forecast(7, 0, 0, 3), Word.MORE_VIEWS),
        (Forecast(8, 0, 0, 2), Word.GOOD),
        (Forecast(3, 0, 0, 1), Word.GOOD),
        (Forecast(7, 2, 1, 0), Word.CONFUSED),
        (Forecast(8, 1, 1, 0), Word.GOOD),
    ],
)
def test_many_lost_views_matter(forecast: Forecast, wanted: Word) -> None:
    assert word(forecast=forecast) is wanted


def test_copies_do_not_count_as_views() -> None:
    assert word(rows=(0, 1, 2, 3), copies=((0, 1, 2),)) is Word.MORE_VIEWS
    assert word(rows=(0, 1, 2, 3), copies=((0, 1),)) is Word.GOOD


def test_the_worst_is_the_word() -> None:
    stray = Stray(0, "b", 10, 0.2, 0.9)
    assert word(strays=(stray,), confusions=(MET,), one_sided=True) is Word.WRONG_PHOTOS
    assert word(confusions=(MET,), one_sided=True) is Word.CONFUSED
    assert word(one_sided=True) is Word.MORE_VIEWS


def test_one_view_predicts_nothing() -> None:
    assert Forecast(0, 0, 0, 1).accuracy is None
    assert Forecast(1, 1, 0, 0).accuracy == 0.5
