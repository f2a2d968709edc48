"""Engines that are not the model: refused by what they are, or measured and found out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from certificate.sets import SOURCE, check_set
from embed.fake_cuda import FakeCuda
from embed.fake_tensorrt import FakeTensorRt, device, engine_card, write_tiny_engine
from embed.tiny import build, tiny_card, write, write_tiny_embedder

pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from edge import embed
from edge.card import ModelCard
from edge.certificate.certificate import (
    certificate_path,
    check_path,
    file_hash,
    read_certificate,
    write_certificate,
)
from edge.certificate.certify import certify, embed_all
from edge.certificate.check_file import write_check_set
from edge.certificate.state import certificate_state
from edge.certificate.verify import verify
from edge.embed.model_file import read_model
from edge.engine.usable import why_not
from gallery.errors import InputError

OTHER = b"ftrt other"
"""A plan that answers other vectors than the model's."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Jetson Orin with TensorRT 10.3, but for the real one's arithmetic."""
    orin = device(FakeTensorRt(FakeCuda()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("edge.embed.engine.find_device", lambda flavour=None: orin)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_tiny_embedder(tmp_path / "tiny.onnx")


@pytest.fixture
def engine(source: Path) -> Path:
    """The model's engine, measured on the device, its certificate passed."""
    path = write_tiny_engine(source.with_name("tiny.engine"), read_model(source).card)
    _certify(path, source)
    assert certificate_state(path).kind == "passed"
    assert verify(path).passed
    return path


def _certify(path: Path, source: Path) -> None:
    check = check_set()
    check = check.with_reference(embed_all(embed.load(source, "cpu"), check.crops), "tiny.onnx on the CPU")
    write_certificate(path, certify(path, embed.load(path, "tensorrt"), check, source=SOURCE))
    write_check_set(check_path(path), check)


def another_model(folder: Path) -> ModelCard:
    return read_model(write(folder / "other.onnx", build(length=-1.0), tiny_card(name="mug"))).card


def test_another_models_engine_is_not_the_models(source: Path, tmp_path: Path) -> None:
    """By the card's content hash, whatever the file is called: what runs is the model itself."""
    card, orin = another_model(tmp_path), device(FakeTensorRt(FakeCuda()))
    reason = why_not(engine_card(card, OTHER), read_model(source).card, orin.tensorrt, orin.gpu)
    assert reason == "it was built from another model, mug"
    write_tiny_engine(source.with_name("tiny.engine"), card, OTHER)
    assert "CPUExecutionProvider" in embed.load(source, "auto").provider


def test_another_models_engine_in_the_place_of_a_certified_one(engine: Path, tmp_path: Path) -> None:
    """By the hash in the certificate; and with that forged, by the embedding space."""
    write_tiny_engine(engine, another_model(tmp_path), OTHER)
    for refusing in (embed.load, verify):
        with pytest.raises(InputError, match="changed since it was certified"):
            refusing(engine)
    forge(engine, sha256=file_hash(engine))
    with pytest.raises(InputError, match="its card says embedding space"):
        verify(engine)


def test_another_plan_under_the_models_card_misses_the_gates(engine: Path, source: Path) -> None:
    """Every hash and card in order, as after a wrong build: the numbers are measured, not believed."""
    write_tiny_engine(engine, read_model(source).card, OTHER)
    forge(engine, sha256=file_hash(engine))
    assert certificate_state(engine).kind == "passed", "as far as can be told without running it"
    found = verify(engine)
    missed = {gate.name for gate in found.gates if not gate.passed}
    assert missed == {"least cosine to reference", "same decisions"}


def test_an_engine_of_another_model_certified_as_this_one_fails(source: Path) -> None:
    path = write_tiny_engine(source.with_name("tiny.engine"), read_model(source).card, OTHER)
    _certify(path, source)
    assert certificate_state(path).kind == "failed"
    with pytest.raises(InputError, match="its certificate FAILED"):
        embed.load(source, "tensorrt")
    assert "CPUExecutionProvider" in embed.load(source, "auto").provider


@pytest.mark.parametrize("kept", [10, 60, 400, -1])
def test_an_engine_cut_short_is_refused(engine: Path, kept: int) -> None:
    """By the certificate's hash, and without a certificate by its own: of the card, of the plan."""
    engine.write_bytes(engine.read_bytes()[:kept])
    for refusing in (embed.load, verify):
        with pytest.raises(InputError, match="changed since it was certified"):
            refusing(engine)
    certificate_path(engine).unlink()
    with pytest.raises(InputError, match="cut short") as caught:
        embed.load(engine)
    assert "--to tensorrt" in caught.value.remedy


@pytest.mark.parametrize(
    ("old", "new"), [('"compute_capability":"8.7"', '"compute_capability":"8.9"'), ('"fp32"', '"fp16"')]
)
def test_an_engines_card_edited_by_hand_is_refused(engine: Path, old: str, new: str) -> None:
    data = engine.read_bytes()
    assert old.encode() in data
    engine.write_bytes(data.replace(old.encode(), new.encode()))
    for refusing in (embed.load, verify):
        with pytest.raises(InputError, match="changed since it was certified"):
            refusing(engine)
    certificate_path(engine).unlink()
    with pytest.raises(InputError, match="its card was cut short or changed by hand"):
        embed.load(engine)


def forge(engine: Path, **artifact: object) -> None:
    """Edit what the certificate says of the file."""
    said = read_certificate(engine).model_dump(mode="json")
    said["artifact"].update(artifact)
    certificate_path(engine).write_text(json.dumps(said), "utf-8")
