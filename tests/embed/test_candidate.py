from __future__ import annotations

from pathlib import Path

import pytest
from certificate.sets import agreement
from embed.family import form, model

from edge.embed import candidate
from edge.embed.candidate import Candidate, candidates
from edge.embed.forms import Form, forms_of, peek

__all__ = ["model"]
pytest.importorskip("onnxruntime")


@pytest.mark.parametrize(
    ("cuda", "openvino", "expected"),
    [
        (False, False, ["FP32 on the CPU", "INT8 on the CPU"]),
        (False, True, ["FP32 on the CPU", "FP32 by OpenVINO", "INT8 on the CPU"]),
        (True, False, ["FP32 by CUDA", "FP32 on the CPU", "FP16 by CUDA", "INT8 on the CPU"]),
    ],
    ids=["cpu alone", "with openvino", "with a gpu"],
)
def test_each_form_where_it_is_at_home(
    model: Path, monkeypatch: pytest.MonkeyPatch, cuda: bool, openvino: bool, expected: list[str]
) -> None:
    form(model, "int8")
    form(model, "fp16")
    monkeypatch.setattr(candidate, "has_cuda", lambda: cuda)
    monkeypatch.setattr(candidate.importlib.util, "find_spec", lambda name: openvino or None)
    card = peek(model)
    found = candidates(Form(model, card), forms_of(model, card)[0])
    assert [each.title for each in found] == expected


@pytest.mark.parametrize(
    ("precision", "certified", "allowed"),
    [("fp32", 0.5, 0.99999), ("fp16", 0.5, 0.9995), ("int8", 0.998, 0.996), ("int8", 1.0, 0.99999)],
)
def test_how_far_answers_may_lie_apart_here(
    model: Path, precision: str, certified: float, allowed: float
) -> None:
    """As the precision's gate has it; else twice what the certificate found."""
    (one,), _ = forms_of(model, peek(form(model, "int8").parent / "tiny.onnx"))
    assert one.certificate is not None
    said = one.certificate.model_copy(update={"agreement": agreement(cosine_min=certified)})
    card = one.card.model_copy(update={"precision": precision})
    assert Candidate(Form(one.path, card, said), "cpu").least_cosine == pytest.approx(allowed)
