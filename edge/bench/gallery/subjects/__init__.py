"""The subjects by name: ours first, then its peers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from edge.bench.gallery.subject import Subject
from edge.bench.gallery.subjects.faiss_flat import FaissFlat
from edge.bench.gallery.subjects.faiss_hnsw import FaissHnsw
from edge.bench.gallery.subjects.numpy_plain import PlainNumpy
from edge.bench.gallery.subjects.ours import Ours
from edge.bench.gallery.subjects.usearch_graph import usearch

OURS = "checkout-edge"


@dataclass(frozen=True, slots=True)
class Entry:
    """One subject of the bench.

    Attributes:
        make: gives a new one.
        package: what has to be installed for it, by the name it is imported by.
        install: the package that pip installs.
    """

    make: Callable[[], Subject]
    package: str
    install: str

    @property
    def present(self) -> bool:
        """Whether its package is installed."""
        return find_spec(self.package) is not None


SUBJECTS: Mapping[str, Entry] = {
    OURS: Entry(Ours, "gallery", "checkout-edge"),
    "numpy": Entry(PlainNumpy, "numpy", "numpy"),
    "faiss flat": Entry(FaissFlat, "faiss", "faiss-cpu"),
    "faiss hnsw": Entry(FaissHnsw, "faiss", "faiss-cpu"),
    "usearch f32": Entry(usearch("f32"), "usearch", "usearch"),
    "usearch f16": Entry(usearch("f16"), "usearch", "usearch"),
    "usearch i8": Entry(usearch("i8"), "usearch", "usearch"),
}
