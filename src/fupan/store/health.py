"""A journal's health: its rows, its rights, its folder. Nothing that the person wrote leaves this module."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.archive import TABLES
from fupan.custody import Sign, unheard
from fupan.errors import FupanError
from fupan.language import N_
from fupan.secrecy import WRONG, WRONG_OR_DAMAGED, NeedsPassphrase, NoCipher
from fupan.store import backup, copies, file, outgoing, search_health
from fupan.store.beginning import header, sealed
from fupan.store.glance import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from fupan.secrecy import Keys

OK, MENDED, WARN, BAD = "ok", "mended", "warn", "bad"
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
LITTLE_ROOM = 50_000_000  # bytes
SHOWN = 5
PLAIN_KEY = re.compile(r"[a-z_]+( ([grn]?[0-9]{1,15}|[0-9]{4}-[WQ][0-9]{1,2}))+")  # keys that the program makes

CLOUDS = {  # a part of a path: whose folder it is
    "Dropbox": "Dropbox",
    "OneDrive": "OneDrive",
    "Mobile Documents": "iCloud",
    "com~apple~CloudDocs": "iCloud",
    "iCloudDrive": "iCloud",
    "Google Drive": "Google Drive",
    "GoogleDrive": "Google Drive",
    "CloudStorage": "a cloud",
    "Nextcloud": "Nextcloud",
    "ownCloud": "ownCloud",
    "Nutstore": "坚果云",
    "坚果云": "坚果云",
}
MARKS = {  # a file or folder that a program of that name leaves in what it syncs
    ".stfolder": "Syncthing",
    ".stversions": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".nutstore": "坚果云",
}
NETWORKS = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs", "davfs", "fuse.rclone")
CONFLICTS = (
    r"conflicted copy",
    r"conflict",
    r"\.sync-conflict-",
    r"冲突",
    r"^journal ?\(\d+\)\.db$",
    r"^journal \d+\.db$",
    r"^journal-[\w-]+\.db$",
)


def examine(
    path: Path, *, now: datetime, mend: bool, keys: Keys | None = None, at: Callable[[int, int], None] = unheard
) -> Iterator[Sign]:
    """Everything about a journal's file that can be looked at; `at` is told how far a new search index is."""
    yield from _rows(path, keys)
    yield from search_health.examine(path, mend=mend, keys=keys, at=at)
    yield from _encryption(path, keys)
    yield from _backups(path, keys)
    if os.name != "nt":
        yield from _owner(path)
        yield from _rights(path, mend=mend)
    yield from _beside(path)
    yield from _place(path)
    yield from _room(path)
    yield from _clock(path, now, keys)


# --- rows ------------------------------------------------------------------------------------------------


def _rows(path: Path, keys: Keys | None) -> Iterator[Sign]:
    found = copies.look(path, keys)
    if found.trouble in (copies.ABSENT, copies.EMPTY):
        yield Sign(check="journal", state=OK, message=N_("There is no journal yet."))
        return
    if found.trouble:
        state = WARN if found.trouble in (copies.NEWER, NeedsPassphrase.why) else BAD
        yield Sign(check="journal", state=state, message=found.trouble, values={"schema": found.schema})
        return
    if found.damaged:
        message = N_(
            "Rows that are not what was written: %(count)s (%(rows)s). `fupan verify` finds a copy in which they are."
        )
        values = {"count": len(found.damaged), "rows": ", ".join(_harmless(found.damaged))}
        yield Sign(check="journal", state=BAD, message=message, values=values)
        return
    values = {"rows": found.rows, "schema": found.schema}
    yield Sign(
        check="journal", state=OK, message=N_("The journal is whole: %(rows)s rows, schema %(schema)s."), values=values
    )


def _harmless(keys: Iterable[str]) -> Iterator[str]:
    """Names of rows, as far as they are names of ours."""
    for number, key in enumerate(keys):
        if number == SHOWN:
            yield "…"
            return
        table = key.partition(" ")[0]
        yield key if PLAIN_KEY.fullmatch(key) else f"{table if table in TABLES else '?'} ?"


