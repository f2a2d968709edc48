from __future__ import annotations

from pathlib import Path

import pytest
from embed.tiny import build, tiny_card, write, write_tiny_embedder

from edge.card import METADATA_KEY, metadata
from edge.embed.model_file import read_model
from gallery.errors import InputError

onnx = pytest.importorskip("onnx")


def test_a_model_is_read_without_a_runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_tiny_embedder(tmp_path / "tiny.onnx")
    for name in ("onnxruntime", "openvino", "tensorrt"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    model = read_model(path)
    assert (model.path, model.data, model.card.name) == (path, path.read_bytes(), "tiny")


def test_metadata_is_what_onnx_reads() -> None:
    model = build()
    for key, value in {"a": "", "": "empty", "ä": "é" * 300, METADATA_KEY: "{}", "twice": "1"}.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    found = metadata(model.SerializeToString())
    assert found == {entry.key: entry.value for entry in model.metadata_props}
    assert metadata(build().SerializeToString()) == {}


@pytest.mark.parametrize("part", [0.1, 0.5, 0.999])
def test_a_cut_file_is_refused_by_its_path(tmp_path: Path, part: float) -> None:
    path = write(tmp_path / "cut.onnx", build(), tiny_card())
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    with pytest.raises(InputError, match=r"cut\.onnx"):
        read_model(path)
