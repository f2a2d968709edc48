"""The store: what a shop has enrolled, kept in one SQLite file with its history."""

from gallery.store.contents import Contents
from gallery.store.enrol import Enrolment
from gallery.store.gallery import Gallery, GalleryStats

__all__ = ["Contents", "Enrolment", "Gallery", "GalleryStats"]
