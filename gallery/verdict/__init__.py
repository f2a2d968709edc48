"""Verdict: are these views of these products enough for the till, and what is wrong with them?"""

from __future__ import annotations

from gallery.verdict.confusion import Confusion
from gallery.verdict.forecast import Forecast
from gallery.verdict.judge import judge
from gallery.verdict.left_out import LeftOut, leave_out
from gallery.verdict.product_verdict import ProductVerdict, Word
from gallery.verdict.stock import Stock
from gallery.verdict.stray import Stray

__all__ = [
    "Confusion",
    "Forecast",
    "LeftOut",
    "ProductVerdict",
    "Stock",
    "Stray",
    "Word",
    "judge",
    "leave_out",
]
