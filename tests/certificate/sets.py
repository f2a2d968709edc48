"""Small check sets and certified models for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from embed.tiny import write_tiny_embedder
from numpy.typing import NDArray

from edge import embed
from edge.certificate.agreement import Agreement
from edge.certificate.certificate import Certificate, SourceFacts, check_path, write_certificate
from edge.certificate.certify import certify, embed_all
from edge.certificate.check_file import write_check_set
from edge.certificate.check_set import CheckSet, Role

PLAN: tuple[Role, ...] = ("gallery", "gallery", "gallery", "known", "known")
SOURCE = SourceFacts(name="runs/tiny", hash="ab" * 32, what="a training run, hash of its weights")


def roles_of(products: int, strangers: int = 1) -> tuple[tuple[str, ...], tuple[Role, ...]]:
    """Products p0, p1, ... of five crops each, the last ones strangers."""
    names = tuple(f"p{number}" for number in range(products) for _ in PLAN)
    roles: list[Role] = []
    for number in range(products):
        roles += PLAN if number < products - strangers else ["stranger"] * len(PLAN)
    return names, tuple(roles)


def check_set(products: int = 8, size: int = 32, seed: int = 0) -> CheckSet:
    """Each product is a coarse picture of its own, each crop of it has noise."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (products, 1, 4, 4, 3)).repeat(size // 4, 2).repeat(size // 4, 3)
    crops = np.clip(coarse + rng.normal(0, 25, (products, len(PLAN), size, size, 3)), 0, 255)
    names, roles = roles_of(products)
    return CheckSet(crops.reshape(-1, size, size, 3).astype(np.uint8), names, roles, "coloured squares")


def vectors_of(check: CheckSet, spread: float = 0.5, dimension: int = 16) -> NDArray[np.float32]:
    """Unit vectors, one cluster a product."""
    rng = np.random.default_rng(3)
    names = sorted(set(check.products))
    centres = rng.normal(size=(len(names), dimension))
    noise = rng.normal(size=(len(check), dimension)) * spread
    return units(centres[[names.index(name) for name in check.products]] + noise)


def units(vectors: NDArray[Any]) -> NDArray[np.float32]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def agreement(**changes: Any) -> Agreement:
    """A perfect one of 1000 queries, 800 of them known, with changes."""
    perfect = {
        "cosine_min": 1.0,
        "cosine_mean": 1.0,
        "cosine_p01": 1.0,
        "vectors": 3000,
        "broken": 0,
        "queries": 1000,
        "known": 800,
        "strangers": 200,
        "products": 50,
        "same_first": 1000,
        "same_five": 1000,
        "same_decisions": 1000,
        "right_reference": 700,
        "right_artifact": 700,
    }
    return Agreement.model_validate({**perfect, **changes})


def certified(folder: Path, name: str = "tiny.onnx") -> tuple[Path, Certificate]:
    """A tiny model with its certificate and check set beside it, certified against itself."""
    model = write_tiny_embedder(folder / name)
    embedder = embed.load(model, "cpu", 1)
    check = check_set()
    check = check.with_reference(embed_all(embedder, check.crops), "numpy, a tiny one")
    certificate = certify(model, embedder, check, source=SOURCE)
    write_certificate(model, certificate)
    write_check_set(check_path(model), check)
    return model, certificate
