"""Equal recall: the least effort with which a graph finds as much as ours does."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def least_effort(recall: Callable[[int], float], efforts: Sequence[int], wanted: float) -> int | None:
    """The least whole effort whose recall is `wanted` or more, or None where no effort's is.

    Recall is taken to rise with the effort; where it does not quite, the effort found still has it.

    Args:
        recall: measures it for an effort.
        efforts: rising; the search stays between the first and the last.
        wanted: a recall.
    """
    low = efforts[0] - 1
    for high in efforts:
        if recall(high) >= wanted:
            break
        low = high
    else:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if recall(middle) >= wanted else (middle, high)
    return high
