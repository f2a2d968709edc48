"""Plan: which parts of an index are to be put together, and into what."""

from __future__ import annotations

from gallery.index import limits
from gallery.index.graph import Graph
from gallery.index.matrix import Matrix
from gallery.index.view_index import ViewIndex


def plan(index: ViewIndex) -> tuple[int, ...]:
    """The numbers of the parts that one new part should replace; none where all is well.

    - A gallery that became small is compared one by one again.
    - Matrices of more than `SIDE` views together become a graph. Graphs not much larger than what joins
      them join in, so that a gallery that grows has few graphs and none is built anew too often.
    - A graph of which much was removed is built anew.
    """
    graphs = {number: part for number, part in enumerate(index.parts) if isinstance(part, Graph)}
    matrices = {number: part for number, part in enumerate(index.parts) if isinstance(part, Matrix)}
    if len(index) < limits.EXACT_BELOW:
        return tuple(range(len(index.parts))) if graphs else ()
    chosen = {number for number, part in graphs.items() if part.dead_share > limits.DEAD}
    chosen = {number for number in chosen if len(graphs[number]) <= limits.LARGEST_REPLACED}
    side = sum(len(part) - part.aside for part in matrices.values())
    if side > limits.SIDE or chosen:
        chosen |= set(matrices)
        views = sum(len(index.parts[number]) for number in chosen)
        for number, part in sorted(graphs.items(), key=lambda item: len(item[1])):
            if number not in chosen and len(part) <= min(2 * views, limits.LARGEST_REPLACED):
                chosen.add(number)
                views += len(part)
    return tuple(sorted(chosen))
