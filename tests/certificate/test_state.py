from __future__ import annotations

import json
from pathlib import Path

import pytest
from certificate.sets import SOURCE, certified, check_set, units

from edge import embed
from edge.certificate.certificate import certificate_path, write_certificate
from edge.certificate.certify import certify, embed_all
from edge.certificate.state import certificate_state, refuse_foreign
from gallery.errors import InputError

pytest.importorskip("onnxruntime")


def test_passed_then_changed(tmp_path: Path) -> None:
    model, certificate = certified(tmp_path)
    state = certificate_state(model)
    assert state.kind == "passed"
    assert state.words == f"passed {certificate.made[:10]}, fp32: cosine >= 1, decisions 100 %"
    refuse_foreign(model)
    model.write_bytes(model.read_bytes() + b"\0")
    assert certificate_state(model).kind == "foreign"
    with pytest.raises(InputError, match="changed since it was certified") as caught:
        embed.load(model, "cpu", 1)
    assert "\n" not in caught.value.problem


def test_none(tmp_path: Path) -> None:
    model, _ = certified(tmp_path)
    certificate_path(model).unlink()
    assert (certificate_state(model).kind, certificate_state(model).words) == ("none", "none")
    assert embed.load(model, "cpu", 1).card.name == "tiny"


def test_failed_says_what_was_missed(tmp_path: Path) -> None:
    model, _ = certified(tmp_path)
    embedder = embed.load(model, "cpu", 1)
    check = check_set()
    vectors = embed_all(embedder, check.crops)
    check = check.with_reference(units(vectors[:, ::-1]), "another")
    write_certificate(model, certify(model, embedder, check, source=SOURCE))
    state = certificate_state(model)
    assert state.kind == "failed"
    assert "FAILED" in state.words
    assert "missed: least cosine to reference" in state.words
    assert embed.load(model, "cpu", 1), "who kept a failed one may run it, and is told"


def test_an_edited_one_is_not_believed(tmp_path: Path) -> None:
    model, _ = certified(tmp_path)
    path = certificate_path(model)
    facts = json.loads(path.read_text("utf-8"))
    facts["agreement"]["cosine_min"] = 0.5
    path.write_text(json.dumps(facts), "utf-8")
    state = certificate_state(model)
    assert state.kind == "edited"
    assert state.words.startswith("cannot be trusted")
    with pytest.raises(InputError, match="its certificate cannot be trusted"):
        refuse_foreign(model)


def test_a_certificate_without_its_model(tmp_path: Path) -> None:
    model, _ = certified(tmp_path)
    model.unlink()
    with pytest.raises(InputError, match=r"tiny\.onnx"):
        certificate_state(model)
