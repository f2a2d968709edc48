"""Agreement: how far two sets of embeddings of one check set are the same, down to the till's decisions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from edge.certificate.check_set import CheckSet
from gallery import Candidate, Decision, K, ViewIndex, decide, from_gallery, rank
from gallery.view import is_unit

_TOP = 5


class Agreement(BaseModel):
    """What was counted. Queries are the photos that were not enrolled: of known products and of strangers.

    Decisions, first and first five products are compared in two galleries: in that of the reference's
    embeddings, as where a till's gallery is kept and its model file replaced, and in the artifact's
    own, as where it is enrolled anew. A query counts as the same only where it is in both.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    cosine_min: float = Field(ge=-1, le=1, description="least cosine of an embedding and its reference")
    cosine_mean: float = Field(ge=-1, le=1)
    cosine_p01: float = Field(ge=-1, le=1, description="1st percentile")
    vectors: int = Field(gt=0, description="embeddings compared")
    broken: int = Field(ge=0, description="embeddings that are not finite or not of unit length")
    queries: int = Field(gt=0)
    known: int = Field(gt=0, description="queries of enrolled products")
    strangers: int = Field(ge=0, description="queries of products that are not enrolled")
    products: int = Field(gt=0, description="enrolled")
    same_first: int = Field(ge=0, description="queries with the same first product of the 7-NN")
    same_five: int = Field(ge=0, description="queries with the same first five products of the 7-NN")
    same_decisions: int = Field(
        ge=0, description="queries with the same accept, ask or unknown and the same accepted product"
    )
    right_reference: int = Field(ge=0, description="known queries that the reference's 7-NN recognises")
    right_artifact: int = Field(ge=0, description="known queries that the artifact's 7-NN recognises")

    @property
    def top1_agreement(self) -> float:
        """Share of queries with the same first product."""
        return self.same_first / self.queries

    @property
    def top5_agreement(self) -> float:
        """Share of queries with the same first five products, in any order."""
        return self.same_five / self.queries

    @property
    def decision_agreement(self) -> float:
        """Share of queries on which the till decides the same."""
        return self.same_decisions / self.queries

    @property
    def top1_reference(self) -> float:
        """Share of known queries that the reference's 7-NN recognises in its own gallery."""
        return self.right_reference / self.known

    @property
    def top1_artifact(self) -> float:
        """Share of known queries that the artifact's 7-NN recognises in its own gallery."""
        return self.right_artifact / self.known


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a gallery says of one query."""

    ranked: tuple[Candidate, ...]
    decision: Decision

    @property
    def first(self) -> str:
        return self.ranked[0].sku

    @property
    def five(self) -> frozenset[str]:
        return frozenset(candidate.sku for candidate in self.ranked[:_TOP])

    @property
    def verdict(self) -> tuple[str, str | None]:
        return self.decision.verdict.value, self.decision.sku


def compare(
    reference: NDArray[np.float32], vectors: NDArray[np.float32], check: CheckSet, threshold: float
) -> Agreement:
    """Compare an artifact's embeddings of a check set with the reference's.

    An embedding that is not finite or not of unit length has cosine -1 and agrees on nothing.

    Args:
        reference: float32 `[N, D]`, unit length.
        vectors: float32 `[N, D]`, the artifact's.
        check: the check set, N crops.
        threshold: the model card's distance threshold, for a gallery too small to tell.

    Raises:
        ValueError: the shapes do not fit, the reference is broken, or the set has nothing enrolled or
            nothing to recognise.
    """
    if reference.shape != vectors.shape or len(vectors) != len(check):
        raise ValueError(f"{reference.shape} and {vectors.shape} embeddings of {len(check)} crops")
    if not {"gallery", "known"} <= set(check.roles):
        raise ValueError("the check set has nothing enrolled, or nothing enrolled to recognise")
    if not is_unit(reference).all():
        raise ValueError("the reference has embeddings that are not finite or not of unit length")
    whole = is_unit(vectors)
    repaired = np.where(whole[:, None], vectors, 0).astype(np.float32)
    cosine = np.where(whole, cosines(reference, repaired), -1.0)
    return Agreement(
        cosine_min=float(cosine.min()),
        cosine_mean=float(cosine.mean()),
        cosine_p01=float(np.percentile(cosine, 1)),
        vectors=len(vectors),
        broken=int((~whole).sum()),
        queries=len(check.rows("known", "stranger")),
        known=len(check.rows("known")),
        strangers=len(check.rows("stranger")),
        products=len({check.products[row] for row in check.rows("gallery")}),
        **_counts(reference, repaired, whole, check, threshold),
    )


def _counts(
    reference: NDArray[np.float32],
    vectors: NDArray[np.float32],
    whole: NDArray[np.bool_],
    check: CheckSet,
    threshold: float,
) -> dict[str, int]:
    """The queries that are answered the same in both galleries, and those that are answered right."""
    galleries = ((reference, reference), (reference, vectors), (vectors, vectors))
    answers = [_answers(*each, check, threshold) for each in galleries]
    queries = check.rows("known", "stranger")
    counts = dict.fromkeys(
        ("same_first", "same_five", "same_decisions", "right_reference", "right_artifact"), 0
    )
    for row, truth, kept, own in zip(queries, *answers, strict=True):
        counts["same_first"] += bool(whole[row]) and truth.first == kept.first == own.first
        counts["same_five"] += bool(whole[row]) and truth.five == kept.five == own.five
        counts["same_decisions"] += bool(whole[row]) and truth.verdict == kept.verdict == own.verdict
        if check.roles[row] == "known":
            counts["right_reference"] += truth.first == check.products[row]
            counts["right_artifact"] += bool(whole[row]) and own.first == check.products[row]
    return counts


def cosines(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float64]:
    """The cosine of each pair of rows of two `[N, D]`, float64 `[N]`; of equal rows exactly 1.

    By differences, since products lose near 1 what the gates look at. A row of zeros has cosine 0.
    """
    apart = _directions(one) - _directions(other)
    value = 1 - np.einsum("nd,nd->n", apart, apart) / 2
    nothing = ~(one.any(axis=1) & other.any(axis=1))
    return np.asarray(np.clip(np.where(nothing, 0.0, value), -1, 1))


def _directions(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    wide = vectors.astype(np.float64)
    length = np.linalg.norm(wide, axis=1, keepdims=True)
    return np.asarray(wide / np.where(length > 0, length, 1))


def _answers(
    gallery: NDArray[np.float32], vectors: NDArray[np.float32], check: CheckSet, threshold: float
) -> list[_Answer]:
    """What the till says of each query, by the enrolled rows of one matrix and the queries of another."""
    enrolled = check.rows("gallery")
    skus = [check.products[row] for row in enrolled]
    thresholds = from_gallery(gallery[enrolled], skus, fallback=threshold)
    index = ViewIndex.build(gallery[enrolled], np.arange(len(enrolled)))
    ranked = rank(index.search(vectors[check.rows("known", "stranger")], K), skus)
    return [_Answer(candidates, decide(candidates, thresholds)) for candidates in ranked]
