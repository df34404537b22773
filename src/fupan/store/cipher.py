"""Encrypted files: SQLCipher 4, opened with the first passphrase that fits, and told apart from damaged ones.

Such a file begins with its salt, of which the first bytes are the same in every journal. So nobody is asked
for the passphrase of a file that is only damaged, and any other program with SQLCipher opens it all the same.
"""

from __future__ import annotations

import os
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from fupan.secrecy import (
    DAMAGED,
    OLDER,
    WRONG,
    WRONG_OR_DAMAGED,
    Keys,
    NeedsPassphrase,
    NoCipher,
    SealedDamaged,
    WrongPassphrase,
)
from fupan.store import sqlite
from fupan.store.beginning import SEAL, beginning, held, sealed

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from fupan.errors import FupanError
    from fupan.secrecy import Secret

SALT = 16  # bytes, at the beginning of every such file
MOST_BACKUPS = 3  # that are asked whether a passphrase is right

PLAIN = ""  # the key of a file that has none


def driver() -> Any:
    """SQLCipher behind Python's own interface to SQLite."""
    try:
        from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, and 20 MB that a plain journal never needs
    except ImportError:
        raise NoCipher from None
    return dbapi2


def version() -> str:
    connection = driver().connect(":memory:")
    try:
        return str(connection.execute("PRAGMA cipher_version").fetchone()[0])
    finally:
        connection.close()


def open_raw(path: Path, mode: str, key: str) -> sqlite3.Connection:
    """A connection through SQLCipher with a raw key, or PLAIN; it is not known yet whether the key fits."""
    made = partial(driver().connect, sqlite.address(path, mode), factory=_connection(), **sqlite.manners())
    connection = held(path, made)
    connection.execute("PRAGMA cipher_log_level=NONE")  # else it talks on standard error
    connection.execute("PRAGMA cipher_default_compatibility=4")  # a journal's form outlives SQLCipher's defaults
    if key:
        connection.execute(f'PRAGMA key="{key}"')  # hexadecimal digits of ours; it goes through no log
    return connection  # type: ignore[no-any-return]


@cache
def _connection() -> Any:
    class Connection(driver().Connection):  # type: ignore[misc]
        """As that of plain files: it lets go of its file's beginning when it is closed."""

        def close(self) -> None:
            super().close()
            self.hold.let_go()

    return Connection


def connect(path: Path, mode: str, keys: Keys | None) -> sqlite3.Connection:
    """A connection to an encrypted file. Raises NeedsPassphrase, WrongPassphrase or SealedDamaged."""
    salt = salt_of(path)
    tried = []
    for secret in (keys or Keys()).tries(str(path)):
        if connection := _opened(path, mode, secret.key(salt)):
            if keys:
                keys.opened(secret)
            return connection
        tried.append(secret)
    if not tried:
        driver()  # without it, no passphrase would help
        raise NeedsPassphrase(str(path))
    raise _why(path, tried)


def _opened(path: Path, mode: str, key: str) -> sqlite3.Connection | None:
    """The connection, if the key fits; another failure than that is for whoever reads next."""
    connection = open_raw(path, mode, key)
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except driver().Error as error:
        if sqlite.primary_code(error) == sqlite.NOTADB:
            connection.close()
            return None
    return connection


def _why(path: Path, tried: list[Secret]) -> FupanError:
    """A slip of the finger, or damage: the backups tell, since they have the journal's own salt and passphrase.

    One with another salt is older than the last `fupan rekey`, or the journal's salt is what was damaged.
    """
    salt, copies = salt_of(path), _backups(path)
    for copy in sorted(copies, key=lambda one: salt_of(one) != salt)[:MOST_BACKUPS]:
        its_own = salt_of(copy)
        for secret in tried:
            if connection := _opened(copy, "ro", secret.key(its_own)):
                connection.close()
                why = DAMAGED if its_own == salt else OLDER
                return SealedDamaged(str(path), why, backup=copy.stem)
    return WrongPassphrase(str(path), WRONG if copies else WRONG_OR_DAMAGED)


def _backups(path: Path) -> list[Path]:
    """The encrypted copies beside a journal, the newest first."""
    found = sorted(path.parent.glob("backups/*.db"), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    return [one for one in found if one != path and sealed(one)]


def salt_of(path: Path) -> bytes:
    return beginning(path)[:SALT]


def new_salt() -> bytes:
    return SEAL + os.urandom(SALT - len(SEAL))


def key_of(path: Path, keys: Keys | None) -> str:
    """The raw key that opens a file, salt and all; PLAIN for one that is not encrypted."""
    if not sealed(path):
        return PLAIN
    connect(path, "ro", keys).close()  # the one that fits comes first now
    assert keys
    return next(keys.tries(str(path))).key(salt_of(path))


def begin(path: Path, key: str) -> None:
    """An empty file becomes an encrypted one with nothing in it; nothing is done for PLAIN."""
    if not key:
        return
    connection = open_raw(path, "rw", key)
    try:
        connection.execute("PRAGMA user_version=0")
        connection.execute("VACUUM")  # writes the first page
    finally:
        connection.close()
