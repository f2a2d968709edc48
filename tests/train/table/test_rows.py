from __future__ import annotations

import pytest

from train.table.markdown import markdown
from train.table.rows import PAPER, Row, Share, table_of, verdict


def summary(top1: float, pairs: bool = True) -> dict[str, object]:
    rates = {"tpr": 0.5, "tnr": 0.75} if pairs else None
    return {"val": {"top1": top1, "top5": 0.9}, "pairs": rates, "rest": None}


def test_a_row_is_the_mean_over_runs_with_its_deviation() -> None:
    row = Row.of([summary(0.6), summary(0.8)])
    assert row.top1 is not None
    assert row.top1.mean == pytest.approx(0.7)
    assert str(row.top1) == "0.700 ± 0.141"
    assert str(Row.of([summary(0.6)]).top1) == "0.600"
    assert row.rest_top1 is None
    assert Row.of([summary(0.6, pairs=False)]).tpr is None


def test_what_the_paper_reports_stands_beside_ours() -> None:
    runs = {recipe: [summary(figure)] for recipe, figure in
            {"softmax": 0.5, "random-triplets": 0.6, "paper": 0.7}.items()}  # fmt: skip
    text = markdown(table_of({"fruit": runs}))
    assert "| FSS-1000, the paper | semi-hard triplets | 0.836 | 0.957 | 0.921 | 0.998 | – | – |" in text
    assert "| FSS-1000, the paper | softmax classifier | 0.723 | 0.914 | – | – | – | – |" in text
    assert "| FSS-1000, the paper | random triplets | – | – | – | – | – | – |" in text
    assert "| fruit | semi-hard triplets | 0.700 | 0.900 | 0.500 | 0.750 | – | – |" in text
    assert "fruit: semi-hard triplets are better than both baselines." in text


def test_the_verdict_names_who_was_not_beaten() -> None:
    rows = {"softmax": Row(Share(0.7)), "random-triplets": Row(Share(0.5)), "paper": Row(Share(0.7))}
    assert verdict(rows) == "no better than softmax classifier"
    assert verdict(PAPER) == "not known"
