"""The page of a bench of the till."""

from edge.show.bench.page import page

__all__ = ["page"]
