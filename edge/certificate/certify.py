"""Certify: measure an artifact with a check set, judge it, and say so in a certificate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timezone
from itertools import cycle
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.card import ModelCard
from edge.certificate.agreement import Agreement, compare
from edge.certificate.certificate import (
    ArtifactFacts,
    Certificate,
    CheckFacts,
    LatencyFacts,
    SourceFacts,
    file_hash,
)
from edge.certificate.check_set import CheckSet
from edge.certificate.gates import judge
from edge.certificate.latency import Embeds, interleaved
from edge.certificate.runtime import runtime_facts
from edge.embed import Embedder

BATCHES = (32, 1, 7, 2)
"""Crops are embedded in batches of these sizes in turn: an answer must not depend on the batch."""


def certify(
    artifact: Path,
    embedder: Embedder,
    check: CheckSet,
    *,
    source: SourceFacts,
    rival: Embedder | None = None,
    notes: Sequence[str] = (),
    agreement: Agreement | None = None,
) -> Certificate:
    """Measure an artifact and judge it. Nothing is written; a missed gate raises nothing.

    Args:
        artifact: the file, as it will be used.
        embedder: the same file, loaded.
        check: with the embeddings to reproduce.
        source: what the artifact was made from.
        rival: the reference as it runs here, to be timed beside the artifact; None times neither.
        notes: what else there is to say, in words for people.
        agreement: what `measure` found of this embedder and check set, if that was done already.

    Raises:
        InputError: the file cannot be read.
        ValueError: the check set has no reference, or one of another size.
    """
    agreement = agreement or measure(embedder, check)
    gates = judge(embedder.card.precision, agreement)
    return Certificate(
        made=_now(),
        artifact=_artifact(artifact, embedder.card),
        source=source,
        reference=check.reference_name,
        check=_check(check),
        runtime=runtime_facts(embedder.provider),
        agreement=agreement,
        gates=gates,
        passed=all(gate.passed for gate in gates),
        latency=None if rival is None else _latency(embedder, rival, check),
        notes=tuple(notes),
    )


def certify_later(
    artifact: Path, card: ModelCard, check: CheckSet, *, source: SourceFacts, why: str
) -> Certificate:
    """The certificate of an artifact that cannot run here: nothing is measured, and it says so.

    `edge.certificate.verify` measures it on its device and completes the certificate.

    Args:
        artifact: the file.
        card: of the model in it.
        check: with the embeddings to reproduce.
        source: what the artifact was made from.
        why: it cannot run here, in words for people.

    Raises:
        InputError: the file cannot be read.
    """
    return Certificate(
        made=_now(),
        artifact=_artifact(artifact, card),
        source=source,
        reference=check.reference_name,
        check=_check(check),
        runtime=runtime_facts("not run"),
        agreement=None,
        gates=(),
        passed=False,
        notes=(why,),
    )


def measure(embedder: Embedder, check: CheckSet) -> Agreement:
    """How far an embedder reproduces the reference of a check set.

    Raises:
        ValueError: the check set has no reference, or one of another size.
    """
    if check.reference is None:
        raise ValueError("the check set has no reference embeddings")
    vectors = embed_all(embedder, check.crops)
    return compare(check.reference, vectors, check, embedder.card.distance_threshold)


def embed_all(embedder: Embeds, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Embeddings float32 `[N, D]` of uint8 `[N, H, W, 3]`, in batches of `BATCHES` sizes in turn."""
    parts, position = [], 0
    for size in cycle(BATCHES):
        parts.append(embedder.embed(crops[position : position + size]))
        position += size
        if position >= len(crops):
            return np.concatenate(parts)
    raise AssertionError("cycle has no end")


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _artifact(path: Path, card: ModelCard) -> ArtifactFacts:
    return ArtifactFacts(
        name=path.name,
        sha256=file_hash(path),
        form="engine" if path.suffix == ".engine" else "onnx",
        precision=card.precision,
        space=card.space,
        bytes=path.stat().st_size,
    )


def _check(check: CheckSet) -> CheckFacts:
    counts = Counter(check.roles)
    enrolled = {
        product for product, role in zip(check.products, check.roles, strict=True) if role == "gallery"
    }
    return CheckFacts(
        hash=check.hash,
        reference_hash=check.reference_hash or "",
        origin=check.origin,
        photos=len(check),
        products=len(enrolled),
        strangers=counts["stranger"],
        queries=counts["known"] + counts["stranger"],
    )


def _latency(embedder: Embedder, rival: Embedder, check: CheckSet) -> LatencyFacts:
    artifact_ms, reference_ms = interleaved(embedder, rival, check.crops[:1])
    return LatencyFacts(
        batch=1,
        artifact_ms=artifact_ms,
        reference_ms=reference_ms,
        ratio=reference_ms / artifact_ms,
        reference_provider=rival.provider,
    )
