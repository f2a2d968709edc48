"""As many convolutions in half precision as the gates allow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[convert])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
from certificate.sets import agreement, check_set
from graphs import CARD, SIZE, unit_graph
from onnx import TensorProto

from edge.certificate.agreement import Agreement
from export.fp16_search import KEPT, fp16_that_passes

CHECK = check_set(8, SIZE)


def halves(graph: onnx.ModelProto) -> int:
    """Filters kept in float16."""
    return sum(
        tensor.data_type == TensorProto.FLOAT16 and len(tensor.dims) == 4
        for tensor in graph.graph.initializer
    )


def searched(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answers: list[Agreement]
) -> tuple[onnx.ModelProto, tuple[str, ...], int]:
    left = list(answers)
    monkeypatch.setattr("export.fp16_search.measured", lambda *_: left.pop(0))
    told: list[int] = []
    graph, notes = fp16_that_passes(
        unit_graph(gain=4.0), CHECK.crops, CHECK, CARD, folder, lambda _, step, __: told.append(step)
    )
    assert told == list(range(len(answers) - len(left)))
    return graph, notes, len(answers) - len(left)


GOOD, BAD = agreement(), agreement(same_decisions=990)


def test_the_first_that_passes_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph, notes, tried = searched(tmp_path, monkeypatch, [GOOD, BAD])
    assert (halves(graph), tried) == (0, 1), "the toy has fewer than those that stay"
    assert notes == ("the first 2 of 2 convolutions stay FP32",)


def test_convolutions_return_until_it_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph, notes, tried = searched(tmp_path, monkeypatch, [BAD, GOOD])
    assert tried == 2
    assert halves(graph) == 0, "there are fewer than eight"
    assert notes == ("the first 2 of 2 convolutions stay FP32",)


def test_where_none_passes_the_last_one_is_for_the_certificate_to_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, notes, tried = searched(tmp_path, monkeypatch, [BAD] * len(KEPT))
    assert tried == len(KEPT)
    assert notes[0].startswith("the first 2 of 2 ")


def test_a_real_one_is_measured_as_a_device_runs_it(tmp_path: Path) -> None:
    from edge.certificate.certify import embed_all
    from edge.embed import load
    from export.write import write_model

    path = tmp_path / "toy.onnx"
    write_model(unit_graph(), CARD, path)
    whole = load(path, "cpu")
    check = CHECK.with_reference(embed_all(whole, CHECK.crops), "float32")
    graph, _ = fp16_that_passes(
        unit_graph(),
        CHECK.crops,
        check,
        CARD.model_copy(update={"precision": "fp16"}),
        tmp_path,
        lambda *_: None,
    )
    write_model(graph, CARD.model_copy(update={"precision": "fp16"}), tmp_path / "half.onnx")
    vectors = load(tmp_path / "half.onnx", "cpu").embed(CHECK.crops)
    assert (np.asarray(check.reference) * vectors).sum(1).min() > 0.9995
    assert sorted(file.name for file in tmp_path.iterdir()) == ["half.onnx", "toy.onnx"]
