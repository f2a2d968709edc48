"""What exports have been seen to break, on the shipped model itself, and the gate that each fault misses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnxslim", reason="onnxslim is not installed (pip install checkout-edge[convert])")
pytest.importorskip("onnxscript", reason="onnxscript is not installed (pip install checkout-edge[convert])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
from faults import IMAGENET, calibrated_with, in_tf32, normalised, perturbed, swapped

from edge import embed, models
from edge.card import METADATA_KEY, Precision
from edge.certificate.certificate import (
    Certificate,
    certificate_path,
    check_path,
    file_hash,
    write_certificate,
)
from edge.certificate.certify import certify
from edge.certificate.check_file import write_check_set
from edge.certificate.check_set import CheckSet
from edge.certificate.drawn import drawn_check_set
from edge.certificate.gates import judge
from edge.certificate.state import certificate_state
from edge.certificate.verify import verify
from export.forms import simple
from export.source import Source, onnx_source
from export.write import write_model
from gallery.errors import InputError

COSINE, DECISIONS = "least cosine to reference", "same decisions"
Fault = Callable[[onnx.ModelProto], onnx.ModelProto]


@dataclass(frozen=True)
class Shipped:
    """The shipped model: as a source, as a graph, and what it answers to a few drawn pictures."""

    source: Source
    graph: onnx.ModelProto
    check: CheckSet

    def write(self, path: Path, graph: onnx.ModelProto, precision: Precision = "fp32") -> Path:
        """A graph under the shipped model's card."""
        space = None if precision == "fp32" else self.source.card.space
        write_model(
            graph, self.source.card.model_copy(update={"precision": precision, "source_hash": space}), path
        )
        return path

    def certify(self, path: Path) -> Certificate:
        """What an export says of a file."""
        return certify(path, embed.load(path, "cpu"), self.check, source=self.source.facts)


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    source = onnx_source(models.default())
    check = drawn_check_set((source.card.height, source.card.width), products=4, strangers=2)
    return Shipped(source, simple(source), source.refer(check))


