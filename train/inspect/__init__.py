"""Inspect: what is in a data set, and what is wrong with it."""

from __future__ import annotations

from train.inspect.inspection import Inspection, inspect
from train.inspect.near import NearPair

__all__ = ["Inspection", "NearPair", "inspect"]