def _encryption(path: Path, keys: Keys | None) -> Iterator[Sign]:
    """Whether everything beside an encrypted journal is encrypted too; nothing of a plain one."""
    if not sealed(path):
        return
    if not keys or not keys.proven:  # without the passphrase, nobody can tell which copies have another one
        return
    from fupan.store import sealing  # noqa: PLC0415 - a plain journal has no part in it

    old = sealing.left_behind(path, keys)
    message = N_("The journal and all its copies are encrypted.")
    if old:
        message = N_(
            "The journal is encrypted, but files beside it (%(count)s) are not, or have an older passphrase; "
            "`fupan encrypt --delete-old` names them and removes them."
        )
    yield Sign(check="encryption", state=WARN if old else OK, message=message, values={"count": len(old)})


def counts(path: Path, keys: Keys | None = None) -> dict[str, int]:
    """How many rows each table has, as far as the journal can be read."""
    if not copies.look(path, keys).rows:
        return {}
    with file.reading(path, keys, lenient=True) as ask:
        return {table: len(outgoing.keys(ask, table)) for table in TABLES}


def _backups(path: Path, keys: Keys | None) -> Iterator[Sign]:
    """Whether the newest copy is good; `fupan verify` reads all of them."""
    daily = sorted(backup.folder(path).glob("daily-*.db"))
    count = len(copies.every(path))
    if not daily:
        if sealed(path) or header(path)[0]:
            message = N_("There is no backup of a day yet: the next command that writes makes one.")
            yield Sign(check="backups", state=WARN, message=message, values={"count": count})
        return
    if sealed(daily[-1]) and not (keys and keys.proven):
        return
    found = copies.look(daily[-1], keys.known if keys else None)
    good, values = found.good, {"name": daily[-1].name, "count": count}
    if found.trouble in (WRONG, WRONG_OR_DAMAGED):  # from before a change of the passphrase
        message = N_(
            "The newest backup of a day has another passphrase: %(name)s. `fupan backup` makes one with yours."
        )
        yield Sign(check="backups", state=WARN, message=message, values=values)
        return
    message = N_("The newest backup is whole: %(name)s, one of %(count)s.")
    if not good:
        message = N_("The newest backup is damaged: %(name)s. `fupan verify` reads all of them.")
    yield Sign(check="backups", state=OK if good else BAD, message=message, values=values)


# --- rights ----------------------------------------------------------------------------------------------


def _private(path: Path) -> Iterator[tuple[Path, int]]:
    """What must be private: the journal, what lies beside it under its name, the copies, and their folders."""
    folder = path.parent
    for place in (folder, backup.folder(path)):
        if place.is_dir():
            yield place, PRIVATE_FOLDER
    for place in (*folder.glob(f"{path.name}*"), *backup.folder(path).glob("*")):
        if place.is_file() and not place.is_symlink():
            yield place, PRIVATE_FILE


def _owner(path: Path) -> Iterator[Sign]:
    wrong = [place for place, _ in _private(path) if place.stat().st_uid != os.geteuid()]
    if wrong:
        message = N_(
            "Files or folders of another user: %(count)s. One `sudo fupan` is enough for that; give them back."
        )
        yield Sign(check="owner", state=BAD, message=message, values={"count": len(wrong)})
    else:
        yield Sign(check="owner", state=OK, message=N_("Everything is yours."))


def _rights(path: Path, *, mend: bool) -> Iterator[Sign]:
    wide = [(place, mode) for place, mode in _private(path) if stat.S_IMODE(place.stat().st_mode) & 0o077]
    if not wide:
        yield Sign(check="rights", state=OK, message=N_("Nobody else may read it."))
        return
    values = {"count": len(wide)}
    if not mend:
        message = N_("Others can read it (files and folders: %(count)s); `fupan doctor` mends that.")
        yield Sign(check="rights", state=BAD, message=message, values=values)
        return
    try:
        for place, mode in wide:
            place.chmod(mode)
    except OSError:
        message = N_("Others can read it (files and folders: %(count)s), and the rights cannot be changed.")
        yield Sign(check="rights", state=BAD, message=message, values=values)
        return
    message = N_("Others could read it (files and folders: %(count)s); now only you can.")
    yield Sign(check="rights", state=MENDED, message=message, values=values)


# --- the folder ------------------------------------------------------------------------------------------


