"""A faithful model passes; the drifts that export has been seen to bring do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from certificate.sets import SOURCE, check_set, units
from embed.tiny import expected, tiny_card, write_tiny_embedder
from numpy.typing import NDArray

from edge import embed
from edge.card import ModelCard, Precision
from edge.certificate.certify import BATCHES, certify, embed_all, measure
from edge.certificate.check_set import CheckSet
from edge.certificate.gates import judge

pytest.importorskip("onnxruntime")
Images = NDArray[np.uint8]


@dataclass
class Numpy:
    """An embedder in NumPy, with a fault."""

    fault: Callable[[Images], NDArray[np.float32]]
    precision: Precision = "fp32"
    provider: str = "numpy"
    reason: str = "a test"

    @property
    def card(self) -> ModelCard:
        return tiny_card(precision=self.precision)

    def embed(self, images: Images) -> NDArray[np.float32]:
        return self.fault(images)


def true(images: Images) -> NDArray[np.float32]:
    return np.asarray(expected(images), np.float32)


CHECK = check_set()
WHOLE = CHECK.with_reference(true(CHECK.crops), "numpy")


def test_a_model_that_answers_the_same_passes(tmp_path: Path) -> None:
    model = write_tiny_embedder(tmp_path / "tiny.onnx")
    embedder = embed.load(model, "cpu", 1)
    found = certify(model, embedder, WHOLE, source=SOURCE, rival=Numpy(true), notes=["one note"])
    assert found.passed
    assert found.agreement.cosine_min > 0.999999
    assert (found.artifact.name, found.artifact.form, found.artifact.precision) == (
        "tiny.onnx",
        "onnx",
        "fp32",
    )
    assert found.artifact.space == embedder.card.space
    assert found.artifact.bytes == model.stat().st_size
    assert (found.check.hash, found.check.photos, found.check.reference_hash) == (
        WHOLE.hash,
        40,
        WHOLE.reference_hash,
    )
    assert (found.reference, found.notes) == ("numpy", ("one note",))
    assert found.latency is not None
    assert found.latency.ratio == pytest.approx(found.latency.reference_ms / found.latency.artifact_ms)
    assert found.latency.reference_provider == "numpy"


def test_nothing_is_written_and_no_miss_is_raised(tmp_path: Path) -> None:
    model = write_tiny_embedder(tmp_path / "tiny.onnx")
    turned = Numpy(lambda images: true(images[..., ::-1]))
    found = certify(model, turned, WHOLE, source=SOURCE)
    assert not found.passed
    assert found.latency is None
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.onnx"]


def noise(amount: float) -> Callable[[Images], NDArray[np.float32]]:
    rng = np.random.default_rng(0)
    return lambda images: units(true(images) + amount * rng.normal(size=(len(images), 8)))


FAULTS: dict[str, Callable[[Images], NDArray[np.float32]]] = {
    "RGB for BGR": lambda images: true(images[..., ::-1]),
    "wrong mean": lambda images: true((images.astype(int) + 40).clip(0, 255).astype(np.uint8)),
    "wrong std": lambda images: true((images * 0.5).astype(np.uint8)),
    "not a unit": lambda images: 2 * true(images),
    "NaN": lambda images: true(images) * np.float32("nan"),
    "half NaN": lambda images: np.where(np.arange(len(images))[:, None] % 2, np.nan, true(images)).astype(
        np.float32
    ),
    "constant": lambda images: units(np.ones((len(images), 8))),
    "rows swapped in a batch": lambda images: true(images)[::-1],
    "wrong beyond a batch of one": lambda images: true(images[:1].repeat(len(images), 0)),
    "rotated space": lambda images: np.roll(true(images), 1, axis=1),
}


@pytest.mark.parametrize("precision", ["fp32", "fp16", "int8"])
@pytest.mark.parametrize("fault", FAULTS)
def test_faults_miss_the_gates_of_every_precision(fault: str, precision: Precision) -> None:
    found = measure(Numpy(FAULTS[fault], precision), WHOLE)
    assert not all(gate.passed for gate in judge(precision, found)), found


def test_noise_as_of_tf32_misses_fp32_and_passes_fp16() -> None:
    found = measure(Numpy(noise(3e-3)), WHOLE)
    assert 0.9995 < found.cosine_min < 0.99999
    cosines = {p: judge(p, found)[0].passed for p in ("fp32", "fp16")}
    assert cosines == {"fp32": False, "fp16": True}


def test_every_batch_size_is_tried_and_the_order_is_kept() -> None:
    sizes: list[int] = []

    def counting(images: Images) -> NDArray[np.float32]:
        sizes.append(len(images))
        return true(images)

    crops = check_set(20).crops
    vectors = embed_all(Numpy(counting), crops)
    np.testing.assert_array_equal(vectors, true(crops))
    assert sizes[: len(BATCHES)] == list(BATCHES)
    assert sum(sizes) == len(crops)
    assert embed_all(Numpy(counting), crops[:1]).shape == (1, 8)


def test_a_set_without_reference_or_of_another_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="no reference"):
        measure(Numpy(true), CHECK)
    other: CheckSet = CHECK.with_reference(units(np.ones((40, 4))), "another model")
    with pytest.raises(ValueError, match="embeddings of 40 crops"):
        measure(Numpy(true), other)
