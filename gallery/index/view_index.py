"""View index: the views nearest to a vector. Derived from the gallery, never the truth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gallery.index import limits
from gallery.index.graph import WIDE, Graph
from gallery.index.matrix import Matrix
from gallery.index.nearest import nearest
from gallery.neighbours import Neighbours

Part = Graph | Matrix


class ViewIndex:
    """Nearest views by L2 distance. Never changed: a change gives another index that shares its parts.

    Fewer than `limits.EXACT_BELOW` views are one matrix, in which all are compared. More are a graph, and
    a matrix of the views that came since; a view that is removed is left out of the answers. A thread
    puts the parts together when that pays (`gallery.index.plan`), and the index that has them follows.

    All parts measure distances by differences: two equal vectors are at distance 0. Equal distances are
    ordered by view id.

    Args:
        parts: no view is in two of them.
        dimension: D of all their vectors.
        line: the same for an index and those that follow from it; another one by default.
    """

    def __init__(self, parts: Sequence[Part], dimension: int, line: object = None) -> None:
        self.parts = tuple(parts)
        self.line = line or object()
        self.dimension = dimension
        self._views = sum(len(part) for part in self.parts)
        self._asked = tuple(part for part in self.parts if len(part)) or (Matrix.empty(dimension),)

    @classmethod
    def build(cls, vectors: NDArray[np.float32], view_ids: NDArray[np.int64]) -> ViewIndex:
        """Index float32 `[V, D]` vectors with their view ids, int64 `[V]`, each once.

        Raises:
            ValueError: the shapes do not fit.
        """
        if vectors.ndim != 2 or view_ids.shape != (len(vectors),):
            raise ValueError(f"vectors {vectors.shape} must be [V, D] and view ids {view_ids.shape} [V]")
        dimension = vectors.shape[1]
        if len(vectors) < limits.EXACT_BELOW:
            return cls([Matrix.of(vectors, view_ids)], dimension)
        vectors = np.ascontiguousarray(vectors, np.float32)
        return cls([Graph.build([(view_ids, vectors)], len(vectors), dimension)], dimension)

    @property
    def exact(self) -> bool:
        """Whether every view is compared."""
        return all(isinstance(part, Matrix) for part in self._asked)

    def __len__(self) -> int:
        return self._views

    def search(self, queries: NDArray[np.float32], k: int, *, thorough: bool = False) -> Neighbours:
        """The `k` views nearest to each of float32 `[N, D]` queries; fewer where there are fewer.

        Args:
            queries: unit vectors.
            k: views wanted.
            thorough: look further around in a graph, for what must not be missed; some times slower.

        Raises:
            ValueError: the queries are not `[N, D]`.
        """
        if queries.ndim != 2 or queries.shape[1] != self.dimension:
            raise ValueError(f"queries {queries.shape} must be [N, {self.dimension}]")
        found = [
            part.search(queries, k, WIDE) if thorough and isinstance(part, Graph) else part.search(queries, k)
            for part in self._asked
        ]
        return Neighbours(*nearest(found, k))

    def changed(
        self, view_ids: NDArray[np.int64], vectors: NDArray[np.float32], removed: NDArray[np.int64]
    ) -> ViewIndex:
        """This index with more views, int64 `[A]` and float32 `[A, D]`, and without others, int64 `[R]`.

        The cost grows with the change, not with the index.

        Raises:
            ValueError: the shapes do not fit.
        """
        if vectors.shape != (len(view_ids), self.dimension):
            raise ValueError(f"vectors {vectors.shape} must be [{len(view_ids)}, {self.dimension}]")
        parts = [part.without(removed) if len(removed) else part for part in self.parts]
        if len(view_ids):
            last = parts[-1] if parts else None
            if isinstance(last, Matrix) and len(last) <= limits.EXACT_BELOW:
                parts[-1] = last.added(vectors, view_ids)
            else:
                parts.append(Matrix.empty(self.dimension).added(vectors, view_ids))
        return ViewIndex(parts, self.dimension, self.line)

    def replaced(self, numbers: Sequence[int], made: Sequence[Part]) -> ViewIndex:
        """This index with new parts in the place of several old ones.

        Args:
            numbers: which of `parts`; views may have come to them or gone since `made` was made.
            made: of what they held then.
        """
        old = [self.parts[number] for number in numbers]
        live, known = _view_ids(old), _view_ids(made)
        gone = np.setdiff1d(known, live)
        late = [part.without(known) for part in old if isinstance(part, Matrix)]
        others = [part for number, part in enumerate(self.parts) if number not in numbers]
        parts = [*(part.without(gone) for part in made), *others, *late]
        return ViewIndex([part for part in parts if len(part)], self.dimension, self.line)


def _view_ids(parts: Sequence[Part]) -> NDArray[np.int64]:
    return np.concatenate([np.empty(0, np.int64), *(part.view_ids for part in parts)])
