"""Which product is this vector, and how sure are we?

A name is imported when it is asked for, and `gallery.errors` brings no NumPy: so the help of a command
is there at once, and `run` can say how many threads NumPy may take.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gallery.classify import LOOK, Candidate, K, rank
    from gallery.decision import Decision, Verdict, decide
    from gallery.errors import CheckoutError, DeviceError, GalleryError, InputError
    from gallery.index import ViewIndex
    from gallery.negatives import Negatives, refute
    from gallery.neighbours import Neighbours
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
    "rank",
    "refute",
    "spreads",
]

_HOMES = {
    "Candidate": "classify",
    "K": "classify",
    "LOOK": "classify",
    "rank": "classify",
    "Decision": "decision",
    "Verdict": "decision",
    "decide": "decision",
    "CheckoutError": "errors",
    "DeviceError": "errors",
    "GalleryError": "errors",
    "InputError": "errors",
    "ViewIndex": "index",
    "Negatives": "negatives",
    "refute": "negatives",
    "Neighbours": "neighbours",
    "Product": "product",
    "check_sku": "product",
    "Recogniser": "recogniser",
    "Spread": "spread",
    "offsets": "spread",
    "spreads": "spread",
    "Gallery": "store",
    "GalleryStats": "store",
    "Contents": "store.contents",
    "Enrolment": "store.enrol",
    "Thresholds": "thresholds",
    "from_gallery": "thresholds",
    "View": "view",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
