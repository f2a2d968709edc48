"""Mutations: faults built into the store on purpose. The tests must notice each."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from durability import shim

from gallery.index import sidecar
from gallery.index.graph import Graph
from gallery.index.stamp import Stamp
from gallery.store import Gallery, new_file
from gallery.store import gallery as gallery_module
from gallery.store.opened import OpenGallery


def _connecting(kind: type[sqlite3.Connection]) -> None:
    """Every connection is one of these."""
    connect = sqlite3.connect

    def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
        return connect(*arguments, factory=kind, **options)  # type: ignore[no-any-return]

    sqlite3.connect = connected  # type: ignore[assignment]


def no_transaction() -> None:
    """Each statement of a change is committed by itself."""

    class Connection(sqlite3.Connection):
        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            ends_nothing = statement in ("COMMIT", "ROLLBACK") and not self.in_transaction
            skipped = statement == "BEGIN IMMEDIATE" or ends_nothing
            return super().execute("SELECT 1" if skipped else statement, *values)

    _connecting(Connection)


def no_sync() -> None:
    """SQLite does not wait for the disk."""

    class Connection(sqlite3.Connection):
        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            return super().execute(statement.replace("synchronous = FULL", "synchronous = OFF"), *values)

    _connecting(Connection)


def made_in_place() -> None:
    """A new gallery is written where it is to be, not beside it."""

    def create(path: Path, model: str, dimension: int) -> None:
        new_file._write_empty(path, model, dimension)

    gallery_module.create_file = create  # type: ignore[attr-defined]


def stamp_first() -> None:
    """The stamp is written before the graph, both in place, and the graph is believed without proof."""

    def save(gallery: Path, graph: Graph, stamp: Stamp) -> None:
        sidecar.stamp_path(gallery).write_text(stamp.sealed().model_dump_json(), "utf-8")
        graph.save(sidecar.graph_path(gallery))

    def load(gallery: Gallery, live: object) -> tuple[Graph, Stamp]:
        try:
            stamp = Stamp.model_validate_json(sidecar.stamp_path(gallery.path).read_bytes())
        except (OSError, ValueError) as error:
            raise sidecar.UnusableError(str(error)) from None
        return Graph.load(sidecar.graph_path(gallery.path), gallery.dimension), stamp

    sidecar.save, sidecar.load = save, load


def log_left_out() -> None:
    """A gallery is moved to its place while some of it may still be in its log."""
    OpenGallery.checkpoint = lambda gallery: None  # type: ignore[method-assign]


def deaf_shim() -> None:
    """The shim watches another folder."""
    arm = shim.arm

    def elsewhere(folder: Path, *arguments: Any, **options: Any) -> None:
        arm(folder / "nowhere", *arguments, **options)

    shim.arm = elsewhere


MUTATIONS = {
    mutation.__name__: mutation
    for mutation in (no_transaction, no_sync, made_in_place, stamp_first, log_left_out, deaf_shim)
}
