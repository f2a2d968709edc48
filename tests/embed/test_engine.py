"""Engines found, foreign, stale and damaged: which is loaded, and what is said of each that is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from embed.fake_cuda import FakeCuda
from embed.fake_tensorrt import FakeTensorRt, device, write_tiny_engine
from embed.family import form
from embed.test_rebuild import Build
from embed.test_tensorrt_native import pictures
from embed.tiny import build, expected, tiny_card, write, write_tiny_embedder

from edge import embed
from edge.card import ModelCard
from edge.certificate.state import State
from edge.embed import rebuild
from edge.embed.engine import NONE, engine_given
from edge.embed.model_file import read_model
from gallery.errors import DeviceError, InputError

pytest.importorskip("onnxruntime")
FOREIGN: dict[str, dict[str, Any]] = {
    "built by TensorRT 8.6.1": {"version": "8.6.1"},
    "compute capability 8.9": {"compute_capability": "8.9"},
    "built on Orin NX": {"gpu_name": "Orin NX"},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    return write_tiny_embedder(tmp_path / "shop" / "tiny.onnx")


@pytest.fixture
def card(path: Path) -> ModelCard:
    return read_model(path).card


@pytest.fixture(autouse=True)
def cuda(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeCuda:
    """A Jetson Orin with TensorRT 10.3."""
    fake = FakeCuda()
    here = device(FakeTensorRt(fake))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("edge.embed.engine.find_device", lambda flavour=None: here)
    monkeypatch.setattr(rebuild, "BackgroundBuild", Build)
    return fake


def no_tensorrt(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(flavour: str | None = None) -> None:
        raise DeviceError("TensorRT is not installed", "install it")

    monkeypatch.setattr("edge.embed.engine.find_device", missing)


def answers(embedder: embed.Embedder) -> embed.Embedder:
    np.testing.assert_allclose(embedder.embed(pictures(3)), expected(pictures(3)), atol=1e-5)
    return embedder


@pytest.mark.parametrize("backend", ["tensorrt", "auto"])
@pytest.mark.parametrize("where", ["shop", "cache/checkout-edge/tensorrt"])
def test_an_engine_beside_the_model_or_in_the_cache_is_loaded(
    path: Path, card: ModelCard, tmp_path: Path, backend: str, where: str
) -> None:
    (tmp_path / where).mkdir(parents=True, exist_ok=True)
    write_tiny_engine(tmp_path / where / "any.engine", card)
    embedder = answers(embed.load(path, backend))
    assert embedder.provider == "TensorRT 10.3.0 on Orin, CUDA graphs"
    assert "engine any.engine, built by TensorRT 10.3.0" in embedder.reason


@pytest.mark.parametrize("said", FOREIGN)
def test_a_foreign_engine_is_not_loaded_but_another_built(path: Path, card: ModelCard, said: str) -> None:
    write_tiny_engine(path.with_name("old.engine"), card, **FOREIGN[said])
    embedder = answers(embed.load(path, "tensorrt"))
    assert "CPUExecutionProvider" in embedder.provider
    assert said in embedder.reason
    assert "one is being built" in embedder.reason


@pytest.mark.parametrize("said", FOREIGN)
def test_auto_passes_a_foreign_engine_over_and_builds_none(path: Path, card: ModelCard, said: str) -> None:
    write_tiny_engine(path.with_name("old.engine"), card, **FOREIGN[said])
    embedder = answers(embed.load(path, "auto"))
    assert "CPUExecutionProvider" in embedder.provider
    assert "TensorRT was passed over: " in embedder.reason
    assert said in embedder.reason
    assert "being built" not in embedder.reason


@pytest.mark.parametrize("backend", ["tensorrt", "auto"])
@pytest.mark.parametrize(
    ("changes", "said"), [({"batch": (1, 1, 1)}, "batches of 1 alone"), ({"dla": 0}, "DLA core 0")]
)
def test_an_engine_of_one_batch_or_a_dla_is_taken_only_by_name(
    path: Path, card: ModelCard, backend: str, changes: dict[str, Any], said: str
) -> None:
    engine = write_tiny_engine(path.with_name("special.engine"), card, **changes)
    embedder = answers(embed.load(path, backend))
    assert "CPUExecutionProvider" in embedder.provider
    assert f"{said}, and is taken only where its file is named" in embedder.reason
    assert embed.load(engine, backend).provider.startswith("TensorRT 10.3.0 on Orin")


def test_auto_takes_the_engine_of_the_fp16_form_but_not_where_the_file_is_given(path: Path) -> None:
    half = form(path, "fp16")
    write_tiny_engine(path.with_name("half.engine"), read_model(half).card)
    embedder = answers(embed.load(path))
    assert embedder.provider == "TensorRT 10.3.0 on Orin, CUDA graphs, fp16 graph"
    assert embedder.path == path.with_name("half.engine")
    assert "built from the fp16 form" in answers(embed.load(path, as_given=True)).reason


def test_another_models_engine_is_not_loaded(path: Path, tmp_path: Path) -> None:
    other = read_model(write(tmp_path / "other.onnx", build(length=-1.0), tiny_card()))
    write_tiny_engine(path.with_name("tiny.engine"), other.card)
    assert f"TensorRT was passed over: {NONE}" in answers(embed.load(path, "auto")).reason


def test_a_damaged_engine_is_passed_over_for_the_cached_one(
    path: Path, card: ModelCard, tmp_path: Path
) -> None:
    damaged = write_tiny_engine(path.with_name("a.engine"), card)
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert "cut short" in answers(embed.load(path, "tensorrt")).reason
    cache = tmp_path / "cache" / "checkout-edge" / "tensorrt"
    cache.mkdir(parents=True)
    write_tiny_engine(cache / "b.engine", card)
    assert "engine b.engine" in answers(embed.load(path, "tensorrt")).reason


def test_an_engine_whose_certificate_failed_is_not_taken(
    path: Path, card: ModelCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tiny_engine(path.with_name("a.engine"), card)
    state = State("failed", "failed: cosine 0.9 is below 0.9995")
    monkeypatch.setattr("edge.embed.engine.certificate_state", lambda artifact: state)
    assert "cosine 0.9 is below" in answers(embed.load(path, "auto")).reason
    with pytest.raises(InputError, match=r"its certificate failed: cosine 0\.9"):
        embed.load(path, "tensorrt")


def test_an_engine_of_another_files_certificate_is_built_again(
    path: Path, card: ModelCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tiny_engine(path.with_name("a.engine"), card)
    state = State("foreign", "foreign: a.engine.certificate.json is of another file")
    monkeypatch.setattr("edge.embed.engine.certificate_state", lambda artifact: state)
    reason = answers(embed.load(path, "tensorrt")).reason
    assert "is of another file; one is being built" in reason


def test_without_tensorrt_the_backend_is_refused_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_tensorrt(monkeypatch)
    with pytest.raises(DeviceError, match="TensorRT is not installed"):
        embed.load(path, "tensorrt")


def test_without_a_gpu_the_backend_is_refused_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setitem(__import__("sys").modules, "cuda.bindings.runtime", FakeCuda(count=0))
    monkeypatch.setattr("edge.embed.tensorrt_device.find_tensorrt", lambda flavour: None)
    with pytest.raises(DeviceError, match="cudaErrorNoDevice"):
        embed.load(path, "tensorrt")


@pytest.mark.parametrize("backend", ["tensorrt", "auto"])
def test_an_engine_given_by_name_runs_without_its_model(path: Path, card: ModelCard, backend: str) -> None:
    engine = write_tiny_engine(path.with_name("x.engine"), card)
    path.unlink()
    embedder = answers(embed.load(engine, backend))
    assert embedder.card == card
    assert embedder.reason == f"{backend} took the engine that was asked for"


@pytest.mark.parametrize("backend", ["tensorrt", "auto"])
def test_a_stale_engine_given_by_name_gives_way_to_its_model(
    path: Path, card: ModelCard, backend: str
) -> None:
    engine = write_tiny_engine(path.with_name("x.engine"), card, version="8.6.1")
    path.rename(path.with_name("renamed.onnx"))
    write(path.with_name("another.onnx"), build(length=-1.0), tiny_card())
    embedder = answers(embed.load(engine, backend))
    assert embedder.card == card
    assert "engine x.engine is not used: it was built by TensorRT 8.6.1" in embedder.reason
    assert ("being built" in embedder.reason) == (backend == "tensorrt")


def test_a_stale_engine_without_its_model_is_refused_with_the_remedy(path: Path, card: ModelCard) -> None:
    engine = write_tiny_engine(path.with_name("x.engine"), card, version="8.6.1")
    path.unlink()
    with pytest.raises(InputError, match="and its model, tiny, is not beside it") as caught:
        embed.load(engine)
    assert "--to tensorrt" in caught.value.remedy


def test_without_tensorrt_auto_takes_the_engines_model(
    path: Path, card: ModelCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = write_tiny_engine(path.with_name("x.engine"), card)
    no_tensorrt(monkeypatch)
    assert "engine x.engine is not used: TensorRT is not installed" in answers(embed.load(engine)).reason
    with pytest.raises(DeviceError, match="TensorRT is not installed"):
        embed.load(engine, "tensorrt")
    path.unlink()
    with pytest.raises(DeviceError, match="TensorRT is not installed"):
        embed.load(engine)


def test_a_damaged_engine_given_by_name_is_refused(path: Path, card: ModelCard) -> None:
    engine = write_tiny_engine(path.with_name("x.engine"), card)
    engine.write_bytes(engine.read_bytes()[:-1])
    for backend in ("tensorrt", "auto"):
        with pytest.raises(InputError, match="cut short"):
            engine_given(engine, backend)


@pytest.mark.parametrize("backend", ["cpu", "cuda", "openvino", "tensorrt-ep"])
def test_an_engine_on_another_backend_is_refused(path: Path, card: ModelCard, backend: str) -> None:
    engine = write_tiny_engine(path.with_name("x.engine"), card)
    with pytest.raises(InputError, match=f"not on backend {backend}"):
        embed.load(engine, backend)
