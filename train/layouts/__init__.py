"""Layouts: how photos and their classes lie on disk, told from the names alone."""

from __future__ import annotations

from train.layouts.find import find
from train.layouts.listing import Entry, Listing, Skipped

__all__ = ["Entry", "Listing", "Skipped", "find"]
