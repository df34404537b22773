"""How a whole journal goes into a file, a folder or standard output."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from fupan.cli.progress import progress
from fupan.errors import CannotWrite, NameTaken, NothingFound
from fupan.journal.keeping import Keeping
from fupan.language import N_
from fupan.render import archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from fupan.cli.door import Door
    from fupan.journal import Journal
    from fupan.model import Note
    from fupan.periods import Week


EXPORTING = N_("Exporting")


def export_json(door: Door, place: Path | None) -> None:
    damaged: list[str] = []
    with (
        door.app.desk(Keeping) as journal,
        progress(door, EXPORTING) as at,
        journal.whole(damaged.append, at) as tables,
    ):
        pieces = archive.as_json(journal.schema, tables)
        if place is None:
            for piece in pieces:
                door.give_piece(piece)
        else:
            write_private(place, pieces)
    tell_damage(door, damaged)


def export_folder(door: Door, place: Path, paper: str) -> None:
    damaged: list[str] = []
    with door.app.journal() as journal, progress(door, EXPORTING) as at, new_folder(place):
        if paper == "csv":
            with journal.whole(damaged.append, at) as tables:
                for name, text in archive.as_csv(tables):
                    write_private(place / name, [text])
        else:
            for name, text in pages(journal, door, at):
                write_private(place / name, [text])
    tell_damage(door, damaged)


@contextlib.contextmanager
def new_folder(place: Path) -> Iterator[None]:
    """A folder that is filled inside; half of one does not stay."""
    try:
        place.mkdir(mode=0o700)
    except FileExistsError:
        raise NameTaken(str(place)) from None
    except OSError as error:
        raise CannotWrite(str(place), error.strerror or str(error)) from error
    try:
        yield
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def pages(journal: Journal, door: Door, at: Callable[[int, int], None]) -> Iterator[tuple[str, str]]:
    """A page for every week and quarter that anything was written for."""
    notes: dict[Week, list[Note]] = {}
    for note in journal.every_note():
        notes.setdefault(note.week, []).append(note)
    titles = journal.titles()
    weeks = sorted({*notes, *journal.written_weeks()})
    for number, week in enumerate(weeks):
        at(number, len(weeks))
        of_week = notes.get(week, [])
        try:
            yield f"{week}.md", archive.week_page(journal.review(week), of_week, titles, door.say)
        except NothingFound:
            yield f"{week}.md", archive.notes_page(str(week), of_week, door.say)
    for quarter in journal.written_quarters():
        yield f"{quarter}.md", archive.quarter_page(journal.quarterly(quarter), titles, door.say)


def write_private(path: Path, pieces: Iterable[str]) -> None:
    """Into a new file that only its owner may read; no link is followed, and half a file does not stay."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError:
        raise NameTaken(str(path)) from None
    except OSError as error:
        raise CannotWrite(str(path), error.strerror or str(error)) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:  # Ctrl-C too
        with contextlib.suppress(OSError):
            path.unlink()
        if not isinstance(error, OSError):
            raise
        raise CannotWrite(str(path), error.strerror or str(error)) from error


def tell_damage(door: Door, damaged: list[str]) -> None:
    """What is damaged is taken along as it lies there, and told."""
    if damaged:
        shown = ", ".join(damaged[:5]) + (" …" if len(damaged) > 5 else "")
        door.talk(
            N_("Rows that are not what was written: %(count)s (%(rows)s). They came along; see `fupan doctor`."),
            count=len(damaged),
            rows=shown,
        )
