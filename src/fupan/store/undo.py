"""The last change taken back, from what the history says of each row before it.

Taking back is a change like any other, so that it can be taken back too; its history names what it undid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.archive import IMPORT, KEYS, TABLES, UNDO
from fupan.custody import NothingToRedo, NothingToUndo, RowUndone, Undone
from fupan.errors import JournalUnreadable
from fupan.store import file, incoming
from fupan.store.glance import moment
from fupan.store.importing import CLASSES, row_of
from fupan.store.nouns import said
from fupan.store.writing import transaction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from fupan.secrecy import Keys
    from fupan.store.file import Ask
    from fupan.store.writing import Writing

WORDS = 60  # characters of the person's own words by which a row is known again
CHANGES = 'SELECT change, max("at") FROM history GROUP BY change ORDER BY change DESC'
MARKS = 'SELECT change, noun, "key" FROM history WHERE noun IN (?, ?) ORDER BY change DESC'
ROWS = 'SELECT noun, "key", "before" FROM history WHERE change = ? ORDER BY position DESC'


def undo(path: Path, *, now: datetime, day_ends: int, dry_run: bool, redo: bool, keys: Keys | None = None) -> Undone:
    """Take the last change back, or the last undo. Raises NothingToUndo."""
    if not file.filled(path):
        raise NothingToUndo
    with transaction(path, now=now, day_ends=day_ends, keys=keys) as writing:
        change, at = _last(writing.ask, redo=redo)
        told = [_take_back(writing, path, *row) for row in writing.ask(ROWS, (change,)) if row[0] in TABLES]
        writing.mark(UNDO, str(change))
        if dry_run:
            writing.take_back()
    told.reverse()
    return Undone(change=change, at=at, dry_run=dry_run, redo=redo, rows=tuple(told))


def _last(ask: Ask, *, redo: bool) -> tuple[int, datetime]:
    """The last change that can be taken back; with `redo` the last undo, while nothing was changed since."""
    marks: dict[int, int] = {}
    undone: set[int] = set()
    imported: list[range] = []
    for change, noun, key in ask(MARKS, (UNDO, IMPORT)):  # the newest first: an undo that was undone counts no more
        if noun == IMPORT:
            first, _, last = key.partition("-")
            imported.append(range(int(first), int(last or -1) + 1))
            continue
        marks[change] = int(key)
        if change not in undone:
            undone.add(int(key))
    for change, at in ask(CHANGES):
        if change in undone or any(change in of for of in imported):
            continue
        if change not in marks:
            if redo:  # something was written since
                break
            return change, moment(at)
        if redo and marks[change] not in marks:  # an undo, and not one of those that undid an undo
            return change, moment(at)
    raise NothingToRedo if redo else NothingToUndo


def _take_back(writing: Writing, path: Path, table: str, key: str, before: str | None) -> RowUndone:
    """One row as it was before."""
    kept = writing.find(CLASSES[table], _key(table, key))
    if before is None:
        told = said(kept) if kept else {}
        if kept:
            writing.remove_row(kept)
        return RowUndone(table=table, key=key, how="removed", title=_title(told))
    try:
        row = row_of(table, incoming.past(table, before))
    except (ValueError, TypeError, KeyError) as error:
        raise JournalUnreadable(str(path), file.DAMAGED) from error
    told, how = said(row), "restored" if kept else "returned"
    writing.replace_row(row)
    return RowUndone(table=table, key=key, how=how, title=_title(told))


def _key(table: str, key: str) -> tuple[Any, ...]:
    """The parts of a key's text; of two parts the first has no blank in it."""
    return tuple(key.split(" ", len(KEYS[table]) - 1))


def _title(row: Mapping[str, Any]) -> str:
    words = " ".join(str(row.get("title") or row.get("text") or "").split())
    return words if len(words) <= WORDS else words[: WORDS - 1] + "…"
