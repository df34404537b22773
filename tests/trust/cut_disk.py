"""A disk whose power can be cut: every write, sync, truncation and deletion of SQLite is recorded, and the files
are rebuilt as they could look after a cut at any moment.

What was synced stays. Each write since then is kept, lost, or torn into sectors of 512 bytes; a truncation or a
deletion that was not synced may not have happened.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import apsw

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

SECTOR = 512
Log = list[tuple[Any, ...]]


class Trouble:
    """When a call of the disk is to fail: the `at`-th, once or from then on, with `kind` of error."""

    def __init__(self, at: int, kind: type[Exception], *, for_ever: bool) -> None:
        self.at, self.kind, self.for_ever, self.calls = at, kind, for_ever, 0

    def call(self) -> None:
        self.calls += 1
        if self.calls == self.at or (self.for_ever and self.calls > self.at):
            raise self.kind


class Disk(apsw.VFS):
    """The system's own disk, with a log and, if wished, a trouble."""

    def __init__(self, name: str = "cut") -> None:
        self.log: Log = []
        self.trouble: Trouble | None = None
        super().__init__(name, "")

    def call(self) -> None:
        if self.trouble:
            self.trouble.call()

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        disk, path = self, name.filename() if isinstance(name, apsw.URIFilename) else name

        class File(apsw.VFSFile):
            def xWrite(self, data: bytes, offset: int) -> None:
                disk.call()
                disk.log.append(("write", path, offset, bytes(data)))
                super().xWrite(data, offset)

            def xSync(self, kind: int) -> None:
                disk.call()
                super().xSync(kind)
                disk.log.append(("sync", path))

            def xTruncate(self, size: int) -> None:
                disk.call()
                disk.log.append(("truncate", path, size))
                super().xTruncate(size)

        self.call()
        return File("", name, flags)

    def xDelete(self, path: str, sync_folder: bool) -> None:
        self.call()
        super().xDelete(path, sync_folder)
        self.log.append(("delete", path, bool(sync_folder)))


@dataclass
class State:
    """The files as they are for certain, and what has not reached the disk for certain."""

    certain: dict[str, bytes]
    pending: Log = field(default_factory=list)

    def do(self, entry: tuple[Any, ...]) -> None:
        kind, path = entry[0], entry[1]
        if kind == "sync":
            mine = [one for one in self.pending if one[1] == path]
            new = path not in self.certain
            self.pending = [one for one in self.pending if one[1] != path]
            for one in mine:
                _apply(self.certain, one)
            self.certain.setdefault(path, b"")
            if new:  # the first sync of a new file syncs its folder too
                self._folder()
        elif kind == "delete" and entry[2]:
            self.pending = [one for one in self.pending if one[1] != path]
            self._folder()
            self.certain.pop(path, None)
        elif kind != "ack":
            self.pending.append(entry)

    def _folder(self) -> None:
        for one in [one for one in self.pending if one[0] == "delete"]:
            self.pending.remove(one)
            self.certain.pop(one[1], None)

    def cut(self, rng: random.Random) -> dict[str, bytes]:
        """The files after a cut right now."""
        files = dict(self.certain)
        standing: set[str] = set()  # deletions that did not happen: what was written since is in a file without a name
        for entry in self.pending:
            fate = rng.random()
            if entry[1] in standing:
                continue
            if entry[0] == "delete" and fate >= 0.5:
                standing.add(entry[1])
            if entry[0] != "write":
                if fate < 0.5:
                    _apply(files, entry)
            elif fate < 0.4:
                _apply(files, entry)
            elif fate < 0.6:
                _tear(files, entry, rng)
        return files


def _apply(files: dict[str, bytes], entry: tuple[Any, ...]) -> None:
    kind, path = entry[0], entry[1]
    if kind == "delete":
        files.pop(path, None)
        return
    old = files.get(path, b"")
    if kind == "truncate":
        files[path] = old[: entry[2]].ljust(entry[2], b"\0")
        return
    _, _, offset, data = entry
    files[path] = old[:offset].ljust(offset, b"\0") + data + old[offset + len(data) :]


def _tear(files: dict[str, bytes], entry: tuple[Any, ...], rng: random.Random) -> None:
    _, path, offset, data = entry
    for start in range(0, len(data), SECTOR):
        if rng.random() < 0.5:
            _apply(files, ("write", path, offset + start, data[start : start + SECTOR]))


def lay_out(files: dict[str, bytes], start: Path, place: Path) -> Path:
    """The files in a folder of their own; `start` is the journal's path on the recorded disk."""
    place.mkdir()
    for path, content in files.items():
        if path.startswith(str(start)) and not path.endswith("-shm"):
            (place / os.path.basename(path)).write_bytes(content)  # noqa: PTH119 - a text of SQLite's
    return place / start.name


def recorded(disk: Disk, path: Path, work: Callable[[apsw.Connection], None]) -> tuple[dict[str, bytes], Log]:
    """The files before `work` and the log of what it did."""
    before = {str(path): path.read_bytes()}
    disk.log.clear()
    connection = apsw.Connection(str(path), vfs="cut")
    work(connection)
    connection.close()
    return before, list(disk.log)
