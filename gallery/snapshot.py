"""Snapshot: one version of a gallery, ready to decide by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.classify import LOOK, rank
from gallery.decision import Decision, Verdict, decide
from gallery.index import ViewIndex, open_index, product_spreads
from gallery.index.opening import Opened
from gallery.look_alikes import look_alikes
from gallery.negatives import Negatives, refute
from gallery.neighbours import Neighbours
from gallery.own_thresholds import OwnThresholds
from gallery.product import Product
from gallery.risk.calibration import Calibration
from gallery.skus import Skus
from gallery.store import Changes, Contents, Gallery
from gallery.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Settings:
    """What a till is started with.

    Attributes:
        fallback: the model card's distance threshold.
        given: thresholds that are used in place of the gallery's.
    """

    fallback: float
    given: Thresholds | None


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """All that a decision depends on. Never changed: a change of the gallery gives another snapshot.

    Attributes:
        version: of the gallery.
        state: of the gallery at that version.
        products: by SKU.
        index: of all views.
        skus: of all views.
        negatives: photos of what products are not.
        groups: by SKU, the SKUs of its groups of look-alikes.
        calibration: that the gallery keeps, fresh or not.
        own: thresholds of the gallery itself, where these decide.
        thresholds: to decide by.
    """

    version: int
    state: str
    products: Mapping[str, Product]
    index: ViewIndex
    skus: Skus
    negatives: Negatives
    groups: Mapping[str, frozenset[str]]
    calibration: Calibration | None
    own: OwnThresholds | None
    thresholds: Thresholds

    def recognise(
        self, embeddings: NDArray[np.float32], final: Sequence[bool] | None = None
    ) -> list[Decision]:
        """One decision for each of float32 `[N, D]` unit vectors.

        What is not accepted is searched for again, thoroughly: a graph may have missed what lies apart, and
        nothing is refused for that.

        Args:
            embeddings: unit vectors.
            final: of which of them a refusal counts; None for all. The others are not searched for again.

        Raises:
            ValueError: the embeddings are not `[N, D]`.
        """
        decisions = self._decide(embeddings, self.index.search(embeddings, LOOK))
        if self.index.exact:
            return decisions
        counts = [True] * len(decisions) if final is None else final
        doubtful = [n for n, one in enumerate(decisions) if counts[n] and one.verdict is not Verdict.ACCEPT]
        if doubtful:
            again = embeddings[doubtful]
            found = self._decide(again, self.index.search(again, LOOK, thorough=True))
            for number, decision in zip(doubtful, found, strict=True):
                decisions[number] = decision
        return decisions

    def _decide(self, embeddings: NDArray[np.float32], found: Neighbours) -> list[Decision]:
        ranked = refute(rank(found, self.skus), embeddings, self.negatives)
        return [decide(candidates, self.thresholds, self.groups) for candidates in ranked]


def read(gallery: Gallery, settings: Settings) -> tuple[Snapshot, Opened]:
    """A gallery's present version, and how its index was opened.

    Raises:
        GalleryError: the gallery cannot be read.
    """
    with gallery.moment():
        contents = gallery.contents(vectors=False)
        opened = open_index(gallery, contents.view_ids)
        skus = Skus(contents.view_ids, contents.skus)
        own = None
        if _settled(settings, contents.calibration, gallery.model) is None:
            vectors = opened.vectors or gallery.vectors
            spread = product_spreads.renewed(opened.spread, vectors, skus.view_ids, skus.names, opened.known)
            own = OwnThresholds.of(skus, vectors, settings.fallback, spread)
    snapshot = _snapshot(contents, contents.products, opened.index, skus, own, settings, gallery.model)
    return snapshot, opened


def follow(before: Snapshot, gallery: Gallery, settings: Settings) -> tuple[Snapshot, Changes] | None:
    """What the changes since an older version make of it; it takes as long as they are many.

    Returns:
        The present version, but with the older one's index, and the changes that are to be made to it;
        None where the gallery does not know the older one: `read` it.

    Raises:
        GalleryError: the gallery cannot be read.
    """
    with gallery.moment():
        changes = gallery.changes(before.version)
        if changes is None or gallery.state_at(before.version) != before.state:
            return None
        skus = before.skus.changed(changes.added_ids, changes.added_skus, changes.removed_ids)
        own = None
        if _settled(settings, changes.calibration, gallery.model) is None:
            if before.own is None:
                return None
            touched = {*changes.added_skus, *before.skus.of(changes.removed_ids)}
            added = len(changes.added_ids)
            own = before.own.changed(skus, touched, added, gallery.vectors, settings.fallback)
    merged = {**before.products, **changes.products}
    products = {sku: product for sku, product in merged.items() if product is not None}
    return _snapshot(changes, products, before.index, skus, own, settings, gallery.model), changes


def _settled(settings: Settings, calibration: Calibration | None, model: str) -> Thresholds | None:
    """The thresholds that were given or calibrated, stale or not; None: the gallery's own decide."""
    if settings.given is not None:
        return settings.given
    if calibration is not None and calibration.model == model:
        return calibration.thresholds()
    return None


def _snapshot(
    now: Contents | Changes,
    products: Mapping[str, Product],
    index: ViewIndex,
    skus: Skus,
    own: OwnThresholds | None,
    settings: Settings,
    model: str,
) -> Snapshot:
    settled = own.thresholds if own else _settled(settings, now.calibration, model)
    if settled is None:
        raise TypeError("no thresholds")
    return Snapshot(
        version=now.version,
        state=now.state,
        products=products,
        index=index,
        skus=skus,
        negatives=now.negatives,
        groups=look_alikes(now.groups),
        calibration=now.calibration,
        own=own,
        thresholds=settled,
    )
