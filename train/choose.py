"""Choose: how far to go from pre-trained towards trained weights, and how much the generalist says."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from train import views
from train.average import interpolate
from train.data import Photos
from train.embedder import Branch, Embedder
from train.evaluate import Score, few_shot
from train.features import branch_vectors
from train.split import first_of_each

log = logging.getLogger(__name__)

ALPHAS = (0.5, 0.75, 1.0)
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
MOST_PHOTOS, MOST_CLASSES = 20, 25
"""Photos of a class and classes of a set that are judged on; more take long and tell little."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Trial:
    """One share of the generalist on one set.

    Attributes:
        share: of the generalist in the embedding's squared length; 0 where there is none.
        plain, hard: scores on photos as they are, and as a till might see them.
    """

    share: float
    plain: Score
    hard: Score

    @property
    def merit(self) -> float:
        """Mean of top-1 and AUROC of both views."""
        return float(np.mean([self.plain.top1, self.plain.auroc, self.hard.top1, self.hard.auroc]))


@dataclass(frozen=True)
class Choice:
    """One distance from the start towards the trained weights, and what was found best with it.

    Attributes:
        alpha: 0 the weights of the start, 1 the trained ones, between them (WiSE-FT).
        trials: of each set, the best first.
    """

    alpha: float
    trials: tuple[tuple[Trial, ...], ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """The best share on each set."""
        return tuple(trials[0].share for trials in self.trials)

    @property
    def merit(self) -> float:
        """Mean merit over the sets, each with its best share."""
        return float(np.mean([trials[0].merit for trials in self.trials]))


@dataclass(frozen=True)
class _Set:
    """A set of unseen classes, and the generalist's vectors of both views."""

    photos: Photos
    general: tuple[Vectors, Vectors] | None


def choose(
    embedder: Embedder,
    start: Mapping[str, Tensor],
    end: Mapping[str, Tensor],
    unseen: Sequence[Photos],
    alphas: Sequence[float] = ALPHAS,
) -> list[Choice]:
    """Judge every `alpha`, and every share of the generalist on each set of classes not trained on.

    The best `alpha` is left in `embedder`, with a share for each set; see `teach_gate` for what follows.

    Args:
        embedder: its trained branch takes the chosen weights, its generalist stays.
        start, end: weights of the trained branch before and after training.
        unseen: sets of unseen classes, which all count equally.
        alphas: what to choose from.

    Returns:
        All choices, best first.
    """
    size = embedder.shape.size
    some = [few(photos) for photos in unseen]
    general = embedder.generalist
    sets = [_Set(photos, _both_views(general, size, photos) if general else None) for photos in some]
    choices = []
    for alpha in alphas:
        _load(embedder, interpolate(start, end, alpha))
        trials = [_trials(one, _both_views(embedder, size, one.photos)) for one in sets]
        choices.append(Choice(alpha, tuple(trials)))
        log.info("alpha %.2f: merit %.4f, shares %s", alpha, choices[-1].merit, choices[-1].shares)
    choices.sort(key=lambda one: -one.merit)
    apply(embedder, start, end, choices[0].alpha, choices[0].shares)
    return choices


def apply(
    embedder: Embedder,
    start: Mapping[str, Tensor],
    end: Mapping[str, Tensor],
    alpha: float,
    shares: tuple[float, ...],
) -> None:
    """Give an embedder the weights `alpha` of the way from `start` to `end`, its generalist its shares."""
    _load(embedder, interpolate(start, end, alpha))
    if embedder.generalist is not None:
        embedder.set_shares(shares)


def own_weights(embedder: Embedder) -> dict[str, Tensor]:
    """A copy of the weights of the trained branch."""
    state = embedder.state_dict()
    return {
        key: value.clone() for key, value in state.items() if not key.startswith(("generalist.", "gate."))
    }


def few(photos: Photos) -> Photos:
    """At most `MOST_CLASSES` classes and `MOST_PHOTOS` photos of each, the first of them."""
    return first_of_each(photos.only(photos.classes[:MOST_CLASSES]), MOST_PHOTOS)


def _trials(one: _Set, own: tuple[Vectors, Vectors]) -> tuple[Trial, ...]:
    if one.general is None:
        return (_trial(one.photos, 0.0, *own),)
    pairs = list(zip(one.general, own, strict=True))
    trials = [_trial(one.photos, share, *(_join(*pair, share) for pair in pairs)) for share in SHARES]
    return tuple(sorted(trials, key=lambda trial: -trial.merit))


def _trial(photos: Photos, share: float, plain: Vectors, hard: Vectors) -> Trial:
    return Trial(share, few_shot(plain, photos.labels), few_shot(hard, photos.labels))


def _join(general: Vectors, own: Vectors, share: float) -> Vectors:
    """The embedding of two branches' unit vectors, see `Embedder`."""
    return np.concatenate([general * share**0.5, own * (1 - share) ** 0.5], 1)


def _both_views(branch: Branch, size: int, photos: Photos) -> tuple[Vectors, Vectors]:
    """A branch's unit vectors of photos as they are and as a till might see them; the same at each call."""
    plain = branch_vectors(branch, photos, size, views.whole)
    return plain, branch_vectors(branch, photos, size, views.hard())


def _load(embedder: nn.Module, state: Mapping[str, Tensor]) -> None:
    embedder.load_state_dict(dict(state), strict=False)
