from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import DIMENSION, MODEL, OTHER_MODEL, clusters, item, open_gallery, random_units, state, view

from gallery import Enrolment, Gallery, GalleryError, InputError, Product, View

ITEMS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 4)), min_size=1, max_size=8)


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "shop.gallery") as opened:
        yield opened


def test_what_is_enrolled_comes_back_after_opening_again(tmp_path: Path) -> None:
    product, views = item("Crème 牛乳", "1", "2", name="Crème", price_minor=199, currency="EUR", barcode="40")
    with open_gallery(tmp_path / "a b%?#'.gallery") as first:
        assert first.enroll([(product, views)]) == [Enrolment(product.sku, 2, 0)]
    assert [path.name for path in tmp_path.iterdir()] == ["a b%?#'.gallery"]
    with open_gallery(tmp_path / "a b%?#'.gallery") as again:
        assert again.products() == [product]
        for kept, given_view in zip(again.views(product.sku), views, strict=True):
            assert kept.photo_hash == given_view.photo_hash
            assert (kept.thumbnail, kept.source) == (given_view.thumbnail, given_view.source)
            np.testing.assert_array_equal(kept.vector, given_view.vector)


def test_fields_not_given_stay(gallery: Gallery) -> None:
    gallery.enroll([item("milk", "1", name="Milk", price_minor=100, currency="EUR")])
    gallery.enroll([item("milk", price_minor=120)])
    assert gallery.products() == [Product("milk", "Milk", 120, "EUR", None)]


def test_a_photo_twice_is_one_view_and_no_new_version(gallery: Gallery) -> None:
    batch = [item("milk", "1", "2", name="Milk"), item("milk", "2", "3")]
    assert gallery.enroll(batch) == [Enrolment("milk", 3, 1)]
    assert gallery.version == 1
    assert gallery.enroll(batch) == [Enrolment("milk", 0, 4)]
    assert gallery.version == 1


def test_a_photo_of_another_product_is_refused_and_nothing_is_kept(gallery: Gallery) -> None:
    gallery.enroll([item("milk", "1")])
    stolen = (Product("cream"), [view("cream/1"), view("milk/1")])
    with pytest.raises(InputError) as caught:
        gallery.enroll([item("bread", "1"), stolen])
    assert "cream" in caught.value.problem
    assert "milk" in caught.value.problem
    assert set(state(gallery)) == {"milk"}
    assert gallery.version == 1


def test_a_new_product_needs_a_photo(gallery: Gallery) -> None:
    with pytest.raises(InputError, match="no photo"):
        gallery.enroll([item("milk")])


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_exception_half_way_leaves_the_gallery_as_it_was(gallery: Gallery, error: type) -> None:
    def half() -> Iterator[tuple[Product, list[View]]]:
        yield item("bread", "1")
        raise error

    gallery.enroll([item("milk", "1")])
    with pytest.raises(error):
        gallery.enroll(half())
    assert set(state(gallery)) == {"milk"}
    assert gallery.enroll([item("bread", "1")]) == [Enrolment("bread", 1, 0)]


def test_removed_products_are_gone_and_unknown_ones_named(gallery: Gallery) -> None:
    gallery.enroll([item("oat milk", "1", "2"), item("bread", "1")])
    with pytest.raises(InputError, match="oat milk") as caught:
        gallery.remove("oatmilk")
    assert "oat milk" in caught.value.remedy
    with pytest.raises(InputError):
        gallery.views("oatmilk")
    gallery.remove("oat milk")
    assert set(state(gallery)) == {"bread"}
    assert gallery.matrix()[2] == ["bread"]
    assert gallery.enroll([item("oat milk", "1")]) == [Enrolment("oat milk", 1, 0)]


def test_a_view_id_is_never_used_twice(gallery: Gallery) -> None:
    gallery.enroll([item("milk", "1")])
    first = gallery.matrix()[1]
    gallery.remove("milk")
    gallery.enroll([item("milk", "1")])
    assert gallery.matrix()[1] > first


def test_the_version_counts_changes_and_is_seen_by_others(gallery: Gallery) -> None:
    with Gallery.inspect(gallery.path) as other:
        assert other.version == 0
        gallery.enroll([item("milk", "1")])
        assert other.version == 1
        gallery.enroll([item("milk", price_minor=1)])
        gallery.remove("milk")
        assert other.version == 3