def _beside(path: Path) -> Iterator[Sign]:
    """What synced folders and crashes leave beside a journal."""
    if not path.parent.is_dir():
        return
    odd = [
        one.name
        for one in path.parent.iterdir()
        if one.name != path.name and any(re.search(pattern, one.name, re.IGNORECASE) for pattern in CONFLICTS)
    ]
    if odd:
        message = N_(
            "Other versions of the journal lie beside it (%(count)s): two computers wrote at once. Bring each in: "
            "`fupan restore` it into a FUPAN_HOME of its own, `fupan export` there, `fupan import` here."
        )
        yield Sign(check="conflicts", state=BAD, message=message, values={"count": len(odd)})
    for suffix in ("-wal", "-shm"):
        if Path(f"{path}{suffix}").exists():
            message = N_(
                "There is a %(suffix)s file, which fupan never makes: another program opened the journal, or a "
                "synced folder brought it. Close that program; do not delete the file by itself."
            )
            yield Sign(check="leftovers", state=BAD, message=message, values={"suffix": suffix})
    if _hot(Path(f"{path}-journal")):
        message = N_("A write was cut off; the next command takes back what was half done.")
        yield Sign(check="leftovers", state=WARN, message=message)


def _hot(journal: Path) -> bool:
    try:
        return journal.stat().st_size > 0
    except OSError:
        return False


def _place(path: Path) -> Iterator[Sign]:
    cloud = cloud_of(path)
    if cloud:
        message = N_(
            "The journal lies in a folder that %(cloud)s syncs. That works while one computer writes at a time and "
            "the sync has finished in between. Safer: keep it outside, and put `fupan backup` copies there."
        )
        yield Sign(check="place", state=WARN, message=message, values={"cloud": cloud})
    kind = file_system(path)
    if kind.startswith(NETWORKS):
        message = N_(
            "The journal lies on a network (%(kind)s), whose locks often fail. Keep it on a disk of this machine."
        )
        yield Sign(check="network", state=WARN, message=message, values={"kind": kind})
    if not cloud and not kind.startswith(NETWORKS):
        yield Sign(check="place", state=OK, message=N_("It lies on a disk of this machine, in no synced folder."))


def cloud_of(path: Path) -> str:
    """Whose synced folder a path lies in, "" when in none that is known."""
    real = Path(os.path.realpath(path))
    for folder in real.parents:
        for name, cloud in CLOUDS.items():
            if folder.name == name or folder.name.startswith((f"{name} ", f"{name}-")):
                return cloud
        for mark, cloud in MARKS.items():
            if folder != Path.home() and (folder / mark).exists():
                return cloud
    return ""


def file_system(path: Path, table: Path = Path("/proc/self/mounts")) -> str:
    """The kind of file system that a path lies on, "" where the system does not say."""
    real = os.path.realpath(path)
    best, kind = "", ""
    try:
        lines = table.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        place = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), parts[1])
        if (real == place or real.startswith(place.rstrip("/") + "/")) and len(place) >= len(best):
            best, kind = place, parts[2]
    return kind


def _room(path: Path) -> Iterator[Sign]:
    folder = next((one for one in path.parents if one.exists()), None)
    free = shutil.disk_usage(folder).free if folder else 0
    if free < LITTLE_ROOM:
        message = N_("There is hardly any room left on the disk: %(megabytes)s MB.")
        yield Sign(check="room", state=WARN, message=message, values={"megabytes": free // 1_000_000})
    else:
        yield Sign(check="room", state=OK, message=N_("There is room on the disk."))


def _clock(path: Path, now: datetime, keys: Keys | None) -> Iterator[Sign]:
    """A clock that stands before what was written last."""
    last = _last(path, keys)
    if last is None:
        return
    days = (last - now).days
    if days >= 1:
        message = N_("The clock stands %(days)s days before what was written last.")
        yield Sign(check="clock", state=WARN, message=message, values={"days": days})
    else:
        yield Sign(check="clock", state=OK, message=N_("The clock fits what was written last."))


def _last(path: Path, keys: Keys | None) -> datetime | None:
    """When something was last written, as far as that can be read."""
    if not (sealed(path) or header(path)[0]):
        return None
    try:
        with file.reading(path, keys, lenient=True) as ask:
            [(last,)] = ask('SELECT max("at") FROM history')
            return moment(last) if last else None
    except (FupanError, ValueError, TypeError):
        return None


def versions(path: Path) -> dict[str, object]:
    found: dict[str, object] = {"sqlite": sqlite3.sqlite_version, "schema": file.SCHEMA}
    if sealed(path):
        from fupan.store import cipher  # noqa: PLC0415

        with suppress(NoCipher):
            found["sqlcipher"] = cipher.version()
    return found
