"""Removing for good: the rows, what they said before, and the bytes that they leave in the file.

Undo cannot bring back what was purged. Copies hold it until they are purged too, or gone.
"""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, or_, select

from fupan.archive import KEYS, TABLES
from fupan.custody import Purged
from fupan.errors import FupanError, NothingFound
from fupan.store import copies, file, rows, search_index, sqlite
from fupan.store.beginning import refuse_replaced
from fupan.store.engine import translated
from fupan.store.importing import CLASSES
from fupan.store.nouns import table
from fupan.store.writing import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from fupan.secrecy import Keys
    from fupan.store.writing import Writing

    RowKeys = dict[str, list[tuple[Any, ...]]]

AT_ONCE = 200  # keys in one statement
COLUMNS = {  # where a goal, a week or a quarter, and a note are named
    "goal": {"goal": "id", "goal_week": "goal", "verdict": "goal", "score": "goal", "trial": "goal", "note": "goal"},
    "period": {
        "review": "period",
        "goal_week": "week",
        "motive": "week",
        "verdict": "period",
        "score": "period",
        "trial_week": "week",
        "note": "week",
        "draft": "period",
        "draft_answer": "period",
    },
    "note": {"note": "id"},
}


def purge(
    path: Path,
    kind: str,
    what: str,
    *,
    now: datetime,
    dry_run: bool,
    from_copies: bool,
    keys: Keys | None = None,
) -> Purged:
    """Remove everything of a goal, of a week or quarter, or a note. Raises NothingFound."""
    found = _remove(path, kind, what, now=now, dry_run=dry_run, keys=keys)
    known = keys.known if keys else None  # nobody is asked for the passphrases of old copies
    holding = [copy for copy in copies.every(path) if _holds(copy, kind, what, now, known)]
    if not found and not holding:
        raise NothingFound(what)
    if found and not dry_run:
        _clean(path, keys)
    left = [copy.name for copy in holding if dry_run or not (from_copies and _purged(copy, kind, what, now, known))]
    counts = {name: len(gone) for name, gone in found.items()}
    return Purged(what=what, dry_run=dry_run, rows=counts, backups=tuple(left))


def _remove(path: Path, kind: str, what: str, *, now: datetime, dry_run: bool, keys: Keys | None) -> RowKeys:
    """Take the rows and their history out, in one transaction; their keys, by table."""
    with transaction(path, now=now, day_ends=0, keys=keys) as writing:
        gone = {name: found for name, found in _found(writing, kind, what) if found}
        if kind == "goal":
            _let_go(writing, what)
        for name, found in gone.items():
            _delete(writing, name, found)
        if dry_run:
            writing.take_back()
        else:
            search_index.remove(writing.driver)  # every word of it goes with the rows; the next tending makes it anew
    return gone


def _found(writing: Writing, kind: str, what: str) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """The keys of everything that belongs to it, also of what only the history still knows."""
    found: RowKeys = {name: [] for name in TABLES}
    for name, column in COLUMNS[kind].items():
        place = table(CLASSES[name])
        wanted = select(*(place.c[key] for key in KEYS[name])).where(place.c[column] == what)
        found[name] = [tuple(row) for row in writing.session.execute(wanted)]
    if kind == "goal":
        trials = [key for (key,) in found["trial"]]
        weeks = table(rows.TrialWeekRow)
        of_trials = select(weeks.c.trial, weeks.c.week).where(weeks.c.trial.in_(trials))
        found["trial_week"] = [tuple(row) for row in writing.session.execute(of_trials)]
        found |= _of_drafts(writing, what)
    found["history"] = _of_history(writing, kind, what, found)
    yield from found.items()


def _of_history(writing: Writing, kind: str, what: str, found: RowKeys) -> list[tuple[Any, ...]]:
    """What the history says of the rows that go, and of rows of its that are gone already."""
    past = table(rows.HistoryRow)
    columns = (past.c.change, past.c.position, past.c.noun, past.c.key, past.c.before)
    told = [tuple(row) for row in writing.session.execute(select(*columns))]
    gone = {(name, " ".join(map(str, key))) for name, keys in found.items() for key in keys}
    for _, _, noun, key, before in told:
        column = COLUMNS[kind].get(noun, "")
        if (what in key.split(" ") and column) or (before and before.get(column) == what):
            gone.add((noun, key))
    trials = {key for noun, key in gone if noun == "trial"}
    return [
        (change, position)
        for change, position, noun, key, _ in told
        if (noun, key) in gone or (noun == "trial_week" and key.split(" ")[0] in trials)
    ]


def _of_drafts(writing: Writing, goal: str) -> RowKeys:
    """Answers of unfinished interviews that are about a goal, and the inquiry into it."""
    draft, answer = table(rows.DraftRow), table(rows.DraftAnswerRow)
    of_goal = re.compile(rf"(^|[.\s]){goal}([.\s]|$)")
    begun = [(period,) for (period,) in writing.session.execute(select(draft.c.period)) if of_goal.search(period)]
    answers = [
        (period, key)
        for period, key in writing.session.execute(select(answer.c.period, answer.c.key))
        if of_goal.search(key) or of_goal.search(period)
    ]
    return {"draft": begun, "draft_answer": answers}


def _let_go(writing: Writing, goal: str) -> None:
    """Goals that served it stand by themselves."""
    place = table(rows.GoalRow)
    for (child,) in writing.session.execute(select(place.c.id).where(place.c.parent == goal)).all():
        row = writing.find(rows.GoalRow, (child,))
        assert isinstance(row, rows.GoalRow)
        row.parent = None
        writing.seal(row)


def _delete(writing: Writing, name: str, keys: list[tuple[Any, ...]]) -> None:
    place = table(CLASSES[name])
    for start in range(0, len(keys), AT_ONCE):
        same = [
            and_(*(place.c[column] == part for column, part in zip(KEYS[name], key, strict=True)))
            for key in keys[start : start + AT_ONCE]
        ]
        writing.session.execute(delete(place).where(or_(*same)))


def _clean(path: Path, keys: Keys | None) -> None:
    """Write the file anew, so that no byte of what was removed stays in a page's gaps."""
    with translated(path), closing(file.connect(path, "rw", keys)) as connection:
        for pragma in sqlite.WRITERS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # from the look at the file until it is written
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        refuse_replaced(connection, path)
        connection.execute("VACUUM")


# --- copies ----------------------------------------------------------------------------------------------


def _holds(copy: Path, kind: str, what: str, now: datetime, keys: Keys | None) -> bool:
    """Whether anything of it is in a copy; one that cannot be read, or is of an older schema, may hold it."""
    try:
        return bool(_remove(copy, kind, what, now=now, dry_run=True, keys=keys))
    except FupanError:
        return True


def _purged(copy: Path, kind: str, what: str, now: datetime, keys: Keys | None) -> bool:
    """Whether it could be removed from a copy too; one of an older schema is left as it is."""
    try:
        _remove(copy, kind, what, now=now, dry_run=False, keys=keys)
        _clean(copy, keys)
    except FupanError:
        return False
    return True
