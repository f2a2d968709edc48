"""`verify` from the outside: what a person at the till's device sees, and what a shell does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from certificate.sets import SOURCE, certified
from embed.tiny import build, tiny_card, write
from enroll.pictures import shop
from shell import Shell, record
from typer.testing import Result

from edge import embed
from edge.card import METADATA_KEY
from edge.certificate.certificate import certificate_path, check_path, file_hash, write_certificate
from edge.certificate.certify import certify, embed_all
from edge.certificate.check_file import read_check_set, write_check_set
from gallery.errors import CheckoutError

pytest.importorskip("onnxruntime")
Call = Callable[..., Result]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A certified model in the folder that `call` runs in."""
    return certified(tmp_path)[0]


def refusal(call: Call, *arguments: object) -> CheckoutError:
    """What the command line says in its two lines."""
    result = call("verify", *arguments)
    assert isinstance(result.exception, CheckoutError), result.output
    assert result.exit_code == result.exception.exit_code != 0
    assert "\n" not in result.exception.problem
    assert "\n" not in result.exception.remedy
    return result.exception


def drifted(model: Path, form: str = "fp32") -> Path:
    """Another model under a certificate whose hashes are right, and whose numbers are not the model's."""
    certificate = json.loads(certificate_path(model).read_text("utf-8"))
    graph = build()
    for tensor in graph.graph.initializer:
        if tensor.name == "matrix":
            weights = onnx.numpy_helper.to_array(tensor)
            noise = np.random.default_rng(0).normal(size=weights.shape).astype(np.float32)
            tensor.CopyFrom(onnx.numpy_helper.from_array(weights + noise, "matrix"))
    write(model, graph, tiny_card(precision=form, source_hash=certificate["artifact"]["space"]))
    certificate["artifact"].update(sha256=file_hash(model))
    certificate_path(model).write_text(json.dumps(certificate), "utf-8")
    return model


def test_a_model_as_it_was_certified(call: Call, model: Path) -> None:
    result = call("verify", model)
    assert result.exit_code == 0, result.output
    for words in ("unchanged", "passed 20", "least cosine to reference", "same decisions", "100 %", "ms"):
        assert words in result.stdout
    assert "numpy, a tiny one" in result.stdout, "what the cosine is to"
    assert "CPUExecutionProvider" in result.stdout, "what really ran"


def test_as_json(call: Call, model: Path) -> None:
    found = json.loads(call("verify", model, "--backend", "cpu", "--json").stdout)
    assert found["passed"] is True
    assert found["agreement"]["cosine_min"] > 0.99999
    assert [gate["passed"] for gate in found["gates"]] == [True] * 3
    assert found["milliseconds"] > 0


def test_a_changed_file_and_an_edited_card(call: Call, model: Path) -> None:
    proto = onnx.load(model)
    entry = next(entry for entry in proto.metadata_props if entry.key == METADATA_KEY)
    entry.value = entry.value.replace('"distance_threshold":0.8', '"distance_threshold":1.9')
    onnx.save(proto, model)
    assert "changed since it was certified" in refusal(call, model).problem
    model.write_bytes(model.read_bytes()[:-40])
    check_path(model).unlink()  # the model comes first
    assert "changed since it was certified" in refusal(call, model).problem


def test_an_edited_certificate(call: Call, model: Path) -> None:
    text = certificate_path(model).read_text("utf-8")
    certificate_path(model).write_text(text.replace('"same_decisions": 19', '"same_decisions": 18'), "utf-8")
    assert "it was edited" in refusal(call, model).problem


def test_numbers_edited_so_that_it_reads_passed_are_measured_again(call: Call, model: Path) -> None:
    result = call("verify", drifted(model))
    assert result.exit_code == 6
    assert "missed here: least cosine to reference" in str(result.exception)
    assert "MISSED" in result.stdout


def test_a_precision_that_is_not_the_cards(call: Call, model: Path) -> None:
    assert "precision int8, its certificate fp32" in refusal(call, drifted(model, "int8")).problem


def test_missing_files(call: Call, model: Path, tmp_path: Path) -> None:
    check_path(model).unlink()
    assert "there is none" in refusal(call, model).problem
    certificate_path(model).unlink()
    assert "no certificate beside it" in refusal(call, model).problem
    assert "none.onnx: No such file" in refusal(call, tmp_path / "none.onnx").problem


