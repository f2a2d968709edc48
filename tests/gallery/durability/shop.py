"""A shop as plain dictionaries: what a gallery ought to hold, worked out without it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace

from gallery import Gallery, Product, View

Photo = tuple[bytes, bytes, bytes, str, str]
"""Vector, thumbnail, crop, source and origin of a view."""
Batch = Sequence[tuple[Product, Sequence[View]]]


@dataclass(frozen=True)
class Shop:
    """What is there at one moment; photos by SKU and then by hash, `""` is the background."""

    model: str
    products: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    photos: Mapping[str, Mapping[str, Photo]] = field(default_factory=dict)
    rejected: Mapping[str, Mapping[str, Photo]] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    calibrated: float | None = None

    def enrolled(self, batch: Batch) -> Shop:
        products, photos = dict(self.products), dict(self.photos)
        for product, views in batch:
            old = products.get(product.sku, ("", "", None, None, None))
            fields = zip(astuple(product), old, strict=True)
            products[product.sku] = tuple(was if new in ("", None) else new for new, was in fields)
            photos[product.sku] = {**photos.get(product.sku, {}), **_photos(views)}
        return replace(self, products=products, photos=photos)

    def without(self, *skus: str) -> Shop:
        groups = {
            name: tuple(sku for sku in members if sku not in skus) for name, members in self.groups.items()
        }
        return Shop(
            self.model,
            _but(self.products, skus),
            _but(self.photos, skus),
            _but(self.rejected, skus),
            {name: members for name, members in groups.items() if len(members) > 1},
            self.calibrated,
        )

    def without_views(self, sku: str, views: Sequence[View]) -> Shop:
        mine = _but(self.photos[sku], [view.photo_hash for view in views])
        return replace(self, photos={**self.photos, sku: mine})  # type: ignore[dict-item]

    def rejecting(self, sku: str | None, views: Sequence[View]) -> Shop:
        mine = {**self.rejected.get(sku or "", {}), **_photos(views)}
        return replace(self, rejected={**self.rejected, sku or "": mine})

    def grouped(self, name: str, *skus: str) -> Shop:
        return replace(self, groups={**self.groups, name: tuple(sorted(skus))})

    def re_embedded(self, model: str, vectors: Mapping[str, bytes]) -> Shop:
        """Every photo with the vector of another model, by its hash."""

        def moved(photos: Mapping[str, Mapping[str, Photo]]) -> dict[str, dict[str, Photo]]:
            return {
                sku: {photo: (vectors[photo], *rest[1:]) for photo, rest in mine.items()}
                for sku, mine in photos.items()
            }

        photos, rejected = moved(self.photos), moved(self.rejected)
        return replace(self, model=model, photos=photos, rejected=rejected, calibrated=None)


def read(gallery: Gallery) -> Shop:
    """What a gallery holds."""
    kinds: dict[str, dict[str, list[View]]] = {"is": {}, "not": {}}
    with gallery.moment():
        for row, view in gallery.whole_views():
            kinds[row.role].setdefault(row.sku, []).append(view)
        calibration = gallery.calibration()
        return Shop(
            gallery.model,
            {product.sku: astuple(product) for product in gallery.products()},
            {sku: _photos(views) for sku, views in kinds["is"].items()},
            {sku: _photos(views) for sku, views in kinds["not"].items()},
            gallery.groups(),
            None if calibration is None else calibration.distance,
        )


def _photos(views: Iterable[View]) -> dict[str, Photo]:
    return {
        view.photo_hash: (view.vector.tobytes(), view.thumbnail, view.crop, view.source, view.origin)
        for view in views
    }


def _but(mapping: Mapping[str, object], keys: Sequence[str]) -> dict[str, object]:  # type: ignore[misc]
    return {key: value for key, value in mapping.items() if key not in keys}
