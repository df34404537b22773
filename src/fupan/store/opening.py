"""The gate: looks at a journal's schema, upgrades an older one, and lets a newer one be read only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.errors import FupanError, JournalUnreadable
from fupan.store import file
from fupan.store.beginning import header, sealed
from fupan.store.reading import Store

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from fupan.secrecy import Keys


def peek(path: Path, keys: Keys | None = None) -> int:
    """The schema of the journal at `path`, 0 when there is none; never upgrades, never asks, never fails.

    An encrypted journal is none for whoever has not opened it before.
    """
    if sealed(path):
        try:
            return _schema(path, keys.known) if keys and keys.proven else 0
        except FupanError:
            return 0
    mark, schema = header(path)
    return schema if mark == file.APPLICATION else 0


def open_store(path: Path, *, now: datetime, day_ends: int = 4, keys: Keys | None = None) -> Store:
    """The journal at `path`. One that is not there yet reads as empty and is made by the first write."""
    found = _schema(path, keys)
    if not 0 < found < file.SCHEMA:
        return Store(path, now=now, day_ends=day_ends, schema=found, keys=keys)
    from fupan.store.migrate import upgrade  # noqa: PLC0415 - alembic is needed once per upgrade

    upgraded_from = upgrade(path, now=now, keys=keys)
    return Store(path, now=now, day_ends=day_ends, schema=file.SCHEMA, upgraded_from=upgraded_from, keys=keys)


def _schema(path: Path, keys: Keys | None) -> int:
    if not file.filled(path):
        return 0
    with file.reading(path, keys) as ask:
        [(mark,)], [(schema,)] = ask("PRAGMA application_id"), ask("PRAGMA user_version")
        [(tables,)] = ask("SELECT count(*) FROM sqlite_master")
    if not mark and not schema and not tables:
        return 0
    if mark != file.APPLICATION:
        raise JournalUnreadable(str(path), file.FOREIGN)
    if schema < 1:
        raise JournalUnreadable(str(path), file.DAMAGED)
    return int(schema)
