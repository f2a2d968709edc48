"""Whatever is done to a gallery in whatever order, it and its past hold what plain dictionaries hold.

For a longer run: CHECKOUT_EDGE_EXAMPLES=1000 pytest --timeout=0 tests/gallery/store/test_against_plain.py
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from numpy.testing import assert_array_equal
from risk.calibrations import calibration
from shelf import MODEL, OTHER_MODEL
from store.plain import DIMENSIONS, Plain, compare, photo_hash, photo_view, vector

from gallery import Gallery, InputError, Product
from gallery.store import Contents, Difference

SKUS = ["ale", "bun", "cola"]
PHOTOS = [f"{kind}{number}" for kind in "xy" for number in range(4)]
NAMES, PRICES = st.sampled_from(["", "A", "B"]), st.none() | st.integers(0, 2)
SKU, PHOTO_LIST = st.sampled_from(SKUS), st.lists(st.sampled_from(PHOTOS), max_size=3)


class AgainstPlain(RuleBasedStateMachine):
    """The same done to both; `past` holds each kept version's content, `read` what was read of it."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "shop.gallery"
        self.plain = Plain()
        self.gallery = Gallery.open(self.path, model=MODEL, dimension=DIMENSIONS[MODEL], create=True)
        self.past: dict[int, Plain] = {}
        self.read: dict[int, Contents] = {}
        self.states: dict[object, str] = {}
        self._seen()

    def teardown(self) -> None:
        self.gallery.close()
        self._folder.cleanup()

    def _seen(self, *, says_more: bool = False) -> None:
        """Note what a step made; a new version there is exactly where something changed."""
        last = max(self.past, default=-1)
        changed = says_more or not self.past or self.past[last].key() != self.plain.key()
        assert self.gallery.version == last + changed
        self.states.setdefault(self.plain.key(), self.gallery.state)
        if changed:
            self.past[last + 1], self.read[last + 1] = self.plain.copy(), self.gallery.contents()

    @initialize()
    def open_the_shop(self) -> None:
        """So that most steps find something to work on."""
        for number, sku in enumerate(SKUS):
            self.enroll(sku, PHOTOS[2 * number : 2 * number + 2], "A", 1)
        self.group("g", {"ale", "bun"})
        self.reject("ale", ["y3"])

    @rule(sku=SKU, photos=PHOTO_LIST, name=NAMES, price=PRICES)
    def enroll(self, sku: str, photos: list[str], name: str, price: int | None) -> None:
        product = Product(sku, name, price)
        batch = [(product, [photo_view(self.plain.model, photo) for photo in photos])]
        expected = self.plain.enroll(product, photos)
        if expected is None:
            with pytest.raises(InputError):
                self.gallery.enroll(batch)
        else:
            (enrolment,) = self.gallery.enroll(batch, reason="seen")
            assert (enrolment.added, enrolment.already) == expected
        self._seen()

    @rule(skus=st.lists(SKU, min_size=1, max_size=2))
    def remove(self, skus: list[str]) -> None:
        if self.plain.remove(skus):
            self.gallery.remove(skus)
        else:
            with pytest.raises(InputError):
                self.gallery.remove(skus)
        self._seen()

    @rule(sku=SKU, photos=PHOTO_LIST, draw=st.data())
    def remove_views(self, sku: str, photos: list[str], draw: st.DataObject) -> None:
        mine = self.plain.views.get(sku, [])
        photos = draw.draw(st.sampled_from([photos, mine[:1], mine[:-1], mine]))
        expected = self.plain.remove_views(sku, photos)
        if expected is None:
            with pytest.raises(InputError):
                self.gallery.remove_views(sku, list(map(photo_hash, photos)))
        else:
            assert self.gallery.remove_views(sku, list(map(photo_hash, photos))) == expected
        self._seen()

    @rule(sku=st.sampled_from(["", *SKUS]), photos=PHOTO_LIST)
    def reject(self, sku: str, photos: list[str]) -> None:
        views = [photo_view(self.plain.model, photo) for photo in photos]
        expected = self.plain.reject(sku, photos)
        if expected is None:
            with pytest.raises(InputError):
                self.gallery.reject(sku or None, views)
        else:
            assert self.gallery.reject(sku or None, views) == expected
        self._seen()

    @rule(sku=st.sampled_from(["", *SKUS]))
    def unreject(self, sku: str) -> None:
        if not sku or sku in self.plain.products:
            assert self.gallery.unreject(sku or None) == len(self.plain.negatives.pop(sku, []))
        self._seen()

    @rule(name=st.sampled_from("gh"), skus=st.sets(SKU))
    def group(self, name: str, skus: set[str]) -> None:
        if self.plain.group(name, skus):
            self.gallery.group(name, sorted(skus))
        else:
            with pytest.raises(InputError):
                self.gallery.group(name, sorted(skus))
        self._seen()

    @rule(name=st.sampled_from("gh"))
    def ungroup(self, name: str) -> None:
        if self.plain.groups.pop(name, None):
            self.gallery.ungroup(name)
        else:
            with pytest.raises(InputError):
                self.gallery.ungroup(name)
        self._seen()

    @rule(draw=st.data())
    def rollback(self, draw: st.DataObject) -> None:
        version = draw.draw(st.sampled_from(sorted(self.past)))
        before, self.plain = self.plain, self.plain.back_to(self.past[version])
        made = self.gallery.rollback(version, reason="it was better")
        assert made == self.gallery.version
        self._seen(says_more=before.calibrations != self.plain.calibrations)
        self.reopen()

    @precondition(lambda self: self.plain.products)
    @rule(sku=SKU, photos=PHOTO_LIST, gone=SKU)
    def several_at_once(self, sku: str, photos: list[str], gone: str) -> None:
        before = self.plain.copy()
        done = self.plain.remove([gone]) and self.plain.enroll(Product(sku), photos) is not None
        views = [photo_view(self.plain.model, photo) for photo in photos]
        if not done:
            self.plain = before
        try:
            with self.gallery.changing("import") as change:
                self.gallery.remove(gone)
                self.gallery.enroll([(Product(sku), views)])
                made = change.state()
        except InputError:
            assert not done
        else:
            assert done
            assert made == self.gallery.state
        self._seen()

    @rule(model=st.sampled_from([MODEL, OTHER_MODEL]))
    def migrate(self, model: str) -> None:
        by_hash = {photo_hash(photo): vector(model, photo) for photo in PHOTOS}
        vectors = {one.view_id: by_hash[one.photo_hash] for one in self.gallery.live_views()}
        self.gallery.re_embed(model, DIMENSIONS[model], vectors)
        self.plain.model = model
        self._seen()

    @rule(margin=st.sampled_from([0.01, 0.02]))
    def keep_calibration(self, margin: float) -> None:
        state, model = self.gallery.state, self.gallery.model
        self.gallery.keep_calibration(
            calibration(state=state, model=model, version=self.gallery.version, margin=margin)
        )
        self.plain.calibrations[model] = state, margin, max(self.past)
        self._seen(says_more=True)

    @precondition(lambda self: len(self.past) > 1)
    @rule(draw=st.data())
    def compact(self, draw: st.DataObject) -> None:
        oldest = draw.draw(st.sampled_from(sorted(self.past)[1:]))
        done = self.gallery.compact(oldest, anyway=True)
        assert done.versions == len([version for version in self.past if version < oldest])
        self.past = {version: then for version, then in self.past.items() if version >= oldest}
        models = {then.model for then in self.past.values()}
        mine = self.plain.calibrations
        self.plain.calibrations = {model: one for model, one in mine.items() if model in models}
        self._seen(says_more=True)

    @rule()
    def reopen(self) -> None:
        self.gallery.close()
        model = self.plain.model
        self.gallery = Gallery.open(self.path, model=model, dimension=DIMENSIONS[model])

    @invariant()
    def it_holds_what_the_dictionaries_hold(self) -> None:
        compare(self.gallery, self.plain)

    @invariant()
    def equal_content_has_an_equal_state(self) -> None:
        assert self.states[self.plain.key()] == self.gallery.state
        assert len(set(self.states.values())) == len(self.states)
        assert [one.version for one in self.gallery.log()] == sorted(self.past, reverse=True)
        for version, then in self.past.items():
            assert self.gallery.state_at(version) == self.states[then.key()]

    @invariant()
    def every_version_differs_from_now_by_what_was_done(self) -> None:
        for version, then in self.past.items():
            check_difference(self.gallery.diff(version, self.gallery.version), then, self.plain)
            check_difference(self.gallery.diff(self.gallery.version, version), self.plain, then)

    @invariant()
    def changes_since_any_version_lead_from_it_to_now(self) -> None:
        now = self.gallery.contents()
        for version, then in self.past.items():
            changes = self.gallery.changes(version)
            if then.model != self.plain.model:
                assert changes is None
                continue
            assert changes is not None
            old = self.read[version]
            vectors = dict(zip(old.view_ids.tolist(), zip(old.skus, old.vectors, strict=True), strict=True))
            for gone in changes.removed_ids.tolist():
                del vectors[gone]
            for new, sku, row in zip(
                changes.added_ids.tolist(), changes.added_skus, changes.added_vectors, strict=True
            ):
                assert new not in vectors
                vectors[new] = sku, row
            assert list(vectors) == now.view_ids.tolist()
            assert [sku for sku, _ in vectors.values()] == now.skus
            assert_array_equal(
                [row for _, row in vectors.values()] or np.empty_like(now.vectors), now.vectors
            )
            products = {**old.products, **changes.products}
            assert {sku: one for sku, one in products.items() if one is not None} == now.products
            assert (changes.version, changes.state) == (now.version, now.state)
        assert self.gallery.changes(min(self.past) - 1) is None
        assert self.gallery.changes(max(self.past) + 1) is None

    @invariant()
    def the_calibration_is_the_last_one_kept_for_this_model_or_brought_back(self) -> None:
        found = self.gallery.calibration()
        wanted = self.plain.calibrations.get(self.plain.model)
        assert (found and (found.state, found.margin, found.version)) == wanted

    @invariant()
    def nothing_is_damaged(self) -> None:
        assert self.gallery.verify() == []


