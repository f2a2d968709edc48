"""Engines that TensorRT-RTX builds here, without a GPU, and what is known of them until they run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorrt_rtx", reason="tensorrt_rtx is not installed (pip install checkout-edge[rtx])")
pytest.importorskip("onnxslim", reason="onnxslim is not installed (pip install checkout-edge[convert])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from edge import embed
from edge.certificate.certificate import (
    Certificate,
    certificate_path,
    check_path,
    read_certificate,
    summary_path,
)
from edge.certificate.check_file import read_check_set
from edge.certificate.state import certificate_state
from edge.certificate.verify import verify
from edge.embed import Embedder
from edge.engine.engine_file import read_engine, read_engine_card
from edge.engine.gpu import this_gpu
from export.order import Order
from export.pipeline import export_all
from export.run import Exported
from gallery.errors import CheckoutError, DeviceError, InputError

RTX = {"sm_75": "7.5", "sm_86": "8.6", "sm_89": "8.9", "sm_120": "12.0"}
without_gpu = pytest.mark.skipif(this_gpu() is not None, reason="this machine has a GPU")


def export(model: Path, **changes: object) -> Iterator[Exported]:
    order = Order.model_validate({"source": model, "form": "tensorrt", "target": "sm_89", **changes})
    return export_all(order, lambda *_: None)


@pytest.fixture(scope="module")
def half(toy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy in FP16, certified; not to be changed."""
    out = tmp_path_factory.mktemp("half") / "toy-fp16.onnx"
    (done,) = export_all(Order(source=toy, form="onnx-fp16", out=out), lambda *_: None)
    assert done.certificate.passed
    return out