def test_a_check_set_that_is_damaged_or_another(call: Call, model: Path) -> None:
    path = check_path(model)
    check = read_check_set(path)
    assert check.reference is not None
    path.write_bytes(path.read_bytes()[:-100])
    assert "damaged" in refusal(call, model).problem
    write_check_set(path, check.with_reference(check.reference[::-1], "another"))
    assert "its embeddings are not those of the certificate" in refusal(call, model).problem
    easier = type(check)(check.crops[:35], check.products[:35], check.roles[:35], check.origin)
    write_check_set(path, easier.with_reference(check.reference[:35], "easier"))
    assert "its photos are not those of the certificate" in refusal(call, model).problem


def test_photos_of_ones_own_need_the_source(call: Call, model: Path, tmp_path: Path) -> None:
    photos = shop(tmp_path / "photos", products=4, photos=4)
    error = refusal(call, model, "--check", photos)
    assert "no reference embeddings" in error.problem
    assert "--against SOURCE.onnx" in error.remedy
    source = tmp_path / "source.onnx"
    shutil.copy(model, source)
    result = call("verify", model, "--check", photos, "--against", source)
    assert result.exit_code == 0, result.output
    assert "16 photos of 4 products from a folder photos" in result.stdout
    assert "source.onnx on onnxruntime" in result.stdout


def test_a_source_that_is_another_model(call: Call, model: Path, tmp_path: Path) -> None:
    write(tmp_path / "other.onnx", build(length=1, dimension=16), tiny_card(16))
    error = refusal(call, model, "--against", tmp_path / "other.onnx")
    assert "not the FP32 model that tiny.onnx was made from" in error.problem
    assert "runs/tiny" in error.remedy


def test_a_source_in_less_than_fp32_is_no_reference(call: Call, model: Path, tmp_path: Path) -> None:
    space = embed.load(model, "cpu", 1).card.space
    half = write(tmp_path / "half.onnx", build(), tiny_card(precision="fp16", source_hash=space))
    assert "not the FP32 model" in refusal(call, model, "--against", half).problem


def test_what_serves_while_an_engine_is_built_is_not_measured_in_its_place(
    call: Call, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving, closed = embed.load(model, "cpu", 1), []
    monkeypatch.setattr(serving, "close", lambda: closed.append(True), raising=False)
    monkeypatch.setattr(embed, "load", lambda *_, **__: serving)
    error = refusal(call, model, "--backend", "tensorrt")
    assert error.exit_code == 4
    assert "no engine of it can run here yet" in error.problem
    assert closed == [True]


def test_against_the_source_the_check_set_is_measured_anew(call: Call, model: Path, tmp_path: Path) -> None:
    shutil.copy(model, tmp_path / "source.onnx")
    assert call("verify", drifted(model), "--against", tmp_path / "source.onnx").exit_code == 6


def test_a_certificate_that_failed_is_shown_and_the_model_measured(call: Call, model: Path) -> None:
    embedder = embed.load(model, "cpu", 1)
    check = read_check_set(check_path(model))
    check = check.with_reference(embed_all(embedder, check.crops)[:, ::-1], "another model")
    write_certificate(model, certify(model, embedder, check, source=SOURCE))
    write_check_set(check_path(model), check)
    result = call("verify", model)
    assert result.exit_code == 6
    assert "FAILED" in result.stdout


def test_models_shows_the_certificate(call: Call, model: Path) -> None:
    (card,) = json.loads(call("models", model, "--json").stdout)
    assert card["certificate"].startswith("passed 20")
    certificate_path(model).unlink()
    assert json.loads(call("models", model, "--json").stdout)[0]["certificate"] == "none"


def test_run_shows_the_certificate_at_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(tmp_path, capsys, monkeypatch)
    assert shell.enroll().code == 0
    record(tmp_path / "film.avi", seconds=1)
    assert "certificate  none" in shell.run("film.avi").err
    certified(tmp_path)
    assert "certificate  passed 20" in shell.run("film.avi").err
    shell.model.write_bytes(shell.model.read_bytes() + b"\0")
    outcome = shell.run("film.avi")
    assert outcome.code == 2
    assert "changed since it was certified" in outcome.said
