from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from certificate.sets import check_set
from embed.family import form, model
from embed.tiny import write_tiny_embedder

from edge.certificate.certificate import check_path
from edge.embed.forms import Form, forms_of, peek
from edge.embed.trial_crops import trial_crops
from gallery.errors import InputError

__all__ = ["model"]
pytest.importorskip("onnxruntime")


def only_form(model: Path) -> Form:
    (found,), _ = forms_of(model, peek(model))
    return found


def test_the_pictures_are_those_of_the_certificate(model: Path) -> None:
    form(model, "int8", seed=3)
    crops, whole = trial_crops(only_form(model)), check_set(seed=3).crops
    assert crops.shape == (8, 32, 32, 3)
    np.testing.assert_array_equal(crops[0], whole[0])
    np.testing.assert_array_equal(crops[-1], whole[-1])


def test_forms_may_share_a_check_set_of_the_same_photos(model: Path) -> None:
    path = form(model, "int8")
    check_path(path).unlink()
    np.testing.assert_array_equal(trial_crops(only_form(model))[0], check_set().crops[0])


@pytest.mark.parametrize("content", [None, b"PK damaged"])
def test_a_form_without_its_photos_is_not_tried(model: Path, content: bytes | None) -> None:
    path = form(model, "int8", seed=3)
    check_path(path).unlink()
    if content:
        check_path(path).write_bytes(content)
    with pytest.raises(InputError, match="check set"):
        trial_crops(only_form(model))


def test_fp32_needs_none(model: Path) -> None:
    path = write_tiny_embedder(model.with_name("plain.onnx"))
    crops = trial_crops(Form(path, peek(path)))
    assert crops.shape == (8, 32, 32, 3)
    assert len(np.unique(crops[0].reshape(-1, 3), axis=0)) == 36
    shutil.copy(check_path(model), check_path(path))
    assert not np.array_equal(trial_crops(Form(path, peek(path))), crops)
