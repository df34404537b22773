"""A verified copy of a journal, made before anything happens to it."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC
from typing import TYPE_CHECKING

from fupan.errors import CannotWrite
from fupan.language import N_
from fupan.store import digest, file, sqlite
from fupan.store.beginning import sealed

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from fupan.secrecy import Keys

KEPT = 3  # copies made before upgrades
DIFFERS = N_("the copy made before the upgrade is not the same as the journal; nothing was changed.")


def folder(path: Path) -> Path:
    return path.parent / "backups"


def before_upgrade(path: Path, found: int, wanted: int, *, now: datetime, keys: Keys | None = None) -> Path:
    """Copy the journal to backups/pre-<found>-to-<wanted>-<UTC>.db; the last three of such copies stay."""
    moment = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = folder(path) / f"pre-{found}-to-{wanted}-{moment}.db"
    keep_copy(path, copy, keys)
    older = sorted(folder(path).glob("pre-*.db"), key=lambda one: (one.stat().st_mtime_ns, one.name))
    for one in older[:-KEPT]:
        if one != copy:
            one.unlink(missing_ok=True)
    return copy


def keep_copy(path: Path, copy: Path, keys: Keys | None = None) -> None:
    """Copy, compare, sync, and only then give the copy its name. That of an encrypted journal is encrypted."""
    part = copy.with_name(f"{copy.name}.{os.getpid()}.part")
    try:
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            _copy(path, part, keys)
            if not _same(path, part, keys):
                raise CannotWrite(str(copy), DIFFERS)
            file.sync(part)
            part.replace(copy)
            file.sync(copy.parent)
        finally:
            part.unlink(missing_ok=True)
    except sqlite.failures(OSError) as error:
        raise file.failure(copy, error, writing=True) from error


def _copy(path: Path, part: Path, keys: Keys | None) -> None:
    if sealed(path):
        from fupan.store import cipher  # noqa: PLC0415 - a plain journal has no part in it

        cipher.begin(part, cipher.key_of(path, keys))
    with closing(file.connect(path, "ro", keys)) as source, closing(file.connect(part, "rw", keys)) as target:
        source.backup(target)


def _same(path: Path, part: Path, keys: Keys | None) -> bool:
    """By every row: a copy that met a full disk can open, call itself ok, and hold no table at all."""
    prints = []
    for one in (path, part):
        with file.reading(one, keys, lenient=True) as ask:
            prints.append(digest.fingerprint(ask))
    return prints[0] == prints[1] and bool(prints[0])
