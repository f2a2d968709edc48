"""A shop that does not exist: its products, their photos, and recordings of its till with the truth."""

from edge.synth.checkout import Checkout
from edge.synth.package import Package, make_package
from edge.synth.photos import photo, write_product_photos
from edge.synth.pose import Pose
from edge.synth.render import render
from edge.synth.scene import StillLife, still_life
from edge.synth.script import TruthEvent
from edge.synth.shop import Shop, make_shop
from edge.synth.video import write_video

__all__ = [
    "Checkout",
    "Package",
    "Pose",
    "Shop",
    "StillLife",
    "TruthEvent",
    "make_package",
    "make_shop",
    "photo",
    "render",
    "still_life",
    "write_product_photos",
    "write_video",
]
