"""How a file begins, looked at without harm to the locks that this process has on it.

POSIX takes all locks of a process on a file away as soon as the process closes any handle on it. So while a
connection of ours is open, what the file begins with is remembered, and it is not opened beside SQLite.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LENGTH = 100  # bytes: SQLite's header
MAGIC = b"SQLite format 3\0"
SEAL = b"\x89FUPA"  # how the salt of an encrypted journal begins; no text does

_guard = threading.Lock()
_held: dict[tuple[int, int], list[Hold]] = {}


class Hold:
    """One connection's part in keeping a beginning remembered."""

    begins: bytes

    def __init__(self, path: Path) -> None:
        with _guard:
            self.file = identity(path)
            others = _held.get(self.file, []) if self.file else []
            self.begins = others[0].begins if others else _read(path)
            if self.file:
                _held.setdefault(self.file, []).append(self)

    def let_go(self) -> None:
        with _guard, suppress(KeyError, ValueError):
            if self.file:
                _held[self.file].remove(self)
                if not _held[self.file]:
                    del _held[self.file]


class Connection(sqlite3.Connection):
    """One that lets go of its file's beginning when it is closed."""

    hold: Hold

    def close(self) -> None:
        super().close()
        self.hold.let_go()


def held(path: Path, connect: Callable[[], Any]) -> Any:
    """The connection that `connect` makes; until it is closed, the file's beginning is remembered."""
    hold = Hold(path)
    try:
        connection = connect()
    except BaseException:
        hold.let_go()
        raise
    connection.hold = hold
    return connection


def refuse_replaced(connection: Any, path: Path) -> None:
    """What is written now must not go into a file that another one has replaced, while we waited for its lock.

    Nor would SQLite's own journal, which it names by the path, fit the file that is there now.
    """
    if connection.hold.file != identity(path):
        from fupan.secrecy import JournalReplaced  # noqa: PLC0415 - hardly ever needed

        raise JournalReplaced(str(path))


def beginning(path: Path) -> bytes:
    """A file's first bytes; none when it is not there, or may not be read."""
    with _guard:
        file = identity(path)
        known = _held.get(file) if file else None
        return known[0].begins if known else _read(path)


def sealed(path: Path) -> bool:
    """Whether a file is an encrypted journal."""
    return beginning(path).startswith(SEAL)


def header(path: Path) -> tuple[int, int]:
    """The application's mark and the schema, from the first hundred bytes: for those who must stay quick."""
    start = beginning(path)
    if len(start) < LENGTH or not start.startswith(MAGIC):
        return 0, 0
    return int.from_bytes(start[68:72], "big"), int.from_bytes(start[60:64], "big")


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one that was put in its place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            return opened.read(LENGTH)
    except OSError:
        return b""
