from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from embed.tiny import expected, write_tiny_embedder

from gallery.errors import InputError
from train.data import Photos
from train.embedder import Embedder, Shape
from train.measure import subject as module
from train.measure.subject import open_subject
from train.saved import About, save
from train.views import whole


def test_a_file_embeds_as_the_device_does(
    tmp_path: Path, toy: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 5)
    subject, seen = open_subject(write_tiny_embedder(tmp_path / "tiny.onnx"), 1), []
    vectors = subject.embed(toy, whole, seen.append)
    crops = np.stack([whole(image, 32) for image in toy.images])
    assert vectors == pytest.approx(expected(crops), abs=1e-5)
    assert sum(seen) == len(toy)
    assert max(seen) == 5
    assert (subject.name, subject.history, subject.facts["name"]) == ("tiny", None, "tiny")


@pytest.mark.parametrize("kind", ["embedder", "softmax"])
def test_a_run_gives_unit_vectors(tmp_path: Path, toy: Photos, kind: str) -> None:
    """Those of a softmax classifier come from before its head, which has an output for each class."""
    embedder = Embedder(Shape("test_efficientnet", 8, 32))
    about = {"recipe": "tests", "kind": kind, "shape": embedder.shape, "classes": toy.classes}
    save(tmp_path, embedder, About(**about, training_data=("toy",), threshold=None, k=None))  # type: ignore[arg-type]
    (tmp_path / "history.jsonl").write_text("{}\n")
    subject = open_subject(tmp_path)
    vectors = subject.embed(toy, whole, lambda _: None)
    assert vectors.shape[1] == (8 if kind == "embedder" else embedder.head.in_features)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(toy)), abs=1e-5)
    assert subject.history == tmp_path / "history.jsonl"
    assert (subject.name, subject.facts["recipe"]) == (tmp_path.name, "tests")
    assert len(subject.facts["content_hash"]) == 64


def test_what_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    for path in (tmp_path / "run", tmp_path / "none.onnx"):
        with pytest.raises(InputError, match=path.name):
            open_subject(path)
