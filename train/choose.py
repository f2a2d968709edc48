"""Choose: how far to go from pre-trained towards trained weights, and how much the generalist says."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from train import views
from train.average import interpolate
from train.data import Photos
from train.embedder import Branch, Embedder
from train.evaluate import Score, few_shot
from train.features import branch_vectors

log = logging.getLogger(__name__)

ALPHAS = (0.0, 0.5, 0.75, 1.0)
SHARES = (0.2, 0.3, 0.4, 0.5, 0.6)
SLACK = 0.003
"""How far a choice may be below the generalist alone in top-1 on a set and still count as not below."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Choice:
    """What was chosen, and how it was judged.

    Attributes:
        alpha: 0 the weights of the start, 1 the trained ones, between them (WiSE-FT).
        share: of the generalist in the embedding's squared length; 0 where there is none.
        merit: mean of top-1 and AUROC over all sets and views.
        shortfall: most that top-1 of any set, as it is, is below the generalist alone.
        scores: of each set, first as it is, then as a till might see it.
    """

    alpha: float
    share: float
    merit: float
    shortfall: float
    scores: tuple[Score, ...]


@dataclass(frozen=True)
class _Set:
    photos: Photos
    hard: bool
    general: Vectors | None


def choose(
    embedder: Embedder,
    start: Mapping[str, Tensor],
    end: Mapping[str, Tensor],
    unseen: Sequence[Photos],
    alphas: Sequence[float] = ALPHAS,
    shares: Sequence[float] = SHARES,
) -> list[Choice]:
    """Judge every `alpha` and share on classes that were not trained on; leave the best in `embedder`.

    Best is the highest merit among the choices that are nowhere below the generalist alone; if all
    are somewhere, the one that is least so.

    Args:
        embedder: its trained branch takes the chosen weights, its generalist stays.
        start, end: weights of the trained branch before and after training.
        unseen: sets of unseen classes, which all count equally.
        alphas, shares: what to choose from; shares mean nothing without a generalist.

    Returns:
        All choices, best first.
    """
    sets = [
        _Set(photos, hard, _vectors(embedder.generalist, embedder.shape.size, photos, hard))
        for photos in unseen
        for hard in (False, True)
    ]
    floor = [_score(one, one.general).top1 if one.general is not None else 0.0 for one in sets[::2]]
    choices = []
    shares = shares if embedder.generalist else (0.0,)
    for alpha in alphas:
        _load(embedder, interpolate(start, end, alpha))
        own = [_vectors(embedder, embedder.shape.size, one.photos, one.hard) for one in sets]
        choices += [
            _judge(sets, own, alpha, share, floor) for share in (shares if embedder.generalist else (0.0,))
        ]
    choices.sort(key=lambda one: (max(one.shortfall, SLACK), -one.merit))
    for choice in choices:
        log.info("alpha %.2f, share %.1f: merit %.4f", choice.alpha, choice.share, choice.merit)
    apply(embedder, start, end, choices[0].alpha, choices[0].share)
    return choices


def apply(
    embedder: Embedder, start: Mapping[str, Tensor], end: Mapping[str, Tensor], alpha: float, share: float
) -> None:
    """Give an embedder the weights `alpha` of the way from `start` to `end`, and its generalist its share."""
    _load(embedder, interpolate(start, end, alpha))
    if embedder.shape.generalist is not None:
        embedder.beside(replace(embedder.shape.generalist, share=share))


def own_weights(embedder: Embedder) -> dict[str, Tensor]:
    """A copy of the weights of the trained branch."""
    state = embedder.state_dict()
    return {key: value.clone() for key, value in state.items() if not key.startswith("generalist.")}


def join(general: Vectors | None, own: Vectors, share: float) -> Vectors:
    """The embedding of two branches' unit vectors, see `Embedder`."""
    if general is None:
        return own
    return np.concatenate([general * share**0.5, own * (1 - share) ** 0.5], 1)


def _judge(
    sets: Sequence[_Set], own: Sequence[Vectors], alpha: float, share: float, floor: Sequence[float]
) -> Choice:
    scores = [_score(one, join(one.general, mine, share)) for one, mine in zip(sets, own, strict=True)]
    below = max(least - score.top1 for least, score in zip(floor, scores[::2], strict=True))
    merit = float(np.mean([(score.top1 + score.auroc) / 2 for score in scores]))
    return Choice(alpha, share, merit, below, tuple(scores))


def _score(one: _Set, vectors: Vectors) -> Score:
    return few_shot(vectors, one.photos.labels)


@overload
def _vectors(branch: Branch, size: int, photos: Photos, hard: bool) -> Vectors: ...
@overload
def _vectors(branch: Branch | None, size: int, photos: Photos, hard: bool) -> Vectors | None: ...
def _vectors(branch: Branch | None, size: int, photos: Photos, hard: bool) -> Vectors | None:
    """A branch's unit vectors; the same views at each call."""
    return branch_vectors(branch, photos, size, views.hard() if hard else views.whole) if branch else None


def _load(embedder: nn.Module, state: Mapping[str, Tensor]) -> None:
    embedder.load_state_dict(dict(state), strict=False)