def check_difference(found: Difference, old: Plain, new: Plain) -> None:
    def only(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
        photos = {
            sku: set(map(photo_hash, one[sku])) - set(map(photo_hash, other.get(sku, []))) for sku in one
        }
        return {sku: tuple(sorted(left)) for sku, left in photos.items() if left}

    was, now = (one.calibrations.get(one.model) for one in (old, new))
    assert (found.calibration is None) == (was == now)
    assert found.nothing == (old.key() == new.key() and was == now)
    assert {one.sku for one in found.products_added} == new.products.keys() - old.products.keys()
    assert {one.sku for one in found.products_removed} == old.products.keys() - new.products.keys()
    both = sorted(old.products.keys() & new.products.keys())
    changed = [(old.products[sku], new.products[sku]) for sku in both]
    assert list(found.products_changed) == [pair for pair in changed if pair[0] != pair[1]]
    assert (found.views_added, found.views_removed) == (
        only(new.views, old.views),
        only(old.views, new.views),
    )
    assert found.negatives_added == only(new.negatives, old.negatives)
    assert found.negatives_removed == only(old.negatives, new.negatives)
    names = old.groups.keys() | new.groups.keys()
    pairs = {name: (old.groups.get(name, ()), new.groups.get(name, ())) for name in names}
    assert found.groups == {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    assert found.model == (None if old.model == new.model else (old.model, new.model))
    assert found.model is not None or not found.views_changed


TestAgainstPlain = AgainstPlain.TestCase
TestAgainstPlain.settings = settings(
    max_examples=int(os.environ.get("CHECKOUT_EDGE_EXAMPLES", "15")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
