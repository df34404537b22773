"""The search index: beside the tables, made of them, and never a part of what is exported, compared or restored.

Triggers in plain SQL note every row that changes, so that any program may write; `tend` brings the index up to
date after a command has written. The index is made anew whenever its definition is not the one below: in a
journal that never had one, after a schema step has taken the triggers away, or when this text has changed.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from fupan.archive import KEYS
from fupan.custody import unheard
from fupan.store import file, sqlite
from fupan.store.beginning import refuse_replaced
from fupan.store.search_texts import SOURCES, texts
from fupan.store.search_words import segmented

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import Any

    from fupan.secrecy import Keys
    from fupan.store.file import Ask
    from fupan.store.search_texts import Text

AT_ONCE = 1000  # rows that a command brings in after its own work; the rest waits in the queue
PATIENCE = 0.2  # seconds for another program's lock: the queue loses nothing
PREFIX = "search"  # of everything that belongs to the index

TOKENS = "tokenize='porter unicode61 remove_diacritics 2'"
ENTRY = (
    'id INTEGER PRIMARY KEY, source TEXT, "key" TEXT, part TEXT, room TEXT, question TEXT, period TEXT, '
    "first TEXT, last TEXT, goal TEXT, same TEXT"
)
NOTED = "INSERT INTO search_queue VALUES ('{source}', {key}) ON CONFLICT DO NOTHING;"
FORM = "words 1"  # of the texts and of their segmentation: in the definition, so that another one makes it anew


def _triggers() -> list[str]:
    made = []
    for source in SOURCES:
        key = {row: " || ' ' || ".join(f'{row}."{name}"' for name in KEYS[source]) for row in ("old", "new")}
        for event, told in (("INSERT", ("new",)), ("UPDATE", ("old", "new")), ("DELETE", ("old",))):
            queue = " ".join(NOTED.format(source=source, key=key[row]) for row in told)
            name = f"search_{source}_{event.lower()}"
            made.append(f'CREATE TRIGGER {name} AFTER {event} ON "{source}" BEGIN {queue} END')
    return made


DEFINITION = (
    'CREATE TABLE search_queue (source TEXT, "key" TEXT, PRIMARY KEY (source, "key")) WITHOUT ROWID',
    f"CREATE TABLE search_entry (/* {FORM} */ {ENTRY})",
    'CREATE INDEX search_entry_of ON search_entry (source, "key")',
    f"CREATE VIRTUAL TABLE search USING fts5(body, {TOKENS})",
    *_triggers(),
)
SHADOWS = tuple(f"search_{name}" for name in ("data", "idx", "content", "docsize", "config"))  # of FTS5's own


def ours(name: str) -> bool:
    """Whether a table, an index or a trigger is a part of the index."""
    return name == PREFIX or name.startswith(f"{PREFIX}_")


def known(kind: str, name: str, text: str) -> bool:
    """Whether it is one that a journal of ours has: its definition word by word."""
    return text in DEFINITION or (kind == "table" and name in SHADOWS)


def made(ask: Ask) -> bool:
    """Whether the index is there, whole, and in the present form; what it lacks may still be in its queue."""
    present = {text for name, text in ask("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL") if ours(name)}
    return present.issuperset(DEFINITION)


def queued(ask: Ask) -> list[tuple[str, str]]:
    """Rows that changed since they were last indexed."""
    return [(source, key) for source, key in ask('SELECT source, "key" FROM search_queue')]


def every(ask: Ask) -> list[tuple[str, str]]:
    """All rows that may have texts."""
    found = []
    for source in SOURCES:
        names = file.quoted(*KEYS[source])
        rows = ask(f"SELECT {names} FROM {file.quoted(source)}")  # noqa: S608 - names of ours
        found += [(source, " ".join(map(str, row))) for row in rows]
    return found


def columns(source: str, key: str, text: Text) -> tuple[Any, ...]:
    """One text as a row of search_entry, less its number."""
    first, last = (str(week) for week in text.period.ends)
    told = (source, key, text.part, text.room, text.question, str(text.period))
    return (*told, first, last, text.goal, text.same)


# --- writing -----------------------------------------------------------------------------------------------


def tend(
    path: Path,
    *,
    keys: Keys | None = None,
    most: int = AT_ONCE,
    patience: float = PATIENCE,
    anew: bool = False,
    at: Callable[[int, int], None] = unheard,
) -> int:
    """Bring in the rows that changed, `most` at once; how many are left. `anew` begins with an empty index."""
    try:
        with closing(file.connect(path, "rw", keys)) as connection:
            for pragma in (*sqlite.WRITERS, f"busy_timeout={round(1000 * patience)}"):
                connection.execute(f"PRAGMA {pragma}")
            return _drain(connection, path, most, at, anew=anew)
    except sqlite.failures() as error:
        raise file.failure(path, error, writing=True) from error


def _drain(connection: sqlite3.Connection, path: Path, most: int, at: Callable[[int, int], None], *, anew: bool) -> int:
    ask = asking(connection)
    if not anew and made(ask) and not ask("SELECT 1 FROM search_queue LIMIT 1"):
        return 0
    connection.execute("BEGIN IMMEDIATE")
    refuse_replaced(connection, path)
    if anew or not made(ask):
        build(connection)
    waiting = queued(ask)
    removed = 0
    for number, one in enumerate(waiting[:most]):
        at(number, len(waiting[:most]))
        removed += _bring_in(connection, *one)
    if removed:  # FTS5 keeps the words of what was deleted until its parts are merged
        connection.execute("INSERT INTO search(search) VALUES ('optimize')")
    connection.execute("COMMIT")
    return len(waiting[most:])


def consistent(path: Path, keys: Keys | None) -> bool:
    """Whether FTS5's own parts agree with one another, which only a writer may ask; true where there is no index."""
    with closing(file.connect(path, "rw", keys)) as connection:
        try:
            if made(asking(connection)):
                connection.execute("INSERT INTO search(search) VALUES ('integrity-check')")
        except sqlite.failures() as error:
            if sqlite.primary_code(error) in sqlite.BUSY:
                raise file.failure(path, error) from error
            return False
    return True


