"""The store: what a shop has enrolled, kept in one SQLite file with its history."""

from gallery.store.changes import Changes
from gallery.store.compaction import Compaction
from gallery.store.contents import Contents
from gallery.store.difference import Difference
from gallery.store.enrol import Enrolment
from gallery.store.fault import Fault
from gallery.store.gallery import Gallery
from gallery.store.live import LiveView
from gallery.store.stats import GalleryStats
from gallery.store.version import Version

__all__ = [
    "Changes",
    "Compaction",
    "Contents",
    "Difference",
    "Enrolment",
    "Fault",
    "Gallery",
    "GalleryStats",
    "LiveView",
    "Version",
]
