"""The file itself: what marks a journal, how it is opened for reading, and what its failures mean.

Standard library only: this is on the way of every command.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fupan.errors import CannotWrite, FupanError, JournalBusy, JournalUnreadable
from fupan.language import N_
from fupan.store.beginning import Connection, held, sealed
from fupan.store.sqlite import BUSY, GUARDS, NOTADB, WAIT, address, failures, manners, primary_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from fupan.secrecy import Keys

    Ask = Callable[..., Sequence[tuple[Any, ...]]]

APPLICATION = 0x46555041  # "FUPA" in the header, so that `file` and a restore can tell whose it is
SCHEMA = 2
RELEASES = {1: "0.1.0", 2: "0.2.0"}  # the first release that can write each schema

DAMAGED = N_("it is damaged. Do not write to it; if there are backups, they lie in the folder “backups” beside it.")
FOLDER = N_("it is a folder.")
FOREIGN = N_("it is a database of another program.")
NO_DATABASE = N_("it is no journal, or its beginning is damaged.")
CLOSED = N_("the file or its folder may not be opened. Look at their rights.")
READ_ONLY = N_("the file or its folder may only be read.")
FULL = N_("the disk is full or fails.")
NEWER = N_("a newer release")

WHYS = {
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: NO_DATABASE,
    sqlite3.SQLITE_CANTOPEN: CLOSED,
    sqlite3.SQLITE_PERM: CLOSED,
    sqlite3.SQLITE_AUTH: CLOSED,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: FULL,
}


def failure(path: Path, error: BaseException, *, writing: bool = False) -> FupanError:
    """What a failure of SQLite or of the file system means to a person."""
    if isinstance(error, OSError):
        why: str = error.strerror or str(error)
        return CannotWrite(str(path), why) if writing else JournalUnreadable(str(path), why)
    code = primary_code(error)
    if code in BUSY:
        return JournalBusy(str(path), WAIT)
    garbled = isinstance(error, UnicodeError) or "decode" in str(error)
    why = WHYS.get(code, DAMAGED if garbled else str(error))
    if code == NOTADB and sealed(path):  # a page that is not what was encrypted
        why = DAMAGED
    if writing and code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return CannotWrite(str(path), why)
    return JournalUnreadable(str(path), why)


def filled(path: Path) -> bool:
    """Whether anything was ever written there; a journal whose first write was cut short is an empty file."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise failure(path, error) from error
    if stat.S_ISDIR(found.st_mode):
        raise JournalUnreadable(str(path), FOLDER)
    return found.st_size > 0


def connect(path: Path, mode: str, keys: Keys | None = None) -> sqlite3.Connection:
    """A connection of `mode` ro or rw; neither makes a file, and we say BEGIN ourselves.

    This is the one place where a file is opened: what begins with the mark of encryption with a passphrase of
    `keys`, everything else with the standard library and without a question.
    """
    if sealed(path):
        from fupan.store import cipher  # noqa: PLC0415 - a plain journal has no part in it

        return cipher.connect(path, mode, keys)
    plain: sqlite3.Connection = held(
        path, lambda: sqlite3.connect(address(path, mode), factory=Connection, **manners())
    )
    return plain


def driver(path: Path) -> Any:
    """The module whose connections `connect` gives for a file."""
    if sealed(path):
        from fupan.store import cipher  # noqa: PLC0415

        return cipher.driver()
    return sqlite3


@contextmanager
def reading(path: Path, keys: Keys | None = None, *, lenient: bool = False) -> Iterator[Ask]:
    """One snapshot of the journal; neither the file nor its times change. `lenient` reads broken text too."""
    try:
        connection = _snapshot(path, keys)
        if lenient:
            connection.text_factory = any_text
        try:
            yield lambda statement, values=(): connection.execute(statement, values).fetchall()
        finally:
            connection.close()
    except failures(UnicodeEncodeError) as error:  # a column's damaged name cannot be asked for
        raise failure(path, error) from error


def any_text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")


def _snapshot(path: Path, keys: Keys | None) -> sqlite3.Connection:
    try:
        return _begin(connect(path, "ro", keys))
    except failures() as error:
        if primary_code(error) != sqlite3.SQLITE_READONLY:  # SQLCipher's driver knows no longer codes
            raise
    # A writer was killed while it wrote: what it had begun is taken back first, which is a write.
    _begin(connect(path, "rw", keys)).close()
    return _begin(connect(path, "ro", keys))


def _begin(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        for guard in GUARDS:
            connection.execute(f"PRAGMA {guard}")
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()  # takes the lock, meets a hot journal
    except BaseException:
        connection.close()
        raise
    return connection


def quoted(*names: str) -> str:
    """Names of tables or columns as SQL writes them."""
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)


def make(path: Path) -> None:
    """An empty file that only its owner may read; SQLite's journal beside it inherits the mode."""
    new = not path.parent.exists()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if new:
            sync(path.parent.parent)  # SQLite syncs the file's folder, not the one in which that was made
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        pass  # another process was quicker; the first transaction settles who fills it
    except OSError as error:
        raise failure(path, error, writing=True) from error


def sync(path: Path) -> None:
    """Have the disk keep a file, or what a folder lists."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot sync a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
