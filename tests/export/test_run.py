"""One export: what is asked for is there with its proof, or nothing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
pytest.importorskip("onnxscript", reason="onnxscript is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
from faults import perturbed, swapped

from edge import embed
from edge.certificate.certificate import check_path, read_certificate, summary_path
from edge.certificate.check_file import read_check_set
from edge.certificate.state import certificate_state
from edge.embed.forms import forms_folder
from export.half import load_full
from export.order import Order
from export.run import default_out, export_onnx, export_run, open_source
from export.source import Source, check_set_of, onnx_source
from gallery.errors import InputError

FOUR = ("", ".certificate.json", ".certificate.md", ".check.zip")


def silent(phase: str, step: int, steps: int) -> None:
    pass


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def four(name: str) -> list[str]:
    return [name + ending for ending in FOUR]


@pytest.mark.usefixtures("traced_once")
def test_a_run_becomes_a_certified_model_and_nothing_else_is_left(
    run: Path, photos: Path, tmp_path: Path
) -> None:
    out, before = tmp_path / "shop" / "mine.onnx", names(run)
    done = export_run(Order(source=run, form="onnx", out=out, check=photos, licence="MIT"), silent)
    assert (done.out, done.kept, done.certificate.passed) == (out, True, True)
    assert names(out.parent) == four("mine.onnx")
    assert names(run) == before
    assert read_certificate(out) == done.certificate
    assert certificate_state(out).kind == "passed"
    assert "least cosine to reference" in summary_path(out).read_text("utf-8")


def test_what_is_there_says_what_it_is(toy: Path, run: Path) -> None:
    """Card, certificate, check set and file agree; the file's embeddings are a space of their own."""
    device, certificate = embed.load(toy, "cpu"), read_certificate(toy)
    assert (device.card.name, device.card.precision, device.card.source_hash) == ("toy", "fp32", None)
    assert device.card.space == device.card.content_hash == certificate.artifact.space
    assert certificate.source.name == run.name
    assert certificate.reference.startswith("pytorch ")
    assert certificate.latency is not None
    assert certificate.latency.reference_provider.startswith("pytorch ")
    check = read_check_set(check_path(toy))
    assert (check.hash, check.reference_hash) == (
        certificate.check.hash,
        certificate.check.reference_hash,
    )
    np.testing.assert_allclose(device.embed(check.crops[:5]), check.reference[:5], atol=1e-3)


def broken(model: Path, edit: Callable[[onnx.ModelProto], onnx.ModelProto]) -> Source:
    """The model as a source whose graph, on its way to the file, is damaged."""
    return replace(onnx_source(model), graph=lambda stored: edit(load_full(model)))


def order(model: Path, **changes: object) -> Order:
    return Order(source=model, form="onnx", out=model.parent / "out" / "new.onnx", **changes)  # type: ignore[arg-type]


def test_a_missed_gate_leaves_nothing(model: Path) -> None:
    source, asked = broken(model, swapped), order(model)
    done = export_onnx(asked, source, check_set_of(source, None), silent)
    assert (done.kept, done.certificate.passed) == (False, False)
    assert not done.certificate.gates[0].passed
    assert names(done.out.parent) == []


def test_a_missed_gate_leaves_what_was_there(model: Path) -> None:
    out = order(model).out
    source = onnx_source(model)
    assert out is not None
    export_onnx(order(model), source, check_set_of(source, None), silent)
    before = {path.name: path.read_bytes() for path in out.parent.iterdir()}
    export_onnx(order(model), broken(model, swapped), check_set_of(source, None), silent)
    assert {path.name: path.read_bytes() for path in out.parent.iterdir()} == before
    assert certificate_state(out).kind == "passed"


def test_keep_failed_keeps_it_with_a_certificate_that_says_so(model: Path) -> None:
    source = broken(model, swapped)
    done = export_onnx(order(model, keep_failed=True), source, check_set_of(source, None), silent)
    assert (done.kept, done.certificate.passed) == (True, False)
    assert names(done.out.parent) == four("new.onnx")
    state = certificate_state(done.out)
    assert state.kind == "failed"
    assert "missed: least cosine to reference" in state.words


