"""Schema: what tells a gallery's file from another SQLite file, and the tables in it."""

from __future__ import annotations

import sqlite3
from importlib.resources import files

APPLICATION_ID = 0x43456467  # "CEdg", https://www.sqlite.org/fileformat2.html#application_id
SCHEMA_VERSION = 2
TABLES = frozenset({"versions", "products", "views", "vectors", "pictures", "lookalikes", "calibrations"})
_SCHEMA = files("gallery.store").joinpath("schema.sql").read_text("utf-8")


def schema_version(connection: sqlite3.Connection) -> int:
    """The version of the schema that the file says it has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def application_id(connection: sqlite3.Connection) -> int:
    """The mark of the program that made the file."""
    return int(connection.execute("PRAGMA application_id").fetchone()[0])


def missing_tables(connection: sqlite3.Connection) -> list[str]:
    """Tables that a gallery of this schema must have and this one lacks."""
    there = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return sorted(TABLES - {row[0] for row in there})


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the tables and indexes of the present schema, in the open transaction."""
    statement = ""
    for line in _SCHEMA.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
