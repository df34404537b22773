"""A copy becomes the journal: its rows go into a schema of ours, and the present journal is kept aside.

Never is the copy itself put in place: only the columns of our tables leave it, so that nothing that someone
hid in it, such as a trigger, comes along.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.archive import TABLES, columns
from fupan.custody import BadArchive, Restored
from fupan.errors import CannotWrite, FupanError
from fupan.language import N_
from fupan.store import backup, copies, digest, file, incoming, migrate, outgoing, search_index, sqlite
from fupan.store.beginning import header, refuse_replaced, sealed
from fupan.store.opening import peek

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from fupan.secrecy import Keys

BESIDE = ("-journal", "-wal", "-shm")  # what SQLite may have left beside a file
DIFFERS = N_("what was brought back is not the same as the copy; nothing was changed.")


def restore(
    path: Path, source: Path, *, now: datetime, damaged_too: bool = False, keys: Keys | None = None
) -> Restored:
    """Bring a copy back. Raises BadArchive or DamagedRows before anything is touched.

    What is restored is encrypted if the copy or the journal is, with the journal's passphrase where that is known.
    """
    found = copies.look(source, keys)
    if found.trouble or not (sealed(source) or header(source)[0]):
        raise BadArchive(str(source), found.trouble or N_("it is an export: `fupan import` reads it."))
    if found.damaged and not damaged_too:
        raise copies.damage(source, found.damaged)
    part = path.with_name(f"restoring-{os.getpid()}.db")
    try:
        file.make(part)
        _seal(part, path, source, keys)
        _build(part, source, found.schema, now, keys)
        if not found.damaged:
            _check(part, source, keys)
        aside = _put(path, part, now, keys) if path.exists() else None
        if aside is None:
            _place(path, part)
    except sqlite.failures(OSError) as error:
        raise file.failure(path, error, writing=True) from error
    finally:
        for suffix in ("", *BESIDE):
            Path(f"{part}{suffix}").unlink(missing_ok=True)
    return Restored(source=str(source), rows=found.rows, aside=str(aside) if aside else "")


def _seal(part: Path, path: Path, source: Path, keys: Keys | None) -> None:
    """The new file is encrypted before a word comes into it."""
    if not (sealed(path) or sealed(source)):
        return
    from fupan.store import cipher  # noqa: PLC0415 - a plain journal has no part in it

    known = keys.known if keys else None
    like = path if sealed(path) and (peek(path, known) or not sealed(source)) else source
    cipher.begin(part, cipher.key_of(like, keys))


def _build(part: Path, source: Path, schema: int, now: datetime, keys: Keys | None) -> None:
    """Our columns of our tables, as they are stored, in a fresh schema, brought up to this one."""
    migrate.begin(part, schema, keys)
    with closing(file.connect(part, "rw", keys)) as connection:
        for guard in sqlite.GUARDS:
            connection.execute(f"PRAGMA {guard}")
        connection.execute("PRAGMA foreign_keys=OFF")
        _pour(connection, source, keys)
    if schema < file.SCHEMA:
        migrate.upgrade(part, now=now, keys=keys)
    if _content(part, keys) != _content(source, keys) and schema == file.SCHEMA:
        raise CannotWrite(str(part), DIFFERS)
    file.sync(part)


def _pour(
    connection: sqlite3.Connection, source: Path, keys: Keys | None, first: Callable[[], None] = lambda: None
) -> None:
    """In one transaction, all rows of `source` in place of those that are there; `first` runs inside it."""
    _attach(connection, source, keys)
    connection.execute("BEGIN IMMEDIATE")
    try:
        first()
        for table in TABLES:
            names = file.quoted(*_shared(connection, table))
            if not names:
                continue
            place = file.quoted(table)
            connection.execute(f"DELETE FROM main.{place}")  # noqa: S608 - names of ours
            connection.execute(f"INSERT INTO main.{place} ({names}) SELECT {names} FROM source.{place}")  # noqa: S608
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            with suppress(*sqlite.failures()):  # a failure may have ended it already
                connection.execute("ROLLBACK")
        with suppress(*sqlite.failures()):
            connection.execute("DETACH source")


def _attach(connection: sqlite3.Connection, source: Path, keys: Keys | None) -> None:
    """An encrypted file is attached by a connection to an encrypted one only; that one takes plain ones too."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("ATTACH ? AS source", (sqlite.address(source, "ro"),))
        return
    from fupan.store import cipher  # noqa: PLC0415

    connection.execute("ATTACH ? AS source KEY ?", (sqlite.address(source, "ro"), cipher.key_of(source, keys)))


