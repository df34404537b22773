"""SQLAlchemy on a journal: how it writes, and what its failures mean."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from fupan.store import file, sqlite
from fupan.store.beginning import refuse_replaced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from sqlite3 import Connection

    from sqlalchemy import Engine

    from fupan.secrecy import Keys


def engine(path: Path, *pragmas: str, keys: Keys | None = None) -> Engine:
    """SQLAlchemy on one existing file, every transaction a BEGIN IMMEDIATE."""
    made = create_engine(
        "sqlite://",
        module=file.driver(path),  # SQLAlchemy tells a driver's failures by its module
        creator=lambda: file.connect(path, "rw", keys),
        poolclass=NullPool,
        hide_parameters=True,  # else a failure that comes into the log would bring the person's words along
    )

    @event.listens_for(made, "connect")
    def _connect(connection: Connection, _record: object) -> None:
        for pragma in (*sqlite.WRITERS, *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        refuse_replaced(connection.connection.driver_connection, path)

    return made


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's failures as ours; mistakes of ours, such as a key to nothing, as they are."""
    try:
        yield
    except sqlite.failures(DBAPIError) as error:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        known = isinstance(cause, UnicodeDecodeError) or sqlite.primary_code(cause) in (*file.WHYS, *sqlite.BUSY)
        if not known:
            raise
        raise file.failure(path, cause, writing=True) from error
