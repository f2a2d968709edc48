from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
pytest.importorskip("onnxscript", reason="onnxscript is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
from graphs import CARD, unit_graph
from onnx import helper

from export.batches import LEAST_COSINE, check_batches
from export.onnx import write_model
from gallery.errors import InputError


def test_every_batch_gives_the_same_vectors(tmp_path: Path) -> None:
    write_model(unit_graph(), CARD, path := tmp_path / "toy.onnx")
    assert check_batches(path) >= LEAST_COSINE


def mixed() -> onnx.ModelProto:
    """A graph that subtracts the batch's mean picture: right one by one, and wrong in company."""
    model = unit_graph()
    nodes = list(model.graph.node)
    nodes[3].input[0] = "less"
    mixing = [
        helper.make_node("ReduceMean", ["shifted"], ["average"], axes=[0, 2, 3], keepdims=1),
        helper.make_node("Sub", ["shifted", "average"], ["less"]),
    ]
    del model.graph.node[:]
    model.graph.node.extend([*nodes[:3], *mixing, *nodes[3:]])
    return model


def test_a_crop_that_knows_its_company_is_refused(tmp_path: Path) -> None:
    write_model(mixed(), CARD, path := tmp_path / "toy.onnx")
    with pytest.raises(InputError, match=r"in a batch of \d+ a crop gets another vector"):
        check_batches(path)