def asking(connection: sqlite3.Connection) -> Ask:
    def ask(statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return connection.execute(statement, values).fetchall()

    return ask


def build(connection: sqlite3.Connection) -> None:
    """An empty index in the place of whatever was there, with every row in its queue."""
    remove(connection)
    for statement in DEFINITION:
        connection.execute(statement)
    connection.executemany("INSERT INTO search_queue VALUES (?, ?)", every(asking(connection)))


def remove(connection: sqlite3.Connection) -> None:
    """Take the index out, every word of it."""
    present = connection.execute("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'table')").fetchall()
    names = sorted((kind, name) for kind, name in present if ours(name) and name not in SHADOWS)
    for kind, name in reversed(names):  # triggers first
        connection.execute(f"DROP {kind} {file.quoted(name)}")


def _bring_in(connection: sqlite3.Connection, source: str, key: str) -> bool:
    """The texts of one row as they are now; whether any that was there is gone."""
    new = {columns(source, key, text): text for text in texts(asking(connection), source, key)}
    stored = connection.execute('SELECT * FROM search_entry WHERE source = ? AND "key" = ?', (source, key)).fetchall()
    gone = [row[0] for row in stored if row[1:] not in new]
    for row in stored:
        new.pop(row[1:], None)
    for number in gone:
        connection.execute("DELETE FROM search_entry WHERE id = ?", (number,))
        connection.execute("DELETE FROM search WHERE rowid = ?", (number,))
    for entry, text in new.items():
        put(connection.execute, entry, text.text)
    connection.execute('DELETE FROM search_queue WHERE source = ? AND "key" = ?', (source, key))
    return bool(gone)


def put(execute: Any, entry: tuple[Any, ...], text: str, *, table: str = "search_entry", index: str = "search") -> None:
    """One text with its entry, under the next number."""
    marks = ", ".join("?" * len(entry))
    [(number,)] = execute(f"INSERT INTO {table} VALUES (NULL, {marks}) RETURNING id", entry)  # noqa: S608 - ours
    execute(f"INSERT INTO {index} (rowid, body) VALUES (?, ?)", (number, segmented(text)))  # noqa: S608