@pytest.fixture(scope="module")
def ada(half: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An engine for GeForce RTX 40; not to be changed."""
    out = tmp_path_factory.mktemp("ada") / "toy.engine"
    (done,) = export(half, out=out)
    return done.out


@pytest.fixture
def engine(ada: Path, tmp_path: Path) -> Path:
    """A copy of it with all that lies beside it."""
    for path in ada.parent.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path / ada.name


@pytest.mark.parametrize("target", RTX)
def test_an_engine_for_each_generation_waits_for_its_gpu(half: Path, tmp_path: Path, target: str) -> None:
    (done,) = export(half, target=target, out=tmp_path / f"{target}.engine")
    assert done.kept
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        path.name
        for path in (done.out, certificate_path(done.out), summary_path(done.out), check_path(done.out))
    )
    card, _ = read_engine(done.out)
    source = embed.load(half, "cpu").card
    assert card.model == source
    assert (card.flavour, card.compute_capability, card.gpu_name) == ("tensorrt_rtx", RTX[target], None)
    assert card.batch == (1, 4, 32)
    certificate = read_certificate(done.out)
    assert certificate.pending
    assert (certificate.artifact.form, certificate.artifact.precision) == ("engine", "fp16")
    assert certificate.artifact.space == source.space
    assert certificate.source.hash == source.content_hash
    assert "not on a Jetson; not measured yet" in certificate.notes[0]
    assert certificate_state(done.out).kind == "pending"


def test_its_check_set_bears_what_pytorch_answers(ada: Path, toy: Path) -> None:
    check = read_check_set(check_path(ada))
    assert check.reference_name.startswith("pytorch ")
    assert check.reference_hash == read_check_set(check_path(toy)).reference_hash


def test_by_way_of_the_fp16_file_which_is_made_once(model: Path) -> None:
    first, second = export(model)
    assert first.out == model.with_name("toy-fp16.onnx")
    assert first.certificate.passed
    card = read_engine_card(second.out)
    assert second.out.parent == model.parent
    assert second.out.name == f"toy.fp16.{card.model.content_hash[:12]}.rtx-{card.version}.sm_89.engine"
    before = first.out.stat().st_mtime_ns
    (again,) = export(model, batch=2)
    assert first.out.stat().st_mtime_ns == before
    assert again.out.name == second.out.name.replace(".engine", "-b2.engine")
    assert read_engine_card(again.out).batch == (2, 2, 2)
    assert second.out.is_file(), "an engine of one batch size takes no other's place"


@pytest.mark.usefixtures("traced_once")
def test_a_run_becomes_an_engine_by_way_of_both_files(run: Path, photos: Path, tmp_path: Path) -> None:
    """All three share a space and what PyTorch answers to the photos."""
    done = list(export(run, out=tmp_path / "till.engine", check=photos))
    assert [each.out.name for each in done] == ["toy.onnx", "toy-fp16.onnx", "till.engine"]
    assert len(list(tmp_path.iterdir())) == 12
    assert len({each.certificate.artifact.space for each in done}) == 1
    assert len({each.certificate.check.reference_hash for each in done}) == 1
    assert done[-1].certificate.source.name == "toy-fp16.onnx"


def test_after_an_fp16_file_that_failed_no_engine_is_built(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from edge.certificate import gates

    impossible = gates.Bounds(gates.Fraction(1), cosine_min=1.1)
    monkeypatch.setitem(gates.GATES, "fp16", impossible)
    (only,) = export(model)
    assert (only.out.suffix, only.kept, only.certificate.passed) == (".onnx", False, False)
    assert not list(model.parent.glob("*.engine"))


@without_gpu
def test_here_it_is_neither_verified_nor_run(engine: Path) -> None:
    before = certificate_path(engine).read_bytes()
    for refusing in (verify, embed.load):
        with pytest.raises(DeviceError) as caught:
            refusing(engine)
        assert "\n" not in caught.value.problem
        assert caught.value.remedy
    assert certificate_path(engine).read_bytes() == before


@without_gpu
@pytest.mark.parametrize(
    ("target", "error", "words"),
    [
        ("orin", InputError, "built on that Jetson"),
        ("thor", InputError, "built on that Jetson"),
        ("sm_87", InputError, "built on that Jetson"),
        ("this-device", DeviceError, "no NVIDIA GPU here"),
        ("rtx9999", InputError, "unknown target"),
        ("sm_90", InputError, "no engine can be built here"),
    ],
)
def test_what_cannot_be_built_here_is_refused_before_anything_is_made(
    model: Path, target: str, error: type[CheckoutError], words: str
) -> None:
    order = Order(source=model, form="tensorrt", target=target)
    with pytest.raises(error, match=words) as caught:
        list(export_all(order, lambda phase, *_: pytest.fail(phase)))
    assert caught.value.remedy
    assert len(list(model.parent.iterdir())) == 4


def test_ctrl_c_while_it_is_built_leaves_nothing(half: Path, tmp_path: Path) -> None:
    def press(phase: str, step: int, _steps: int) -> None:
        if phase == "Building engine" and step:
            raise KeyboardInterrupt

    order = Order(source=half, form="tensorrt", target="sm_89", out=tmp_path / "x.engine")
    with pytest.raises(KeyboardInterrupt):
        list(export_all(order, press))
    assert not list(tmp_path.iterdir())


def on_its_gpu(engine: Path, half: Path, fault: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the engine run here: as the FP16 file it was built from does, or with a fault."""

    class Ada:
        provider, reason = "TensorRT-RTX on RTX 4090", "tensorrt was asked for"

        def __init__(self) -> None:
            self._inner = embedder
            self.card = read_engine_card(engine).model

        def embed(self, images: np.ndarray) -> np.ndarray:
            return self._inner.embed(images[..., ::-1] if fault else images)

    embedder: Embedder = embed.load(half, "cpu")
    monkeypatch.setattr(embed, "load", lambda *_, **__: Ada())


@pytest.mark.parametrize("fault", [False, True])
def test_on_its_gpu_verify_completes_the_certificate(
    engine: Path, half: Path, fault: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending = read_certificate(engine)
    on_its_gpu(engine, half, fault, monkeypatch)
    found = verify(engine)
    assert found.passed is not fault
    completed: Certificate = read_certificate(engine)
    assert completed == found.certificate
    assert (completed.pending, completed.passed) == (False, not fault)
    assert (completed.source, completed.check, completed.artifact) == (
        pending.source,
        pending.check,
        pending.artifact,
    )
    assert completed.runtime.provider == "TensorRT-RTX on RTX 4090"
    assert f"exported on {pending.made[:10]}" in completed.notes[0]
    assert certificate_state(engine).kind == ("failed" if fault else "passed")
    assert ("FAILED" in summary_path(engine).read_text("utf-8")) == fault


def test_another_model_is_not_written_over_on_the_way(toy: Path, tmp_path: Path) -> None:
    """A file called …-fp16.onnx that is FP32, itself the source, stays what it is."""
    source = tmp_path / "mine-fp16.onnx"
    source.write_bytes(toy.read_bytes())
    with pytest.raises(InputError, match="would be written over another model"):
        list(export_all(Order(source=source, form="tensorrt", target="sm_89"), lambda *_: None))
    assert source.read_bytes() == toy.read_bytes()


def test_what_tensorrt_cannot_do_is_told_before_anything_is_made(toy: Path, tmp_path: Path) -> None:
    source = tmp_path / "toy.onnx"
    source.write_bytes(toy.read_bytes())
    with pytest.raises(InputError, match="has no DLA"):
        list(export_all(Order(source=source, form="tensorrt", target="sm_89", dla=0), lambda *_: None))
    assert [path.name for path in tmp_path.iterdir()] == ["toy.onnx"]
