"""Split: which classes a training run never sees."""

from __future__ import annotations

import random
from collections.abc import Sequence


def unseen_classes(classes: Sequence[str], count: int, seed: int) -> tuple[str, ...]:
    """`count` of `classes`, sorted: the same for the same names, count and seed on any machine."""
    return tuple(sorted(random.Random(seed).sample(sorted(classes), count)))
