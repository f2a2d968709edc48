from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from embed.tiny import expected, tiny_card, write_tiny_embedder

from edge import embed, models
from edge.embed import providers
from edge.embed.onnx_runtime import OnnxEmbedder
from gallery.errors import DeviceError, InputError

pytest.importorskip("onnxruntime")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_embedder(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.mark.parametrize("count", [0, 1, 31, 32, 33, 65])
def test_any_batch_gives_the_vectors_that_numpy_gives(model: Path, count: int) -> None:
    images = np.random.default_rng(count).integers(0, 256, (count, 32, 32, 3), np.uint8)
    vectors = embed.load(model, "cpu").embed(images)
    assert vectors.shape == (count, 8)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, expected(images), atol=1e-5)


@pytest.mark.parametrize(("count", "runs"), [(8, [8]), (20, [8, 8, 4]), (32, [8, 8, 8, 8])])
def test_the_cpu_runs_few_at_a_time_for_memory_is_kept_for_the_most(
    model: Path, monkeypatch: pytest.MonkeyPatch, count: int, runs: list[int]
) -> None:
    images = np.random.default_rng(count).integers(0, 256, (count, 32, 32, 3), np.uint8)
    embedder, seen = embed.load(model, "cpu"), []
    honest = OnnxEmbedder._run
    monkeypatch.setattr(OnnxEmbedder, "_run", lambda self, part: seen.append(len(part)) or honest(self, part))
    np.testing.assert_allclose(embedder.embed(images), expected(images), atol=1e-5)
    assert seen == runs


def test_a_view_into_a_larger_picture_is_taken(model: Path) -> None:
    wide = np.random.default_rng(3).integers(0, 256, (2, 64, 64, 3), np.uint8)
    view = wide[:, ::2, ::-2]
    np.testing.assert_allclose(embed.load(model).embed(view), expected(view), atol=1e-5)


def test_a_picture_that_is_not_square_keeps_rows_and_columns_apart(tmp_path: Path) -> None:
    model = write_tiny_embedder(tmp_path / "wide.onnx", dimension=5, height=16, width=48)
    images = np.random.default_rng(4).integers(0, 256, (3, 16, 48, 3), np.uint8)
    np.testing.assert_allclose(embed.load(model).embed(images), expected(images, 5), atol=1e-5)


@pytest.mark.parametrize(
    "images",
    [
        np.zeros((1, 32, 31, 3), np.uint8),
        np.zeros((1, 3, 32, 32), np.uint8),
        np.zeros((32, 32, 3), np.uint8),
        np.zeros((1, 32, 32, 3), np.float32),
    ],
    ids=["size", "layout", "no batch", "dtype"],
)
def test_pictures_of_another_shape_or_type_are_refused(model: Path, images: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"uint8 \[N, 32, 32, 3\]"):
        embed.load(model, "cpu").embed(images)


def test_it_says_what_runs_and_why(model: Path) -> None:
    embedder = embed.load(model, "cpu", threads=2)
    assert embedder.card == tiny_card(content_hash=embedder.card.content_hash)
    assert "CPUExecutionProvider, 2 threads" in embedder.provider
    assert embedder.reason == "cpu was asked for"


def test_threads_reach_the_session(model: Path) -> None:
    options = embed.load(model, "cpu", threads=3)._session.get_session_options()  # type: ignore[attr-defined]
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (3, 1)
    assert not options.enable_mem_pattern
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
    assert 1 <= providers.default_threads() <= 4


@pytest.mark.parametrize(("backend", "threads"), [("gpu", None), ("cpu", 0), ("cpu", -1)])
def test_a_wrong_backend_or_thread_count_is_refused(model: Path, backend: str, threads: int | None) -> None:
    with pytest.raises(InputError, match=r"backend|threads"):
        embed.load(model, backend, threads)


def test_a_missing_shipped_model_is_said_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(models, "_FOLDER", tmp_path)
    assert models.shipped() == []
    with pytest.raises(InputError, match="--model"):
        embed.load()
    write_tiny_embedder(tmp_path / models._DEFAULT)
    assert models.shipped() == [models.default()]
    assert embed.load().card.name == "tiny"


def test_without_onnxruntime_the_install_line_is_given(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "onnxruntime", None)
    with pytest.raises(DeviceError, match=r"pip install 'checkout-edge\[cpu\]'"):
        embed.load(model)
