"""A journal is encrypted, decrypted, or gets another passphrase: by a new file, compared with the old one row by row.

Until the new file takes the old one's name in one step, the old one is the journal; whenever this is cut short,
one of the two is there and whole. The old file is kept among the backups until a person lets it go.
"""

from __future__ import annotations

import os
import stat
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.errors import CannotWrite, FupanError, JournalBusy, JournalUnreadable
from fupan.language import N_
from fupan.secrecy import AlreadyEncrypted, Keys
from fupan.store import backup, cipher, copies, digest, file, sqlite
from fupan.store.beginning import header, refuse_replaced, sealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from fupan.secrecy import Secret
    from fupan.store.file import Ask

    Content = tuple[object, ...]

BESIDE = ("", "-journal", "-wal", "-shm")
DIFFERS = N_("the new file is not the same as the journal; nothing was changed.")
SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
CHUNK = 1 << 20  # bytes


def begin(path: Path, secret: Secret, *, now: datetime) -> None:
    """A new journal, encrypted before a word is in it."""
    from fupan.store import migrate  # noqa: PLC0415 - half a second

    part, keys = _part(path), Keys(secret)
    try:
        file.make(part)
        cipher.begin(part, secret.key(cipher.new_salt()))
        migrate.upgrade(part, now=now, keys=keys)
        file.sync(part)
        if path.exists() and not file.filled(path):  # a first write was cut short
            path.unlink()
        os.link(part, path)  # which takes nobody's place
        file.sync(path.parent)
    except FileExistsError:
        raise AlreadyEncrypted(str(path)) from None
    except sqlite.failures(OSError) as error:
        raise file.failure(path, error, writing=True) from error
    finally:
        _remove(part)


def convert(path: Path, secret: Secret | None, *, keys: Keys, now: datetime, name: str) -> tuple[int, Path]:
    """The journal under a new passphrase, or under none; how many rows it has, and where the old file lies now.

    Raises what `copies.look` finds amiss before anything is touched.
    """
    found = copies.look(path, keys)
    if found.trouble:
        raise JournalUnreadable(str(path), found.trouble)
    if found.damaged:
        raise copies.damage(path, found.damaged)
    real = path.resolve()  # a link to the journal stays a link
    old, new = cipher.key_of(path, keys), secret.key(cipher.new_salt()) if secret else cipher.PLAIN
    part = _part(real)
    try:
        with _held(real, old) as ask, _held_name(real, part):
            _export(real, part, old, new)
            if _content(ask) != _read(part, Keys(secret) if secret else None):
                raise CannotWrite(str(path), DIFFERS)
            file.sync(part)
            aside = _aside(real, old, backup.folder(path) / f"before-{name}-{copies.stamp(now)}.db")
            part.replace(real)
            file.sync(real.parent)
    except sqlite.failures(OSError) as error:
        raise file.failure(path, error, writing=True) from error
    if secret:
        keys.opened(secret)
    return found.rows, aside


def _part(path: Path) -> Path:
    return path.with_name(f"sealing-{os.getpid()}.db")


@contextmanager
def _held(path: Path, key: str) -> Iterator[Ask]:
    """The old file, so that nobody writes to it before the new one is in its place.

    Always through SQLCipher: of two libraries of SQLite in one process each would undo the other's locks.
    """
    with closing(cipher.open_raw(path, "rw", key)) as connection:
        for guard in sqlite.GUARDS:
            connection.execute(f"PRAGMA {guard}")
        if connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
            raise JournalBusy(str(path), sqlite.WAIT)  # another program has it open in a mode of its own
        connection.execute("BEGIN IMMEDIATE")
        refuse_replaced(connection, path)
        connection.text_factory = file.any_text
        yield lambda statement, values=(): connection.execute(statement, values).fetchall()


@contextmanager
def _held_name(path: Path, part: Path) -> Iterator[None]:
    """The new file's name while it is made; what an earlier run left under such a name is cleared away."""
    for left in path.parent.glob("sealing-*.db*"):
        wipe(left)
    try:
        yield
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for suffix in BESIDE:
        with suppress(FileNotFoundError):
            wipe(Path(f"{part}{suffix}"))


def _export(path: Path, part: Path, old: str, new: str) -> None:
    """Everything into a new file, the schema too."""
    file.make(part)
    with closing(cipher.open_raw(path, "ro", old)) as connection:
        connection.execute("ATTACH ? AS target KEY ?", (sqlite.address(part, "rw"), new))
        connection.execute("SELECT sqlcipher_export('target')").fetchall()
        for name in ("application_id", "user_version"):  # which it leaves out
            [value] = connection.execute(f"PRAGMA main.{name}").fetchone()
            connection.execute(f"PRAGMA target.{name}={int(value)}")
        connection.execute("DETACH target")


def _content(ask: Ask) -> Content:
    marks = ask("PRAGMA application_id"), ask("PRAGMA user_version")
    return marks, ask(SCHEMA), digest.fingerprint(ask)


def _read(part: Path, keys: Keys | None) -> Content:
    with file.reading(part, keys, lenient=True) as ask:
        if ask("PRAGMA quick_check(1)") != [("ok",)] or (keys and ask("PRAGMA cipher_integrity_check")):
            raise CannotWrite(str(part), DIFFERS)
        return _content(ask)


def _aside(path: Path, key: str, wanted: Path) -> Path:
    """The old file under a second name, so that it is there at every moment."""
    wanted.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = copies.unused(wanted)
    try:
        os.link(path, aside)
    except OSError:  # a file system without links
        file.make(aside)
        with closing(cipher.open_raw(path, "ro", key)) as source, closing(cipher.open_raw(aside, "rw", key)) as target:
            source.backup(target)
        file.sync(aside)
    file.sync(aside.parent)
    return aside


# --- what is left of the old one ---------------------------------------------------------------------------


def left_behind(path: Path, keys: Keys) -> tuple[Path, ...]:
    """Files of this journal that others could read without its present passphrase, oldest names first."""
    folder, known = backup.folder(path), keys.latest
    beside = [one for one in path.parent.glob("*") if one != path and _of_a_journal(one, path)]
    found = [*beside, *(folder.glob("*") if folder.is_dir() else ())]
    return tuple(sorted(one for one in found if one.is_file() and not _opens(one, known)))


def _of_a_journal(one: Path, path: Path) -> bool:
    """What lies beside a journal may be another program's, if a person put it into a folder of theirs."""
    if one.name.startswith((f"{path.name}-", "restoring-", "sealing-")):
        return True
    return one.is_file() and (sealed(one) or header(one)[0] == file.APPLICATION)


def _opens(one: Path, keys: Keys) -> bool:
    if not sealed(one):
        return False
    try:
        file.connect(one, "ro", keys).close()
    except FupanError:
        return False
    return True


def wipe(path: Path) -> None:
    """Overwrite a file and remove it. Of one that has a second name, only this name goes."""
    found = path.lstat()
    if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
        with path.open("r+b", buffering=0) as opened:
            for start in range(0, found.st_size, CHUNK):
                opened.write(bytes(min(CHUNK, found.st_size - start)))
            os.fsync(opened.fileno())
    path.unlink()


def wipe_all(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Those that are gone now. Raises CannotWrite at the first that cannot be removed."""
    gone = []
    for path in paths:
        try:
            wipe(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise CannotWrite(str(path), error.strerror or str(error)) from error
        gone.append(path)
    return tuple(gone)
