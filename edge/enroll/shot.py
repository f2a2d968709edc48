"""Shot: one view of a product that is judged, with its pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.enroll.stored_crop import glance, open_crop, outline
from edge.photo.item import ItemInPhoto
from edge.photo.quality import Fault, measure
from gallery.errors import InputError
from gallery.view import View


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One view, as people and the judge look at it.

    Attributes:
        view: with its crop.
        known: what is wrong with the photo, where it was measured on the photo itself; None: on the crop.
        new: whether it is to be enrolled now.
    """

    view: View
    known: tuple[Fault, ...] | None = None
    new: bool = False

    @property
    def source(self) -> str:
        """The photo's name."""
        return self.view.source or self.view.photo_hash[:12]

    @property
    def picture(self) -> bytes:
        """The best picture there is of it: JPEG; may be empty."""
        return self.view.crop or self.view.thumbnail

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the photo.

        A stored crop does not tell whether the photo cut the item off, and where the item was cut out,
        not a dark photo from a black product.
        """
        if self.known is not None:
            return self.known
        try:
            image, mask = open_crop(self.view.crop)
        except InputError:  # none was kept, or it is damaged: `gallery verify` says so
            return ()
        whole = ItemInPhoto((0.0, 0.0, image.shape[1], image.shape[0]), mask, "mask")
        found = measure(image, whole).faults
        return found if mask is None else tuple(fault for fault in found if fault is not Fault.DARK)

    @property
    def outline(self) -> tuple[int, int] | None:
        """Width and height of the item, where its outline is known."""
        try:
            return outline(self.view.crop)
        except InputError:
            return None

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """Some of the item's pixels: uint8 `[N, 3]`, BGR; none where no crop was kept."""
        return glance(self.view.crop)
