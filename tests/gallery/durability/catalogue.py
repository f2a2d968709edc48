"""Catalogue: every operation that is tried."""

from __future__ import annotations

from durability.carrying import CARRYING
from durability.indexing import INDEXING
from durability.operations import CHANGES

OPERATIONS = {operation.name: operation for operation in (*CHANGES, *CARRYING, *INDEXING)}