def test_the_matrix_is_in_order_of_enrolment(gallery: Gallery) -> None:
    vectors, skus = clusters(3, 4)
    order = np.random.default_rng(1).permutation(len(skus))
    for row in order:
        gallery.enroll([(Product(skus[row]), [view(str(row), vectors[row])])])
    kept, ids, names = gallery.matrix()
    np.testing.assert_array_equal(kept, vectors[order])
    assert kept.dtype == np.float32
    assert ids.dtype == np.int64
    assert (np.diff(ids) > 0).all()
    assert names == [skus[row] for row in order]


def test_an_empty_gallery_has_an_empty_matrix(gallery: Gallery) -> None:
    vectors, ids, skus = gallery.matrix()
    assert (vectors.shape, ids.shape, skus) == ((0, DIMENSION), (0,), [])
    assert (gallery.stats().products, gallery.stats().views, gallery.stats().version) == (0, 0, 0)


def test_stats_say_what_is_there(gallery: Gallery) -> None:
    gallery.enroll([item("milk", "1", "2"), item("bread", "1")])
    stats = gallery.stats()
    assert (stats.products, stats.views, stats.dimension, stats.model) == (2, 3, DIMENSION, MODEL)
    assert stats.bytes > 0


def test_vectors_of_another_length_are_refused(gallery: Gallery) -> None:
    with pytest.raises(ValueError, match="must be"):
        gallery.enroll([(Product("milk"), [view("1", random_units(1, 8)[0])])])


def test_another_models_gallery_is_refused_naming_both(gallery: Gallery) -> None:
    with pytest.raises(GalleryError) as caught:
        Gallery.open(gallery.path, model=OTHER_MODEL, dimension=DIMENSION, create=True)
    assert MODEL[:12] in caught.value.problem
    assert OTHER_MODEL[:12] in caught.value.problem
    assert "--gallery" in caught.value.remedy
    with pytest.raises(GalleryError):
        Gallery.open(gallery.path, model=MODEL, dimension=DIMENSION + 1)


def test_without_a_model_one_may_look_and_remove_but_not_enrol(gallery: Gallery) -> None:
    gallery.enroll([item("milk", "1")])
    with Gallery.inspect(gallery.path) as looking:
        assert looking.stats().model == MODEL
        with pytest.raises(GalleryError, match="read-only"):
            looking.remove("milk")
    with Gallery.open(gallery.path, model=None, dimension=None) as any_model:
        with pytest.raises(ValueError, match="without a model"):
            any_model.enroll([item("bread", "1")])
        any_model.remove("milk")
    assert gallery.products() == []


@settings(max_examples=10, deadline=None)
@given(ITEMS, st.randoms(use_true_random=False))
def test_enrolment_is_idempotent_and_order_does_not_matter(pairs, random) -> None:  # type: ignore[no-untyped-def]
    wanted: dict[str, set[str]] = {}
    for sku, photo in pairs:
        wanted.setdefault(sku, set()).add(view(f"{sku}/{photo}").photo_hash)
    batch = [item(sku, str(photo)) for sku, photo in pairs]
    shuffled = random.sample(batch, len(batch))
    with (
        tempfile.TemporaryDirectory() as folder,
        open_gallery(Path(folder) / "one") as one,
        open_gallery(Path(folder) / "two") as two,
    ):
        one.enroll(batch)
        for entry in shuffled:
            two.enroll([entry])
        assert state(one) == state(two) == wanted
        version = two.version
        assert sum(enrolment.added for enrolment in two.enroll(shuffled)) == 0
        assert (state(two), two.version) == (wanted, version)


@settings(max_examples=10, deadline=None)
@given(ITEMS)
def test_a_removed_product_is_absent_and_the_others_stay(pairs: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_gallery(Path(folder) / "shop") as shop:
        shop.enroll([item(sku, str(photo)) for sku, photo in pairs])
        before, gone = state(shop), pairs[0][0]
        shop.remove(gone)
        del before[gone]
        assert state(shop) == before
        assert gone not in shop.matrix()[2]
