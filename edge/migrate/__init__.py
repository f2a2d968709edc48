"""Migrate: move a gallery to another embedder, from its stored crops, in one switch at the end.

Vectors of two spaces are never mixed, and a kill at any moment leaves the old ones in force.
"""

from edge.migrate.compare import Comparison
from edge.migrate.draft import Draft
from edge.migrate.embedded import Embedded
from edge.migrate.new_calibration import Wish, calibrated, wish
from edge.migrate.steps import compare_spaces, embed_views, switch

__all__ = [
    "Comparison",
    "Draft",
    "Embedded",
    "Wish",
    "calibrated",
    "compare_spaces",
    "embed_views",
    "switch",
    "wish",
]
