"""A source: a certified file brings its check set and PyTorch's answers; any other answers for itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from certificate.sets import agreement, check_set

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[convert])")

from edge import embed
from edge.certificate.certificate import (
    certificate_path,
    check_path,
    read_certificate,
    write_certificate,
)
from edge.certificate.check_file import read_check_set, write_check_set
from edge.certificate.gates import judge
from export.half import load_full
from export.source import check_set_of, onnx_source
from gallery.errors import InputError


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drawn check set that is soon drawn."""
    monkeypatch.setattr("export.source.drawn_check_set", lambda size: check_set(size=size[0]))


def test_a_certified_model_brings_the_answers_of_pytorch(model: Path) -> None:
    source = onnx_source(model)
    check = check_set_of(source, None)
    assert check is source.check
    assert check.reference_name.startswith("pytorch ")
    assert check.hash == read_certificate(model).check.hash
    assert (source.name, source.facts.name) == ("toy", "toy.onnx")
    assert source.facts.hash == source.card.content_hash
    assert source.graph(True) == source.graph(False) == load_full(model)


def test_photos_of_ones_own_are_answered_by_the_file_and_the_chain_is_told(model: Path, photos: Path) -> None:
    source = onnx_source(model)
    check = check_set_of(source, photos)
    assert check.origin == "40 photos of 8 products from a folder shop"
    assert check.reference_name.startswith("toy.onnx on onnxruntime ")
    assert "itself certified with cosine 0.9999" in check.reference_name, "it is never rounded up"
    assert "to pytorch" in check.reference_name
    expected = embed.load(model, "cpu").embed(check.crops[:3])
    np.testing.assert_allclose(check.reference[:3], expected, atol=1e-6)


@pytest.mark.usefixtures("drawn")
def test_without_a_certificate_drawn_products_are_answered_by_the_file_itself(model: Path) -> None:
    certificate_path(model).unlink()
    source = onnx_source(model)
    assert source.check is None
    check = check_set_of(source, None)
    assert check.origin == "coloured squares"
    assert check.reference_name == f"toy.onnx on {source.rival.provider}"


@pytest.mark.usefixtures("drawn")
def test_a_certificate_that_failed_is_told_and_its_check_set_not_used(model: Path) -> None:
    found = agreement(cosine_min=0.9, queries=19, strangers=5, known=14, same_decisions=19)
    found = found.model_copy(update={"right_artifact": 14, "right_reference": 14})
    certificate = read_certificate(model)
    failed = certificate.model_copy(
        update={"agreement": found, "gates": judge("fp32", found), "passed": False}
    )
    write_certificate(model, failed)
    check = check_set_of(onnx_source(model), None)
    assert check.origin == "coloured squares"
    assert "whose own certificate FAILED" in check.reference_name


@pytest.mark.usefixtures("drawn")
def test_a_certified_model_that_was_copied_without_its_check_set(model: Path) -> None:
    check_path(model).unlink()
    check = check_set_of(onnx_source(model), None)
    assert check.origin == "coloured squares"
    assert "itself certified" in check.reference_name


def test_a_check_set_that_is_not_the_certificates_is_refused(model: Path) -> None:
    check = read_check_set(check_path(model))
    assert check.reference is not None
    for other in (
        check.with_reference(check.reference[::-1], check.reference_name),
        replace(check, crops=check.crops // 2),
    ):
        write_check_set(check_path(model), other)
        with pytest.raises(InputError, match="photos or embeddings are not those of the certificate"):
            onnx_source(model)
    check_path(model).write_bytes(check_path(model).read_bytes()[:-50])
    with pytest.raises(InputError, match="damaged"):
        onnx_source(model)


def test_too_few_photos_are_refused_with_what_is_needed(model: Path, tmp_path: Path) -> None:
    from toy_run import photo_folder

    with pytest.raises(InputError, match="2 products of 3 photos or more") as caught:
        check_set_of(onnx_source(model), photo_folder(tmp_path / "few", products=2))
    assert "3 product folders or more" in caught.value.remedy
