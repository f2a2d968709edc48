"""Sets: the photos that the shipped embedder is trained and judged on, by their folders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from train.data import Photos, merge, read_photos
from train.drawn import drawn_photos, shop_of
from train.split import unseen_classes

UNSEEN_GROCERY, UNSEEN_CALTECH = 13, 25
DRAWN_SHOPS, UNSEEN_SHOPS, DRAWN_VIEWS = 10, 2, 14
SPLIT_SEED = 0
TRAINING_DATA = (
    "ImageNet-1k (pre-trained weights)",
    "Grocery Store Dataset, 52 of 65 classes of train and val",
    "Caltech-101, 76 of 101 categories, 20 photos of each",
    "96 packaged products drawn by edge.synth, 14 views of each",
)

TEST_NAMES = {"Vegetables--Mushroom--Brown-Cap-Mushroom": "Vegetables--Brown-Cap-Mushroom"}
"""The Grocery Store Dataset names one class differently in `test`; here, to the name in `train`."""


@dataclass(frozen=True)
class Sets:
    """Photos by their use.

    Attributes:
        train: trained on.
        unseen_grocery, unseen_caltech, unseen_drawn: classes no training photo shows; they choose
            the model.
    """

    train: Photos
    unseen_grocery: Photos
    unseen_caltech: Photos
    unseen_drawn: Photos

    @property
    def unseen(self) -> tuple[Photos, ...]:
        """The three sets that choose the model, each by itself."""
        return self.unseen_grocery, self.unseen_caltech, self.unseen_drawn

    @classmethod
    def read(cls, data: Path) -> Sets:
        """Read `grocery/train`, `grocery/val` and `caltech101` below `data`, draw the packaged products, and
        part off the unseen classes.

        Raises:
            InputError: a folder is missing or holds fewer than two classes.
        """
        grocery = read_photos([data / "grocery/train", data / "grocery/val"])
        caltech = read_photos([data / "caltech101"])
        apart_grocery = unseen_classes(grocery.classes, UNSEEN_GROCERY, SPLIT_SEED)
        apart_caltech = unseen_classes(caltech.classes, UNSEEN_CALTECH, SPLIT_SEED)
        drawn = drawn_photos(DRAWN_SHOPS, DRAWN_VIEWS)
        apart_drawn = [name for name in drawn.classes if shop_of(name) >= DRAWN_SHOPS - UNSEEN_SHOPS]
        return cls(
            merge(
                [grocery.without(apart_grocery), caltech.without(apart_caltech), drawn.without(apart_drawn)]
            ),
            grocery.only(apart_grocery),
            caltech.only(apart_caltech),
            drawn.only(apart_drawn),
        )


def grocery_shelf(data: Path) -> tuple[Photos, Photos]:
    """All classes of the Grocery Store Dataset: `train` to enrol from and `test` to ask, names made equal.

    Raises:
        InputError: a folder is missing or holds fewer than two classes.
    """
    asked = read_photos([data / "grocery/test"])
    names = tuple(TEST_NAMES.get(name, name) for name in asked.classes)
    return read_photos([data / "grocery/train"]), replace(asked, classes=names)