def test_an_export_over_another_replaces_all_that_is_of_the_other(model: Path) -> None:
    source, asked = onnx_source(model), order(model, keep_failed=True)
    first = export_onnx(asked, source, check_set_of(source, None), silent)
    old = {path.name: path.read_bytes() for path in first.out.parent.iterdir()}
    check = replace(check_set_of(source, None), origin="other words")
    again = export_onnx(asked, broken(model, lambda graph: perturbed(graph, 0.1)), check, silent)
    new = {path.name: path.read_bytes() for path in again.out.parent.iterdir()}
    assert sorted(new) == sorted(old) == four("new.onnx")
    assert not [name for name in new if new[name] == old[name]]
    assert read_certificate(again.out) == again.certificate
    assert read_check_set(check_path(again.out)).origin == "other words"


def test_a_batch_that_gives_other_vectors_is_no_export(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_vectors(path: Path) -> None:
        raise InputError(f"model {path}: in a batch of 7 a crop gets another vector", "report this")

    monkeypatch.setattr("export.run.check_batches", other_vectors)
    source = onnx_source(model)
    with pytest.raises(InputError, match="in a batch of 7"):
        export_onnx(order(model), source, check_set_of(source, None), silent)
    assert names(model.parent / "out") == []


@pytest.mark.parametrize("phase", ["graph", "check"])
def test_ctrl_c_leaves_nothing(model: Path, phase: str) -> None:
    def press(now: str, _step: int, _steps: int) -> None:
        if now == phase:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_run(order(model), press)
    assert names(model.parent / "out") == []
    assert names(model.parent) == sorted([*four(model.name), "out"])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("nothing", "neither a folder of a run nor an .onnx file"),
        ("run.pt", "neither a folder of a run nor an .onnx file"),
        ("nothing.onnx", "No such file"),
        (".", "holds no embedder"),
    ],
)
def test_an_unknown_source_is_refused(tmp_path: Path, source: str, words: str) -> None:
    (tmp_path / "run.pt").write_bytes(b"x")
    with pytest.raises(InputError, match=words):
        open_source(Order(source=tmp_path / source, form="onnx"))


def test_a_source_that_was_changed_is_refused(model: Path) -> None:
    model.write_bytes(model.read_bytes() + b"\0")
    with pytest.raises(InputError, match="changed since it was certified"):
        export_run(order(model), silent)


def test_a_source_of_lower_precision_is_refused_at_once(model: Path) -> None:
    half = Order(source=model, form="onnx-fp16")
    done = export_run(half, silent)
    for form in ("onnx", "onnx-fp16", "onnx-int8"):
        asked = Order(source=done.out, form=form, calibrate=model.parent if form == "onnx-int8" else None)
        with pytest.raises(InputError, match="computes in fp16 already") as caught:
            export_run(asked, lambda phase, *_: pytest.fail(phase))
        assert "FP32 model" in caught.value.remedy


@pytest.mark.parametrize("out", [None, "toy.onnx", "../model/toy.onnx"])
def test_a_source_is_not_overwritten(model: Path, out: str | None) -> None:
    before = model.read_bytes()
    asked = Order(source=model, form="onnx", out=out and model.parent / out)
    with pytest.raises(InputError, match="would overwrite its source"):
        export_run(asked, lambda phase, *_: pytest.fail(phase))
    assert model.read_bytes() == before


def test_where_an_export_goes_without_a_name(
    model: Path, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = onnx_source(model)
    assert default_out(Order(source=model, form="onnx-int8"), source) == model.with_name("toy-int8.onnx")
    monkeypatch.setattr("export.run.models.default", lambda: model)
    assert default_out(Order(source=model, form="onnx-fp16"), source) == forms_folder() / "toy-fp16.onnx"
    assert default_out(Order(source=model, form="onnx"), source) == Path("toy.onnx")
    asked = Order(source=run, form="onnx")
    assert default_out(asked, open_source(asked)) == run / "toy.onnx"