@pytest.fixture(scope="module")
def good(shipped: Shipped, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model without a fault, certified, its check set beside it; not to be changed."""
    path = shipped.write(tmp_path_factory.mktemp("good") / "model.onnx", shipped.graph)
    write_certificate(path, shipped.certify(path))
    write_check_set(check_path(path), shipped.check)
    return path


@pytest.fixture
def certified(good: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    for path in good.parent.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path / good.name


def missed(certificate: Certificate, precision: Precision = "fp32") -> set[str]:
    """The gates of a precision that what was measured misses."""
    assert certificate.agreement is not None
    return {gate.name for gate in judge(precision, certificate.agreement) if not gate.passed}


def test_without_a_fault_every_gate_is_passed(good: Path) -> None:
    assert certificate_state(good).kind == "passed"
    assert verify(good, "cpu").passed


GROSS: dict[str, Fault] = {
    "red for blue": swapped,
    "normalised as ImageNet is": lambda graph: normalised(graph, *IMAGENET),
}


@pytest.mark.parametrize("fault", GROSS)
def test_another_preprocessing_misses_the_gates_of_every_precision(
    shipped: Shipped, tmp_path: Path, fault: str
) -> None:
    """The gate of decisions catches it even where no cosine is asked for: half of them are others."""
    path = shipped.write(tmp_path / "model.onnx", GROSS[fault](shipped.graph))
    certificate = shipped.certify(path)
    assert not certificate.passed
    assert missed(certificate) == {COSINE, DECISIONS}
    assert missed(certificate, "fp16") == {COSINE, DECISIONS}
    assert DECISIONS in missed(certificate, "int8")


SUBTLE: dict[str, Fault] = {
    "a mean of 0.5 levels of 255 off": lambda graph: normalised(graph, mean=(0.5 + 0.5 / 255,) * 3),
    "a standard deviation of 128 for 127.5": lambda graph: normalised(graph, std=(128 / 255,) * 3),
    "TF32": in_tf32,
    "one layer, one percent": lambda graph: perturbed(graph, 0.01),
}


@pytest.mark.parametrize("fault", SUBTLE)
def test_what_changes_hardly_a_decision_misses_the_cosine_of_fp32(
    shipped: Shipped, tmp_path: Path, fault: str
) -> None:
    """FP32 has to be the same network, not one that is as good."""
    path = shipped.write(tmp_path / "model.onnx", SUBTLE[fault](shipped.graph))
    certificate = shipped.certify(path)
    assert not certificate.passed
    assert COSINE in missed(certificate)
    assert certificate.agreement is not None
    assert 0.999 < certificate.agreement.cosine_min < 0.99999


def test_a_layer_that_is_ten_percent_off_misses_the_cosine_of_fp16(shipped: Shipped, tmp_path: Path) -> None:
    path = shipped.write(tmp_path / "model.onnx", perturbed(shipped.graph, 0.1), "fp16")
    certificate = shipped.certify(path)
    assert not certificate.passed
    assert COSINE in missed(certificate, "fp16")


@pytest.mark.slow
@pytest.mark.parametrize("what", ["one grey picture", "noise"])
def test_int8_calibrated_with_nothing_misses_the_gates_of_int8(
    shipped: Shipped, tmp_path: Path, what: str
) -> None:
    """As a toolkit does that ships it under a green tick: it runs, it answers unit vectors."""
    shape = (1, *shipped.check.size, 3)
    noise = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    crops = noise if what == "noise" else np.full(shape, 128, np.uint8)
    quantised = calibrated_with(shipped.graph, crops, tmp_path)
    certificate = shipped.certify(shipped.write(tmp_path / "model.onnx", quantised, "int8"))
    assert not certificate.passed
    assert DECISIONS in missed(certificate, "int8")


def test_a_fault_behind_a_good_certificate_is_refused_by_hash_and_then_measured(
    shipped: Shipped, certified: Path
) -> None:
    """`load` and `verify` know the file by its hash; with that forged, `verify` measures what it says."""
    shipped.write(certified, swapped(shipped.graph))
    assert certificate_state(certified).kind == "foreign"
    for refusing in (embed.load, verify):
        with pytest.raises(InputError, match="changed since it was certified"):
            refusing(certified, "cpu")
    said = json.loads(certificate_path(certified).read_text("utf-8"))
    said["artifact"]["sha256"] = file_hash(certified)
    certificate_path(certified).write_text(json.dumps(said), "utf-8")
    with pytest.raises(InputError, match="its card says embedding space"):
        verify(certified, "cpu")
    said["artifact"]["space"] = embed.load(certified, "cpu").card.space
    certificate_path(certified).write_text(json.dumps(said), "utf-8")
    assert {gate.name for gate in verify(certified, "cpu").gates if not gate.passed} == {COSINE, DECISIONS}


def with_card(path: Path, **changes: object) -> None:
    """Edit the card in a file by hand."""
    model = onnx.load(path)
    (entry,) = [entry for entry in model.metadata_props if entry.key == METADATA_KEY]
    entry.value = json.dumps({**json.loads(entry.value), **changes})
    onnx.save(model, path)


@pytest.mark.parametrize("changes", [{"distance_threshold": 1.2}, {"precision": "int8"}, {"name": "mine"}])
def test_a_card_edited_by_hand_is_refused_by_the_certificates_hash(
    certified: Path, changes: dict[str, object]
) -> None:
    with_card(certified, **changes)
    assert certificate_state(certified).kind == "foreign"
    for refusing in (embed.load, verify):
        with pytest.raises(InputError, match="changed since it was certified"):
            refusing(certified, "cpu")


EDITS: dict[str, dict[str, object]] = {
    "changed after its card was written": {"content_hash": "0" * 64},
    "its output is": {"dimension": 128},
    "its input is": {"height": 96},
    "its card cannot be read: colour": {"colour": "RGB"},
    "its card cannot be read: precision": {"precision": "fp8"},
}


@pytest.mark.parametrize("words", EDITS)
def test_without_its_certificate_an_edited_card_is_refused_by_what_the_file_is(
    certified: Path, words: str
) -> None:
    """A threshold or a name is nowhere else: those two the certificate alone protects."""
    certificate_path(certified).unlink()
    with_card(certified, **EDITS[words])
    with pytest.raises(InputError, match=words):
        embed.load(certified, "cpu")
    with pytest.raises(InputError, match="no certificate beside it"):
        verify(certified, "cpu")


def test_other_weights_under_the_same_card_are_refused_by_the_content_hash(
    shipped: Shipped, certified: Path
) -> None:
    card = next(e for e in onnx.load(certified).metadata_props if e.key == METADATA_KEY)
    other = perturbed(shipped.graph, 1e-6)
    other.metadata_props.append(card)
    onnx.save(other, certified)
    certificate_path(certified).unlink()
    with pytest.raises(InputError, match="changed after its card was written"):
        embed.load(certified, "cpu")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"same_decisions": 24', '"same_decisions": 23'),
        ('"passed": true', '"passed": false'),
        ('"precision": "fp32"', '"precision": "int8"'),
    ],
)
def test_a_certificate_edited_by_hand_is_refused(certified: Path, old: str, new: str) -> None:
    """Its verdicts follow from its numbers, or it is none."""
    path = certificate_path(certified)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    assert certificate_state(certified).kind == "edited"
    with pytest.raises(InputError, match="it was edited, cut short"):
        verify(certified, "cpu")
    with pytest.raises(InputError, match="its certificate cannot be trusted"):
        embed.load(certified, "cpu")


def test_a_model_cut_short_is_refused(certified: Path) -> None:
    certified.write_bytes(certified.read_bytes()[:-1000])
    with pytest.raises(InputError, match="changed since it was certified"):
        embed.load(certified, "cpu")
    certificate_path(certified).unlink()
    with pytest.raises(InputError, match="not an ONNX model, or cut short"):
        embed.load(certified, "cpu")
