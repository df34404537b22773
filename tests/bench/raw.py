"""What each command does, done by Python's sqlite3 alone: the least that a program in Python can cost.

`python -c "from raw import status; status('journal.db')"`. Copied to where the measured interpreter finds it.
"""

from __future__ import annotations

import json
import sqlite3
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

QUARTER = ("2026-W27", "2026-W40")  # from, and before
PRESENT = ("2026-W40", "2026-W48")
WEEK = "2026-W47"


def _rows(journal: str, *queries: tuple[str, Sequence[Any]]) -> list[list[tuple[Any, ...]]]:
    connection = sqlite3.connect(f"file:{journal}?mode=ro", uri=True)
    found = [connection.execute(*query).fetchall() for query in queries]
    connection.close()
    return found


def _say(tables: list[list[tuple[Any, ...]]]) -> None:
    for rows in tables:
        for row in rows:
            print(" · ".join(str(value) for value in row if value is not None))


def due(journal: str) -> None:
    _say(_rows(journal, ("SELECT max(period) FROM review WHERE period >= ?", ("2026-W",))))


def goals(journal: str) -> None:
    _say(_rows(journal, ("SELECT id, title, created FROM goal WHERE closed IS NULL", ())))


def status(journal: str) -> None:
    """The quarter's weeks, what was promised, and what is open."""
    _say(
        _rows(
            journal,
            ("SELECT period, late FROM review WHERE period >= ? AND period < ?", PRESENT),
            ("SELECT title, measure, planned_hours FROM goal_week WHERE week = ?", (WEEK,)),
            ("SELECT id, title FROM goal WHERE closed IS NULL AND level = 'quarter'", ()),
            ("SELECT answers FROM review WHERE period = ?", ("2026-W46",)),
        )
    )


def first(journal: str) -> None:
    """What stands before the first question of a week."""
    status(journal)
    _say(
        _rows(
            journal,
            ("SELECT id, response, slots FROM trial WHERE ended IS NULL", ()),
            ("SELECT text, hours FROM note WHERE week = ?", (WEEK,)),
            ("SELECT kind, of, strength FROM motive WHERE week < ? ORDER BY week DESC LIMIT 1", (WEEK,)),
        )
    )


def save(journal: str) -> None:
    """One week's rows in one durable transaction."""
    connection = sqlite3.connect(journal, isolation_level=None)
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO review SELECT version, digest, ?, level, first_day, started, written, zone, offset_minutes, day_ends,"
        " late, mode, minutes, quality, reread, answers, marks FROM review WHERE period = '2026-W46'",
        (WEEK,),
    )
    connection.execute("UPDATE goal_week SET outcome = 'done', actual_hours = 3 WHERE week = ?", (WEEK,))
    connection.execute(
        "INSERT INTO motive SELECT version, digest, ?, kind, of, strength, change, event, positive FROM motive"
        " WHERE week = '2026-W46'",
        (WEEK,),
    )
    for number in range(12):
        connection.execute(
            "INSERT INTO history VALUES (1, '', 1000000, ?, '2026-11-23', 'goal_week', ?, '{}')", (number, WEEK)
        )
    connection.execute("COMMIT")
    connection.close()


def report(journal: str) -> None:
    """A quarter in Markdown, by f-strings."""
    weeks, reviews, motives, verdicts = _rows(
        journal,
        (
            "SELECT week, title, planned_hours, actual_hours, outcome, gap FROM goal_week WHERE week >= ? AND week < ?",
            QUARTER,
        ),
        ("SELECT period, minutes, answers FROM review WHERE period >= ? AND period < ?", QUARTER),
        ("SELECT week, kind, of, strength FROM motive WHERE week >= ? AND week < ?", QUARTER),
        ("SELECT goal, period, final FROM verdict WHERE period >= ? AND period < ?", QUARTER),
    )
    for week, title, planned, actual, outcome, gap in weeks:
        print(
            f"- **{week}** {title}: {planned} / {actual} h, {outcome}. {json.loads(gap).get('why', '') if gap else ''}"
        )
    for period, minutes, answers in reviews:
        said = json.loads(answers)
        print(f"\n## {period} ({minutes})\n" + "\n".join(f"- {name}: {said[name]}" for name in said))
    _say([motives, verdicts])


def search(journal: str, word: str) -> None:
    """A word in whatever was written, by looking at all of it."""
    like = (f"%{word}%",)
    _say(
        _rows(
            journal,
            ("SELECT week, title, proof, gap FROM goal_week WHERE title || proof || coalesce(gap, '') LIKE ?", like),
            ("SELECT period, answers FROM review WHERE answers LIKE ?", like),
            ("SELECT week, of, event, positive FROM motive WHERE of || event || positive LIKE ?", like),
            ("SELECT day, text FROM note WHERE text LIKE ?", like),
        )
    )


def export(journal: str) -> None:
    """Every table as JSON that SQLite itself makes."""
    connection = sqlite3.connect(f"file:{journal}?mode=ro", uri=True)
    for table in tables(connection):
        names = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        pairs = ", ".join(f"'{name}', \"{name}\"" for name in names)
        for (row,) in connection.execute(f'SELECT json_object({pairs}) FROM "{table}"'):
            sys.stdout.write(row + "\n")


def fill(journal: str, target: str) -> None:
    """All rows of a journal into an empty one of the same schema, from one list of JSON lines a table."""
    connection = sqlite3.connect(journal)
    with open(target, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs as much as Python's start
        for line in file:
            table, rows = json.loads(line)
            connection.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
    connection.commit()


def check(journal: str) -> None:
    _say(_rows(journal, ("PRAGMA integrity_check", ())))


def tables(connection: sqlite3.Connection) -> list[str]:
    """The tables of a journal, without the search's index."""
    known = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%'"
    )
    return [name for (name,) in connection.execute(known)]
