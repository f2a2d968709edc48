from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from embed.tiny import build, projection, tiny_card, write, write_tiny_embedder
from hypothesis import given, settings
from hypothesis import strategies as st

from edge import embed
from edge.card import METADATA_KEY
from gallery.errors import InputError

pytest.importorskip("onnxruntime")
onnx = pytest.importorskip("onnx")


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        embed.load(path, "cpu")
    assert str(path) in caught.value.problem
    assert caught.value.remedy
    return caught.value.problem


@pytest.mark.parametrize("content", [b"", b"hello world" * 100, None], ids=["empty", "text", "missing"])
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "model.onnx"
    if content is not None:
        path.write_bytes(content)
    assert refusal(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "directory" in refusal(tmp_path).lower()


@settings(max_examples=30, deadline=None)
@given(part=st.floats(0.02, 0.999))
def test_a_cut_file_is_refused(part: float, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = write_tiny_embedder(tmp_path_factory.mktemp("cut") / "tiny.onnx")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    assert refusal(path)


def test_a_changed_weight_is_found(tmp_path: Path) -> None:
    path = write_tiny_embedder(tmp_path / "tiny.onnx")
    data = bytearray(path.read_bytes())
    place = data.index(projection(8).tobytes()) + 100
    data[place] ^= 1
    path.write_bytes(data)
    assert "was changed" in refusal(path)


def test_a_model_without_a_card_is_refused(tmp_path: Path) -> None:
    assert METADATA_KEY in refusal(write(tmp_path / "bare.onnx", build(), None))


@pytest.mark.parametrize(
    ("card", "named"),
    [("{", "card"), ('{"name": "x"}', "dimension"), ("[]", "card"), ('{"wrong": 1}', "wrong")],
)
def test_a_broken_card_names_what_is_wrong(tmp_path: Path, card: str, named: str) -> None:
    model = build()
    entry = model.metadata_props.add()
    entry.key, entry.value = METADATA_KEY, card
    assert named in refusal(write(tmp_path / "odd.onnx", model, None))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"dimension": 9}, "embeddings float [N, 9]"),
        ({"height": 64}, "images uint8 [N, 64, 32, 3]"),
        ({"width": 64}, "images uint8 [N, 32, 64, 3]"),
    ],
)
def test_a_card_of_another_model_is_refused(tmp_path: Path, changes: dict[str, Any], named: str) -> None:
    assert f"not {named}" in refusal(write(tmp_path / "other.onnx", build(), tiny_card(**changes)))


@pytest.mark.parametrize(
    ("odd", "named"),
    [
        ({"input": "pixels"}, "input is pixels uint8"),
        ({"output": "vector2"}, "output is vector2 float"),
        ({"dtype": 1}, "images float"),
        ({"batch": 1}, "[1, 32, 32, 3]"),
        ({"length": 2.0}, "length 2, not 1"),
        ({"length": float("nan")}, "length nan"),
    ],
    ids=lambda value: str(value),
)
def test_a_graph_that_breaks_the_contract_is_refused(tmp_path: Path, odd: dict[str, Any], named: str) -> None:
    assert named in refusal(write(tmp_path / "odd.onnx", build(**odd), tiny_card()))


def test_two_outputs_are_refused(tmp_path: Path) -> None:
    model = build()
    model.graph.output.add().CopyFrom(
        onnx.helper.make_tensor_value_info("vector", onnx.TensorProto.FLOAT, ["N", 8])
    )
    assert "2 outputs" in refusal(write(tmp_path / "two.onnx", model, tiny_card()))
