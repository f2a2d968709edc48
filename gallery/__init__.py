"""Which product is this vector, and how sure are we?"""

from gallery.classify import LOOK, Candidate, K, rank
from gallery.decision import Decision, Verdict, decide
from gallery.errors import CheckoutError, DeviceError, GalleryError, InputError
from gallery.index import ViewIndex
from gallery.negatives import Negatives, refute
from gallery.neighbours import Neighbours
from gallery.otsu import otsu
from gallery.product import Product, check_sku
from gallery.recogniser import Recogniser
from gallery.spread import Spread, offsets, spreads
from gallery.store import Gallery, GalleryStats
from gallery.store.contents import Contents
from gallery.store.enrol import Enrolment
from gallery.thresholds import Thresholds, from_gallery
from gallery.view import View

__all__ = [
    "LOOK",
    "Candidate",
    "CheckoutError",
    "Contents",
    "Decision",
    "DeviceError",
    "Enrolment",
    "Gallery",
    "GalleryError",
    "GalleryStats",
    "InputError",
    "K",
    "Negatives",
    "Neighbours",
    "Product",
    "Recogniser",
    "Spread",
    "Thresholds",
    "Verdict",
    "View",
    "ViewIndex",
    "check_sku",
    "decide",
    "from_gallery",
    "offsets",
    "otsu",
    "rank",
    "refute",
    "spreads",
]
