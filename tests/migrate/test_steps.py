from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from migrate.world import new, old, photo, shop_gallery
from risk.calibrations import calibration

from edge.migrate import Draft, Embedded, compare_spaces, embed_views, switch
from gallery import Gallery, Product
from gallery.errors import GalleryError, InputError


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with shop_gallery(tmp_path / "shop.gallery") as opened:
        yield opened


def embedded(gallery: Gallery, photos: Path | None = None) -> Embedded:
    model = new()
    with Draft(gallery.path, model.card) as draft:
        return embed_views(gallery, model, draft, photos)


def test_every_view_is_embedded_from_its_crop_and_the_switch_is_one_version(gallery: Gallery) -> None:
    model, version = new(), gallery.version
    found = embedded(gallery)
    assert gallery.version == version
    assert switch(gallery, model, found, None, "better") == version + 1
    assert (gallery.model, gallery.dimension) == (model.card.space, 12)
    assert (gallery.log(1)[0].action, gallery.log(1)[0].reason) == ("migrate", "better")
    views = gallery.live_views()
    assert len(views) == 20
    for one, vector in zip(views, gallery.vectors([one.view_id for one in views]), strict=True):
        again = photo(int(one.source.removesuffix(".jpg")), model).vector
        assert float(vector @ again) > 0.995, one.source  # a JPEG lies between the two
    assert {view.vector.shape for view in gallery.negatives("p0")} == {(12,)}
    assert gallery.verify() == []


def test_the_gallery_takes_photos_of_the_new_model_and_goes_back_to_the_old_one(gallery: Gallery) -> None:
    state, version = gallery.state, gallery.version
    switch(gallery, new(), embedded(gallery), None)
    gallery.enroll([(Product("late"), [photo(777, new())])])
    gallery.rollback(version)
    assert (gallery.state, gallery.model) == (state, old().card.space)


def test_a_calibration_travels_with_the_switch_and_is_fresh(gallery: Gallery) -> None:
    switch(gallery, new(), embedded(gallery), calibration())
    kept = gallery.calibration()
    assert kept is not None
    assert kept.is_fresh(gallery.state, gallery.model)
    assert kept.version == gallery.version


def test_a_change_meanwhile_stops_the_switch_and_all_stays(gallery: Gallery) -> None:
    found = embedded(gallery)
    gallery.remove("p5")
    version, state = gallery.version, gallery.state
    with pytest.raises(GalleryError, match="changed while"):
        switch(gallery, new(), found, None)
    assert (gallery.version, gallery.state, gallery.model) == (version, state, old().card.space)
    assert gallery.verify() == []


def test_what_was_embedded_before_a_kill_is_not_embedded_again(gallery: Gallery) -> None:
    model, state = new(), gallery.state
    model.dies_after = 16
    with Draft(gallery.path, model.card) as draft, pytest.raises(KeyboardInterrupt):
        embed_views(gallery, model, draft, None)
    assert gallery.state == state
    again = new()
    seen: list[tuple[int, int]] = []
    with Draft(gallery.path, again.card) as draft:
        found = embed_views(gallery, again, draft, None, lambda done, total: seen.append((done, total)))
    assert again.seen == 4
    assert seen == [(16, 20), (20, 20)]
    assert (found.vectors == embedded(gallery).vectors).all()


def test_one_picture_under_two_names_is_embedded_once(tmp_path: Path) -> None:
    with shop_gallery(tmp_path / "twin.gallery", products=1) as gallery:
        gallery.reject(None, [photo(9000, old())])  # p0 has it rejected, too
        model = new()
        with Draft(gallery.path, model.card) as draft:
            found = embed_views(gallery, model, draft, None)
        assert model.seen == len(found.skus) - 1


def test_the_same_model_and_an_empty_gallery_are_refused(gallery: Gallery, tmp_path: Path) -> None:
    model = old()
    with Draft(gallery.path, model.card) as draft, pytest.raises(InputError, match="already"):
        embed_views(gallery, model, draft, None)
    assert not draft.path.exists()
    path = tmp_path / "empty.gallery"
    empty = Gallery.open(path, model=model.card.space, dimension=8, create=True)
    with empty, pytest.raises(InputError, match="is empty"):
        embedded(empty)


def test_both_spaces_are_compared_on_the_products_alone(gallery: Gallery) -> None:
    found = compare_spaces(gallery, embedded(gallery))
    assert found.views == 18
    assert 0 <= found.new <= 18
