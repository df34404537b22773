"""Copies of a journal: looked through row by row, made every day that something is written, and put aside."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fupan.archive import TABLES, parse
from fupan.custody import BadArchive, Copy, DamagedRows
from fupan.errors import CannotWrite, FupanError, NameTaken
from fupan.language import N_
from fupan.secrecy import SealedDamaged
from fupan.store import backup, digest, file, incoming, search_index
from fupan.store.beginning import beginning, sealed

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from fupan.periods import Week
    from fupan.secrecy import Keys

DAILY, WEEKLY = 7, 8  # how many of each are kept
SHOWN = 5  # damaged rows that an error names
KNOWN = {*TABLES, "alembic_version"}
JSON_START = (b"{", b"\xef\xbb\xbf{")

ABSENT = N_("it is not there.")
EMPTY = N_("it is empty.")
STRANGER = N_("it holds what no journal has. It is not from fupan, or someone changed it.")
NEWER = N_("a newer fupan wrote it; install that one first.")
LOOSE = N_("some of its rows speak of others that are not in it.")


def look(path: Path, keys: Keys | None = None) -> Copy:
    """A journal, a copy of one, or an export, read from end to end; it is not changed."""
    try:
        if not file.filled(path):
            return Copy(path=str(path), trouble=EMPTY if path.exists() else ABSENT)
        found = path.stat()
        made = datetime.fromtimestamp(found.st_mtime, UTC)
        if beginning(path)[:16].lstrip().startswith(JSON_START):
            return _look_at_export(path, made, found.st_size)
        return _look_at_journal(path, made, found.st_size, keys)
    except SealedDamaged:
        return Copy(path=str(path), trouble=file.DAMAGED)
    except FupanError as error:
        return Copy(path=str(path), trouble=str(getattr(error, "why", error.message)))
    except OSError as error:
        return Copy(path=str(path), trouble=error.strerror or str(error))


def _look_at_export(path: Path, made: datetime, size: int) -> Copy:
    try:
        data = parse(path.read_bytes(), str(path))
        rows = sum(len(one) for one in incoming.check(data, str(path)).values())
    except BadArchive as error:
        return Copy(path=str(path), made=made, size=size, trouble=error.why % {"place": error.place})
    return Copy(path=str(path), made=made, size=size, schema=data["schema"], rows=rows)


def _look_at_journal(path: Path, made: datetime, size: int, keys: Keys | None) -> Copy:
    with file.reading(path, keys, lenient=True) as ask:
        [(mark,)], [(schema,)] = ask("PRAGMA application_id"), ask("PRAGMA user_version")
        trouble = "" if mark == file.APPLICATION else file.FOREIGN
        trouble = trouble or (NEWER if schema > file.SCHEMA else STRANGER if strangers(ask) else "")
        if trouble:
            return Copy(path=str(path), made=made, size=size, schema=schema, trouble=trouble)
        if ask("PRAGMA quick_check(1)") != [("ok",)] or (sealed(path) and ask("PRAGMA cipher_integrity_check")):
            trouble = file.DAMAGED
        elif ask("PRAGMA foreign_key_check"):
            trouble = LOOSE
        damaged = tuple(digest.damaged(ask))
        rows = sum(count for table, (count, _) in digest.fingerprint(ask).items() if table in TABLES)
    return Copy(path=str(path), made=made, size=size, schema=schema, rows=rows, trouble=trouble, damaged=damaged)


def strangers(ask: file.Ask) -> list[str]:
    """Triggers, views and tables that no journal of ours has: they could act when a row is read or written."""
    return [
        str(name)
        for kind, name, text in ask("SELECT type, name, sql FROM sqlite_master")
        if not search_index.known(kind, name, text)
        and (
            kind in ("trigger", "view")
            or (kind == "table" and not name.startswith("sqlite_") and name not in KNOWN)
            or "virtual" in str(text or "").lower().split("(")[0]
        )
    ]


def every(path: Path) -> list[Path]:
    """The copies beside a journal, by kind and day."""
    return sorted(backup.folder(path).glob("*.db"))


# --- made --------------------------------------------------------------------------------------------------


def by_hand(path: Path, target: Path | None, *, now: datetime, keys: Keys | None = None) -> Copy:
    """A copy where the person wants it, or among the backups; nothing is replaced."""
    if not file.filled(path):
        raise CannotWrite(str(target or backup.folder(path)), N_("there is no journal yet."))
    if target is None:
        target = unused(backup.folder(path) / f"hand-{stamp(now)}.db")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        os.close(os.open(target, flags, 0o600))
    except FileExistsError:
        raise NameTaken(str(target)) from None
    except OSError as error:
        raise file.failure(target, error, writing=True) from error
    try:
        with file.reading(path, keys):  # nobody writes between the copy and its comparison
            backup.keep_copy(path, target, keys)
    finally:
        if not file.filled(target):  # only its name was taken
            target.unlink(missing_ok=True)
    return look(target, keys)


def daily(path: Path, day: date, week: Week, keys: Keys | None = None) -> Path | None:
    """The copy of a day, and of its week, unless they are there; older ones beyond their number go.

    A damaged journal is not copied: the copies that are good must not be pushed out. Raises DamagedRows then.
    """
    copy = backup.folder(path) / f"daily-{day}.db"
    if copy.exists() or not file.filled(path):
        return None
    if damaged := digest.check_digests(path, keys):
        raise damage(path, damaged)
    with file.reading(path, keys):
        backup.keep_copy(path, copy, keys)
    of_week = backup.folder(path) / f"weekly-{week}.db"
    if not of_week.exists():
        backup.keep_copy(copy, of_week, keys)
    for pattern, kept, new in (("daily-*.db", DAILY, copy), ("weekly-*.db", WEEKLY, of_week)):
        for old in sorted(copy.parent.glob(pattern))[:-kept]:
            if old != new:
                old.unlink(missing_ok=True)
    return copy


def damage(path: Path, rows: tuple[str, ...]) -> DamagedRows:
    named = ", ".join(rows[:SHOWN]) + (" …" if len(rows) > SHOWN else "")
    return DamagedRows(str(path), len(rows), named)


def unused(path: Path) -> Path:
    """`path`, or the first of path-2, path-3 … that is not taken."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_stem(f"{path.stem}-{number}")
    return found


def stamp(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
