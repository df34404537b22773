"""An exported journal comes in: checked, merged with what is here, and written in one transaction or not at all."""

from __future__ import annotations

import tempfile
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from fupan.archive import IMPORT, KEYS, TABLES, key_of
from fupan.archive_merge import Merged, fresh, merge
from fupan.custody import BadArchive, Imported
from fupan.store import file, incoming, outgoing, rows
from fupan.store.nouns import digest_of, table
from fupan.store.writing import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fupan.secrecy import Keys
    from fupan.store.incoming import Data
    from fupan.store.writing import Writing

CLASSES: dict[str, type[rows.Row]] = {
    table(row).name: row for row in rows.Row.__subclasses__() if table(row).name in TABLES
}
NEVER_ASKED = ("journal", "counter", "draft", "draft_answer", "history")  # written as they are, without a history


def take(  # noqa: PLR0913 - what a store knows, and how far it has come
    path: Path,
    data: Mapping[str, Any],
    source: str,
    *,
    now: datetime,
    day_ends: int,
    dry_run: bool,
    keys: Keys | None = None,
    at: Callable[[int, int], None],
) -> Imported:
    """Bring a document's rows in. Raises BadArchive, and then nothing is changed.

    `at` is told how many of how many rows are written.
    """
    given = incoming.check(data, source)
    if dry_run and not file.filled(path):  # a look makes no journal
        with tempfile.TemporaryDirectory() as folder:
            look = Path(folder) / "look.db"
            with transaction(look, now=now, day_ends=day_ends) as writing:
                return _take(writing, given, source, at, dry_run=True)
    with transaction(path, now=now, day_ends=day_ends, keys=keys) as writing:
        return _take(writing, given, source, at, dry_run=dry_run)


def _take(writing: Writing, given: Data, source: str, at: Callable[[int, int], None], *, dry_run: bool) -> Imported:
    present = {name: list(found) for name, found in outgoing.tables(writing.ask)}
    whole = fresh(present)
    merged = merge(present, given)
    done, total = count(1), sum(map(len, merged.rows.values()))
    (_fill if whole else _blend)(writing, merged, lambda: at(next(done), total))
    _prove(writing, source)
    if dry_run:
        writing.take_back()
    silent = ("journal", "counter", "history", *(("field_audience",) if whole else ()))
    counts = {name: dict(getattr(merged, name)) for name in ("added", "changed", "kept")}
    for counted in counts.values():
        for name in [name for name, number in counted.items() if not number or name in silent]:
            del counted[name]
    return Imported(whole=whole, dry_run=dry_run, renamed=merged.renamed, **counts)


def row_of(name: str, said: Mapping[str, Any]) -> rows.Row:
    row = CLASSES[name](**incoming.bound(name, said))
    row.digest = digest_of(row)
    return row


def _fill(writing: Writing, merged: Merged, step: Callable[[], None]) -> None:
    """Into an empty journal: every row exactly as it is, in place of what a new journal begins with."""
    for name, given in merged.rows.items():
        _insert(writing, name, given, step)


def _insert(writing: Writing, name: str, given: list[dict[str, Any]], step: Callable[[], None]) -> None:
    """Rows as they are, instead of those of the same key."""
    if not given:
        return
    place = table(CLASSES[name])
    connection = writing.session.connection()
    for row in given if name in ("journal", "field_audience", "counter") else ():
        same = [place.c[key] == row[key] for key in KEYS[name]]
        connection.execute(delete(place).where(*same))
    made = []
    for row in given:
        step()
        made.append(row_of(name, row))
    connection.execute(
        place.insert(), [{column.name: getattr(row, column.name) for column in place.columns} for row in made]
    )


def _blend(writing: Writing, merged: Merged, step: Callable[[], None]) -> None:
    """Into a journal that holds something: what changes is remembered, so that the import can be undone."""
    for name in NEVER_ASKED:
        _insert(writing, name, merged.rows[name], step)
    for name, given in merged.rows.items():
        if name in NEVER_ASKED:
            continue
        for said in given:
            step()
            at = merged.moments.get((name, key_of(name, said)))
            writing.replace_row(row_of(name, said), at=datetime.fromisoformat(at) if at else None)
    if any(merged.rows[name] for name in merged.rows if name != "counter"):
        writing.mark(IMPORT, "{}-{}".format(*merged.imported))


def _prove(writing: Writing, source: str) -> None:
    """Every key leads somewhere, and everything can be read as the nouns of a journal."""
    for name, _, parent, _ in writing.ask("PRAGMA foreign_key_check"):
        raise BadArchive(source, incoming.ORPHAN, f"{name} → {parent}")
