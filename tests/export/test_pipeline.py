"""An order is met by way of the forms it is made from, each certified before the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
pytest.importorskip("onnxscript", reason="onnxscript is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from faults import swapped

from edge import embed
from edge.certificate.certificate import read_certificate
from export import pipeline
from export.half import load_full
from export.order import Order
from export.pipeline import export_all
from export.run import Exported, open_source
from export.source import Source
from gallery.errors import InputError

FOUR = ("", ".certificate.json", ".certificate.md", ".check.zip")


def exported(**order: object) -> list[Exported]:
    return list(export_all(Order.model_validate(order), lambda *_: None))


@pytest.mark.usefixtures("traced_once")
def test_a_run_in_fp16_is_first_a_model_whose_space_both_share(
    run: Path, photos: Path, tmp_path: Path
) -> None:
    whole, half = exported(source=run, form="onnx-fp16", out=tmp_path / "mine-fp16.onnx", check=photos)
    assert (whole.out, half.out) == (tmp_path / "toy.onnx", tmp_path / "mine-fp16.onnx")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        done.out.name + ending for done in (whole, half) for ending in FOUR
    )
    cards = [embed.load(done.out, "cpu").card for done in (whole, half)]
    assert [card.precision for card in cards] == ["fp32", "fp16"]
    assert cards[0].content_hash == cards[0].space == cards[1].space == cards[1].source_hash
    assert cards[1].name == "toy"
    assert all(done.certificate.reference.startswith("pytorch ") for done in (whole, half))
    assert half.certificate.check == whole.certificate.check
    assert half.certificate.source.name == "toy.onnx"


@pytest.mark.slow
@pytest.mark.usefixtures("traced_once")
def test_a_run_in_int8(run: Path, photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "toy-int8.onnx"
    whole, integers = exported(source=run, form="onnx-int8", out=out, check=photos, calibrate=photos)
    assert integers.certificate.passed
    assert integers.certificate.artifact.space == whole.certificate.artifact.space
    assert "layers compute in integers" in integers.certificate.notes[0]
    assert len(integers.tables) == 2
    assert not [path for path in tmp_path.iterdir() if "candidate" in path.name]


def test_of_a_certified_model_its_own_check_set_is_used(model: Path) -> None:
    (half,) = exported(source=model, form="onnx-fp16")
    assert half.out == model.with_name("toy-fp16.onnx")
    assert half.certificate.check == read_certificate(model).check
    assert half.certificate.reference.startswith("pytorch ")


def test_photos_named_are_used_instead(model: Path, photos: Path) -> None:
    (half,) = exported(source=model, form="onnx-fp16", check=photos)
    assert half.certificate.reference.startswith("toy.onnx on onnxruntime")
    assert "itself certified" in half.certificate.reference


@pytest.mark.usefixtures("traced_once")
@pytest.mark.parametrize("form", ["onnx-fp16", "onnx-int8"])
def test_after_a_model_that_failed_no_other_form_is_made(
    run: Path, photos: Path, tmp_path: Path, toy: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    def broken(order: Order) -> Source:
        return replace(open_source(order), graph=lambda _: swapped(load_full(toy)))

    monkeypatch.setattr(pipeline, "open_source", broken)
    out = tmp_path / "x.onnx"
    calibrate = photos if form == "onnx-int8" else None
    (only,) = exported(source=run, form=form, out=out, check=photos, calibrate=calibrate)
    assert (only.out.name, only.kept, only.certificate.passed) == ("toy.onnx", False, False)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"form": "onnx-int8"}, "INT8 without photos"),
        ({"form": "onnx", "out": "x.engine"}, "not an .onnx file"),
        ({"form": "tensorrt", "out": "x.onnx"}, "not an .engine file"),
        ({"form": "onnx"}, "would overwrite its source"),
    ],
)
def test_what_cannot_succeed_is_refused_before_anything_is_done(
    model: Path, changes: dict[str, object], words: str
) -> None:
    order = Order.model_validate({"source": model, **changes})
    with pytest.raises(InputError, match=words):
        list(export_all(order, lambda phase, *_: pytest.fail(phase)))
