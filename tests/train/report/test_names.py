from __future__ import annotations

from train.report.names import short


def test_the_last_words_stay() -> None:
    assert short("apple") == "apple"
    assert short("Packages--Milk--Arla-Ecological-Medium-Fat-Milk", 20) == "…Medium-Fat-Milk"
    assert short("a" * 40, 10) == "…" + "a" * 9