def _shared(connection: sqlite3.Connection, table: str) -> list[str]:
    """Our columns of a table that both journals have; one of an older schema lacks some."""
    ours = {*columns(table), "digest"}
    both = [
        {name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?, ?)", (table, schema))}
        for schema in ("main", "source")
    ]
    return sorted(ours & both[0] & both[1])


def _content(path: Path, keys: Keys | None) -> dict[str, tuple[int, str]]:
    with file.reading(path, keys, lenient=True) as ask:
        return {table: told for table, told in digest.fingerprint(ask).items() if table in TABLES}


def _check(part: Path, source: Path, keys: Keys | None) -> None:
    """Every value is one that a journal can have: digests do not tell, since anybody can make them."""
    with outgoing.whole(part, keys=keys) as tables:
        try:
            incoming.check({"schema": file.SCHEMA, **{name: list(rows) for name, rows in tables}}, str(source))
        except BadArchive as error:
            raise BadArchive(str(source), error.why, error.place) from None


# --- into its place ----------------------------------------------------------------------------------------


def _place(path: Path, part: Path) -> None:
    part.replace(path)
    file.sync(path.parent)


def _put(path: Path, part: Path, now: datetime, keys: Keys | None) -> Path:
    """Over a journal that is there. One that works is changed from within, since others may wait to write it."""
    aside = copies.unused(backup.folder(path) / f"before-restore-{copies.stamp(now)}.db")
    try:
        if peek(path, keys) == file.SCHEMA and sealed(path) == sealed(part):
            return _change(path, part, aside, keys)
    except sqlite.failures(FupanError, OSError):
        if _locked(path, keys):
            raise
    return _exchange(path, part, aside)


def _locked(path: Path, keys: Keys | None) -> bool:
    """Whether another program holds the journal: then it is no time for exchanging files."""
    try:
        with closing(file.connect(path, "rw", keys.known if keys else None)) as connection:
            connection.execute("PRAGMA busy_timeout=0")
            connection.execute("BEGIN IMMEDIATE")
    except FupanError:  # encrypted, and it does not open
        return False
    except sqlite.failures() as error:
        return sqlite.primary_code(error) in sqlite.BUSY
    return False


def _change(path: Path, part: Path, aside: Path, keys: Keys | None) -> Path:
    """In one transaction of the journal's own file; what was in it is copied while nobody else can write."""

    def keep_aside() -> None:
        refuse_replaced(connection, path)
        backup.keep_copy(path, aside, keys)
        search_index.remove(connection)  # it is made anew of what came back

    with closing(file.connect(path, "rw", keys)) as connection:
        for pragma in sqlite.WRITERS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA foreign_keys=OFF")
        _pour(connection, part, keys, first=keep_aside)
    return aside


def _exchange(path: Path, part: Path, aside: Path) -> Path:
    """File for file: the present one cannot be opened, or is of another schema."""
    aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for suffix in BESIDE:  # else SQLite would roll an old half-done change back into the new file
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").replace(f"{aside}{suffix}")
    try:
        os.link(path, aside)
    except OSError:  # a file system without links
        shutil.copyfile(path, aside)
    aside.chmod(0o600)
    file.sync(aside)
    file.sync(aside.parent)
    _place(path, part)
    return aside
