"""Forms of a model are found by what they say of themselves, not by their names."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from certificate.sets import certified
from embed.family import form, model
from embed.tiny import tiny_card, write_tiny_embedder

from edge.certificate.certificate import certificate_path
from edge.embed.forms import forms_folder, forms_of, peek
from edge.embed.model_file import read_model
from gallery.errors import InputError

__all__ = ["model"]
pytest.importorskip("onnxruntime")


def found(path: Path) -> tuple[list[str], list[str]]:
    forms, refused = forms_of(path, peek(path))
    return [each.path.name for each in forms], refused


def test_peek_gives_the_card_that_reading_gives(model: Path) -> None:
    assert peek(model) == read_model(model).card


@pytest.mark.parametrize("content", [None, b"", b"\x08", b"abc" * 99, b"\0" * 100])
def test_peek_refuses_what_is_no_model(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"model .*x\.onnx"):
        peek(path)


def test_forms_lie_beside_the_model_or_in_the_cache(model: Path) -> None:
    assert found(model) == ([], [])
    form(model, "int8", "a.onnx")
    half = form(model, "fp16")
    assert found(model) == (["a.onnx", "tiny-fp16.onnx"], [])
    forms_folder().mkdir(parents=True)
    for path in model.parent.glob("tiny-fp16.onnx*"):
        shutil.move(path, forms_folder() / path.name)
    assert found(model) == (["a.onnx", "tiny-fp16.onnx"], [])
    assert found(forms_folder() / half.name) == ([], []), "a form has none"


def test_others_are_no_forms(model: Path) -> None:
    """Another model, a copy of this one, and what cannot be read."""
    write_tiny_embedder(model.with_name("other.onnx"), 9)
    shutil.copy(model, model.with_name("copy.onnx"))
    model.with_name("broken.onnx").write_bytes(b"abc")
    assert found(model) == ([], [])


def test_a_form_takes_part_only_with_a_certificate_that_is_passed(model: Path) -> None:
    path = certificate_path(form(model, "int8"))
    said = json.loads(path.read_text())
    path.write_text(json.dumps({**said, "artifact": {**said["artifact"], "space": "cd" * 32}}))
    assert found(model) == ([], ["tiny-int8.onnx: its certificate is not passed, or not of this file"])
    path.write_text("{}")
    assert "it was edited" in found(model)[1][0]
    path.unlink()
    assert found(model) == ([], ["tiny-int8.onnx: it has no certificate"])


def test_a_user_without_a_home_has_no_forms(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    assert forms_folder() == Path(os.devnull) / "checkout-edge" / "models"
    assert found(model) == ([], [])


def test_card_of_the_tiny_one(tmp_path: Path) -> None:
    path, _ = certified(tmp_path)
    assert peek(path).name == tiny_card().name
