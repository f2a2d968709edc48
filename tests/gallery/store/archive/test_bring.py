from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from shelf import DIMENSION, MODEL, OTHER_MODEL, item, open_gallery, view
from store.archive.carriage import everything, pictured, stocked

from gallery import Gallery, Product, View
from gallery.errors import GalleryError, InputError
from gallery.store.archive import Archive, block, create, export, merge, opened, replace_all


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """What `stocked` holds, in blocks of three views."""
    monkeypatch.setattr(block, "MOST_VIEWS", 3)
    with stocked(tmp_path / "source.gallery") as gallery:
        export(gallery, tmp_path / "source.archive")
    with opened(tmp_path / "source.archive") as archive:
        yield archive


@contextmanager
def source(tmp_path: Path) -> Iterator[Gallery]:
    with Gallery.inspect(tmp_path / "source.gallery") as gallery:
        yield gallery


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Gallery]:
    """A gallery that agrees with the archive on one product, differs on another and has one more."""
    with open_gallery(tmp_path / "other.gallery") as gallery:
        gallery.enroll(
            [
                (Product("milk", "", 140), [pictured("milk/0"), view("milk/old")]),
                (Product("bread", 'Bröd "dark"'), [pictured("bread/0"), pictured("bread/1", "till")]),
                item("extra", "0"),
            ]
        )
        gallery.reject("bread", [pictured("cake")])
        gallery.reject(None, [pictured("hand"), pictured("bag")])
        gallery.group("white", ["milk", "extra"])
        gallery.group("own", ["bread", "extra"])
        yield gallery


def test_a_new_gallery_holds_what_the_archive_holds(tmp_path: Path, archive: Archive) -> None:
    version = create(tmp_path / "new.gallery", archive, reason="for till 2")
    with Gallery.inspect(tmp_path / "new.gallery") as made, source(tmp_path) as there:
        assert everything(made) == everything(there)
        assert made.version == version == 1
        assert made.log(1)[0].reason == "for till 2"
        calibration = made.calibration()
        assert calibration is not None
        assert calibration.is_fresh(made.state, made.model)
        assert calibration.version == 1
        assert made.verify() == []
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_gallery_that_appears_meanwhile_is_left_alone(tmp_path: Path, archive: Archive) -> None:
    with open_gallery(tmp_path / "new.gallery") as mine:
        with pytest.raises(InputError, match="is there now"):
            create(tmp_path / "new.gallery", archive)
        assert mine.products() == []
    with pytest.raises(InputError, match="does not exist"):
        create(tmp_path / "none" / "new.gallery", archive)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_replace_makes_it_equal_in_one_version_and_rollback_undoes_it(
    tmp_path: Path, archive: Archive, other: Gallery
) -> None:
    before, state, version = everything(other), other.state, other.version
    assert replace_all(other, archive, reason="May") == version + 1
    with source(tmp_path) as there:
        assert everything(other) == everything(there)
    assert (other.log(1)[0].action, other.log(1)[0].reason) == ("import", "May")
    calibration = other.calibration()
    assert calibration is not None
    assert calibration.is_fresh(other.state, other.model)
    assert other.verify() == []
    other.rollback(version)
    assert everything(other) == before
    assert other.state == state


def test_replace_leaves_what_is_the_same_alone(archive: Archive, other: Gallery) -> None:
    def ids(sku: str) -> list[int]:
        return [one.view_id for one in other.live_views() if one.sku == sku and one.role == "is"]

    bread, milk = ids("bread"), ids("milk")
    replace_all(other, archive)
    assert ids("bread") == bread
    assert ids("milk") != milk
    version = other.version
    assert replace_all(other, archive) == version
    assert ids("bread") == bread


def test_replace_changes_a_view_whose_picture_or_vector_differs(tmp_path: Path, archive: Archive) -> None:
    with open_gallery(tmp_path / "odd.gallery") as odd:
        one = pictured("salt/0")
        odd.enroll([(Product("salt"), [View(one.photo_hash, view("x").vector, source="other.jpg")])])
        replace_all(odd, archive)
        with source(tmp_path) as there:
            assert everything(odd) == everything(there)


def test_replace_moves_a_photo_from_one_product_to_another(tmp_path: Path, archive: Archive) -> None:
    with open_gallery(tmp_path / "odd.gallery") as odd:
        odd.enroll([(Product("salt"), [pictured("milk/1")]), (Product("zebra"), [pictured("salt/0")])])
        odd.reject("salt", [pictured("milk/2")])
        replace_all(odd, archive)
        with source(tmp_path) as there:
            assert everything(odd) == everything(there)


def test_merge_adds_what_is_new_and_keeps_what_is_there(archive: Archive, other: Gallery) -> None:
    version = other.version
    assert merge(other, archive, reason="from till 1") == version + 1
    products = {product.sku: product for product in other.products()}
    assert products["milk"] == Product("milk", "Milk", 140, "EUR", "4006381333931")
    assert sorted(products) == ["bread", "extra", "milk", "salt"]
    hashes = {sku: {one.photo_hash for one in other.views(sku)} for sku in products}
    assert {view("milk/old").photo_hash, view("milk/3").photo_hash} < hashes["milk"]
    assert (len(hashes["milk"]), len(hashes["bread"])) == (5, 2)
    assert len(other.negatives("bread")) == 1
    assert len(other.negatives("milk")) == 2
    assert len(other.negatives(None)) == 2
    assert other.groups() == {"own": ("bread", "extra"), "white": ("extra", "milk", "salt")}
    assert other.calibration() is None
    assert merge(other, archive) == version + 1
    assert other.verify() == []


def test_a_merge_into_the_same_brings_the_calibration(tmp_path: Path, archive: Archive) -> None:
    with stocked(tmp_path / "twin.gallery", calibrated=False) as twin:
        assert twin.calibration() is None
        merge(twin, archive)
        calibration = twin.calibration()
        assert calibration is not None
        assert calibration.is_fresh(twin.state, twin.model)


def test_a_photo_under_two_products_stops_the_merge_and_nothing_changes(
    tmp_path: Path, archive: Archive
) -> None:
    with open_gallery(tmp_path / "odd.gallery") as odd:
        odd.enroll([(Product("oats"), [pictured("salt/0")])])
        before, version = everything(odd), odd.version
        with pytest.raises(InputError, match="'oats'"):
            merge(odd, archive)
        assert (everything(odd), odd.version) == (before, version)


def test_another_model_is_refused_and_nothing_changes(tmp_path: Path, archive: Archive) -> None:
    for model, dimension in ((OTHER_MODEL, DIMENSION), (MODEL, 8)):
        path = tmp_path / f"{model[:2]}{dimension}.gallery"
        with Gallery.open(path, model=model, dimension=dimension, create=True) as odd:
            for bring in (merge, replace_all):
                with pytest.raises(GalleryError, match="of model"):
                    bring(odd, archive)
            assert odd.version == 0


def test_progress_is_told_of_every_block(tmp_path: Path, archive: Archive) -> None:
    seen: list[tuple[int, int]] = []
    create(tmp_path / "new.gallery", archive, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(3, 10), (6, 10), (9, 10), (10, 10)]
