"""SQLite as both of its drivers speak it: how they are told to behave, and what their codes say.

Standard library only: this is on the way of every command.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

WAIT = 10  # seconds that a lock is waited for

GUARDS = ("trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY")
WRITERS = (
    "foreign_keys=ON",
    # A file at rest is complete in itself: it may lie in a synced folder. Windows is slow to delete.
    f"journal_mode={'TRUNCATE' if os.name == 'nt' else 'DELETE'}",
    "synchronous=EXTRA",  # the removal of SQLite's journal is synced too, else a power cut undoes an answer
    "fullfsync=ON",  # macOS: fsync alone is no barrier
    "secure_delete=ON",
    *GUARDS,
)

NOTADB = sqlite3.SQLITE_NOTADB
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def failures(*more: type[Exception]) -> tuple[type[Exception], ...]:
    """What either driver raises, and `more`; UnicodeDecodeError when SQLite's own message quotes a damaged file."""
    cipher = sys.modules.get("sqlcipher3.dbapi2")  # never loaded for a plain journal
    return (sqlite3.Error, UnicodeDecodeError, *([cipher.Error] if cipher else []), *more)


def primary_code(error: BaseException) -> int:
    """SQLite's code without its extension: disk errors alone have thirty kinds."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def address(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"  # as_uri quotes ?, # and %


def manners() -> dict[str, Any]:
    """How either driver is to behave."""
    return {"uri": True, "timeout": WAIT, "isolation_level": None, "check_same_thread": False}
