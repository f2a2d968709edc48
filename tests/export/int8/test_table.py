from __future__ import annotations

import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
from certificate.sets import agreement

from export.int8.search import Found, Trial
from export.int8.sensitivity import Sensitivity
from export.int8.table import layer_table, trial_table

FAILED = Trial(0, 1.0, agreement(same_decisions=980, cosine_min=0.912345, right_artifact=690))
PASSED = Trial(2, 0.75, agreement(same_decisions=995, cosine_min=0.987654, right_artifact=699))
FOUND = Found(onnx.ModelProto(), PASSED, (FAILED, PASSED))


def ranking(count: int) -> list[Sensitivity]:
    return [Sensitivity(f"n{n}", f"Conv 8x{n} layer{n}", 0.5 / (n + 1), 0.25) for n in range(count)]


def test_layers_that_returned_are_marked() -> None:
    head, *rows = layer_table(ranking(4), FOUND).splitlines()
    assert head.split() == ["layer", "1", "-", "cosine", "work", "in"]
    assert [row.split()[-1] for row in rows] == ["float32", "float32", "integers", "integers"]
    assert rows[1].split() == ["Conv", "8x1", "layer1", "0.250000", "25.0%", "float32"]
    assert len({row.index("%") for row in rows}) == 1


def test_of_many_layers_the_costliest_are_shown_and_the_rest_counted() -> None:
    *rows, last = layer_table(
        ranking(50), Found(FOUND.model, Trial(23, 0.5, PASSED.agreement), ())
    ).splitlines()
    assert len(rows) == 21
    assert last == "and 30 more, 3 of them in float32"
    assert layer_table(ranking(50), FOUND).splitlines()[-1] == "and 30 more, 0 of them in float32"


def test_a_long_name_keeps_the_columns() -> None:
    long = Sensitivity("n", f"Conv 8x8 {'block.' * 20}end", 0.1, 0.5)
    _, first, second = layer_table([long, *ranking(1)], FOUND).splitlines()
    assert first.startswith("Conv 8x8 block.")
    assert len(first) <= 80
    assert first.index("%") == second.index("%")


def test_every_trial_has_a_line_with_what_it_missed() -> None:
    head, first, second = trial_table(FOUND).splitlines()
    assert head.startswith("in float32  work in integers")
    assert first.split()[:3] == ["0", "100%", "0.912345"]
    assert first.endswith("missed: top-1 accuracy lost, same decisions")
    assert "98.00 % (980 of 1000)" in first
    assert "700 > 690" in first
    assert second.split()[:3] == ["2", "75%", "0.987654"]
    assert second.endswith("passed")
    assert "99.50 % (995 of 1000)" in second
