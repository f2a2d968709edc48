"""Pictures: the worst confusions, photo beside photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edge.show.report import jpeg
from train.data import Photos
from train.measure.by_class import Confusion
from train.views import whole

SIDE = 176
"""Side of a picture, pixels."""


@dataclass(frozen=True)
class Shown:
    """A confusion with its pictures, JPEG, as the embedder sees them.

    Attributes:
        confusion: what was taken for what.
        asked, wrong, right: the asked photo, and the nearest enrolled ones of either class.
    """

    confusion: Confusion
    asked: bytes
    wrong: bytes
    right: bytes


def show_confusions(confusions: Sequence[Confusion], photos: Photos) -> list[Shown]:
    """Cut out the pictures of each confusion."""
    return [
        Shown(one, *(_picture(photos, row) for row in (one.asked, one.wrong, one.right)))
        for one in confusions
    ]


def _picture(photos: Photos, row: int) -> bytes:
    return jpeg(whole(photos.images[row], SIDE), SIDE)
