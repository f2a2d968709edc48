"""Gallery: the products and views a shop has enrolled. The SQLite file is the truth."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from gallery.errors import GalleryError, InputError
from gallery.product import Product, check_sku
from gallery.store.contents import Contents, decode
from gallery.store.database import connect
from gallery.store.enrol import Enrolment, write
from gallery.store.new_file import create as create_file
from gallery.store.transactions import Transactions
from gallery.view import View

_PRODUCT = "products.sku, products.name, products.price_minor, products.currency, products.barcode"


@dataclass(frozen=True, slots=True)
class GalleryStats:
    """What `gallery list` says of a gallery. `bytes` is the size of its tables."""

    products: int
    views: int
    dimension: int
    model: str
    version: int
    bytes: int


class Gallery:
    """An open gallery. Use `Gallery.open`, and `close` it or use it as a context manager.

    It may be used from several threads; each call is one transaction. A writer never stops a reader
    (SQLite's write-ahead log, https://www.sqlite.org/wal.html), and what a call has returned is on
    the disk (`synchronous=FULL`).

    Attributes:
        path: the file.
        model: content hash of the embedder that made its vectors.
        dimension: D, length of its vectors.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, may_enrol: bool) -> None:
        self.path = path
        self._file = Transactions(path, connection)
        self._may_enrol = may_enrol
        with self._file.reading():
            facts = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        try:
            self.model, self.dimension = str(facts["model"]), int(facts["dimension"])
        except (KeyError, ValueError):
            raise GalleryError(
                f"gallery {path} does not say its model", "enrol again into another file"
            ) from None

    @classmethod
    def open(
        cls, path: str | Path, *, model: str | None, dimension: int | None, create: bool = False
    ) -> Gallery:
        """Open the gallery at `path` for the embedder with content hash `model`.

        Args:
            path: the SQLite file.
            model: 64 hexadecimal digits; None opens any model's gallery, without `enroll`.
            dimension: D of that embedder; None with `model` None.
            create: make an empty one where there is none.

        Raises:
            GalleryError: it is missing, damaged, locked, of a newer format, or of another model.
            InputError: `create`, and its folder does not exist.
        """
        path = Path(path)
        if create and model is not None and dimension is not None and not path.exists():
            create_file(path, model, dimension)
        connection = connect(path)
        try:
            gallery = cls(path, connection, may_enrol=model is not None)
            gallery._check_model(model, dimension)
        except BaseException:
            connection.close()
            raise
        return gallery

    @classmethod
    def inspect(cls, path: str | Path) -> Gallery:
        """Open any model's gallery for reading alone.

        Raises:
            GalleryError: as for `open`.
        """
        gallery = cls.open(path, model=None, dimension=None)
        gallery._file.connection.execute("PRAGMA query_only = ON")
        return gallery

    def _check_model(self, model: str | None, dimension: int | None) -> None:
        if model is not None and (model, dimension) != (self.model, self.dimension):
            raise GalleryError(
                f"gallery {self.path} was enrolled with model {self.model[:12]} ({self.dimension}-d), "
                f"not with {model[:12]} ({dimension}-d)",
                "enrol again with this model into another --gallery PATH, "
                "or run with the --model that made it",
            )

    def enroll(self, batch: Iterable[tuple[Product, Sequence[View]]]) -> list[Enrolment]:
        """Add products and their views: all of them, or none where anything fails on the way.

        The batch is taken in full before the file is touched, so a batch that embeds photos lazily
        keeps no one waiting, and an interrupt in it leaves the gallery as it was. A photo that a
        product already has is counted and not added twice. What a product does not give (an empty
        name, a None) stays as it is in the gallery.

        Returns:
            One entry a SKU, in the order of their first appearance.

        Raises:
            InputError: a photo is another product's already, or a new product has no photo.
            GalleryError: the file is locked or cannot be written, or the disk is full.
            ValueError: a vector is not `[D]`, or the gallery was opened without a model.
        """
        if not self._may_enrol:
            raise ValueError("a gallery opened without a model cannot take views")
        batch = [(product, tuple(views)) for product, views in batch]
        if any(view.vector.shape != (self.dimension,) for _, views in batch for view in views):
            raise ValueError(f"vectors of this gallery must be [{self.dimension}]")
        with self._file.writing():
            return write(self._file.connection, batch, self.version + 1)

    def remove(self, sku: str) -> None:
        """Take a product and its views out.

        Raises:
            InputError: there is no such product; the remedy names those spelt alike.
            GalleryError: the file is locked or cannot be written.
        """
        sku = check_sku(sku)
        with self._file.writing():
            if not self._file.connection.execute("DELETE FROM products WHERE sku = ?", (sku,)).rowcount:
                raise self._unknown(sku)

    def products(self) -> list[Product]:
        """Every product, by SKU.

        Raises:
            GalleryError: the file cannot be read.
        """
        with self._file.reading():
            rows = self._file.connection.execute(f"SELECT {_PRODUCT} FROM products ORDER BY sku")
            return [Product(*row) for row in rows]

    def views(self, sku: str) -> list[View]:
        """A product's views, in the order they were enrolled.

        Raises:
            InputError: there is no such product.
            GalleryError: the file cannot be read.
        """
        sku = check_sku(sku)
        with self._file.reading():
            if not self._file.connection.execute("SELECT 1 FROM products WHERE sku = ?", (sku,)).fetchone():
                raise self._unknown(sku)
            rows = self._file.connection.execute(
                "SELECT photo_hash, vector, thumbnail, source FROM views "
                "JOIN products ON products.id = product_id WHERE sku = ? ORDER BY views.id",
                (sku,),
            ).fetchall()
        vectors = decode([row[1] for row in rows], self.dimension, self.path)
        return [
            View(row[0], vector, bytes(row[2]), row[3]) for row, vector in zip(rows, vectors, strict=True)
        ]

    def stats(self) -> GalleryStats:
        """Counts, model, version and size.

        Raises:
            GalleryError: the file cannot be read.
        """
        with self._file.reading():
            products, views, pages, size = (
                self._file.one(statement)
                for statement in (
                    "SELECT count(*) FROM products",
                    "SELECT count(*) FROM views",
                    "PRAGMA page_count",
                    "PRAGMA page_size",
                )
            )
            return GalleryStats(products, views, self.dimension, self.model, self.version, pages * size)

    def matrix(self) -> tuple[NDArray[np.float32], NDArray[np.int64], list[str]]:
        """Vectors float32 `[V, D]`, their view ids int64 `[V]` ascending, and the SKU of each.

        Raises:
            GalleryError: the file cannot be read, or a vector in it is damaged.
        """
        with self._file.reading():
            rows = self._file.connection.execute(
                "SELECT views.id, sku, vector FROM views JOIN products ON products.id = product_id "
                "ORDER BY views.id"
            ).fetchall()
        vectors = decode([row[2] for row in rows], self.dimension, self.path)
        return vectors, np.array([row[0] for row in rows], np.int64), [row[1] for row in rows]

    def contents(self) -> Contents:
        """Products, vectors and version, all of one moment.

        Raises:
            GalleryError: the file cannot be read, or a vector in it is damaged.
        """
        with self._file.reading():
            products = {product.sku: product for product in self.products()}
            return Contents(self.version, products, *self.matrix())

    @property
    def version(self) -> int:
        """Number of changes committed so far, by any process. One row is read, so it is cheap to poll."""
        with self._file.reading():
            return self._file.one("SELECT value FROM meta WHERE key = 'version'")

    def close(self) -> None:
        """Close the file. Closing twice does nothing."""
        self._file.connection.close()

    def __enter__(self) -> Gallery:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _unknown(self, sku: str) -> InputError:
        known = [row[0] for row in self._file.connection.execute("SELECT sku FROM products ORDER BY sku")]
        close = difflib.get_close_matches(sku, known, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(map(repr, close))}?" if close else "see `checkout-edge gallery list`"
        return InputError(f"no product {sku!r} in gallery {self.path}", hint)
