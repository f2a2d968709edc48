"""New views: rows of a change, the vectors of all of them side by side and then the pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

from gallery.store.change import Change
from gallery.store.state import picture_digest, vector_digest, view_digest
from gallery.view import View


@dataclass
class NewViews:
    """Collects the views that a change adds.

    The rows of `views` are written at once, so that the next one of the same photo is seen; vectors
    and pictures wait for `write`, so that the vectors lie together in the file.

    Attributes:
        change: what they are added to.
    """

    change: Change
    _pending: list[tuple[int, View, bytes]] = field(default_factory=list)

    def add(self, sku: str, role: str, view: View) -> None:
        """Add one view of `sku`."""
        vector = view.vector.astype("<f4").tobytes()
        digests = vector_digest(vector), picture_digest(view.thumbnail, view.crop)
        number = next_view(self.change)
        self.change.connection.execute(
            "INSERT INTO views (id, sku, role, photo_hash, origin, source, vector, picture, "
            "vector_digest, picture_digest, digest, added_in) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(number, sku, role, view.photo_hash, view.origin, view.source, number, number),
                *(*digests, view_digest(sku, role, view, *digests), self.change.version),
            ),
        )
        self._pending.append((number, view, vector))

    def write(self) -> None:
        """Write the vectors, then the pictures."""
        connection = self.change.connection
        connection.executemany(
            "INSERT INTO vectors (id, vector) VALUES (?, ?)",
            ((number, vector) for number, _, vector in self._pending),
        )
        connection.executemany(
            "INSERT INTO pictures (id, thumbnail, crop) VALUES (?, ?, ?)",
            ((number, view.thumbnail, view.crop) for number, view, _ in self._pending),
        )
        self._pending.clear()


def next_view(change: Change) -> int:
    """The id of the next new view; none is ever given twice."""
    row = change.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'views'").fetchone()
    return 1 if row is None else int(row[0]) + 1
