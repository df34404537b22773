"""Searching a journal, which is only read: the index, and beside it the rows that it does not know yet."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from fupan.finding import ROOMS, Found, NoWord, snippet
from fupan.periods import read_period
from fupan.store import search_index, sqlite
from fupan.store.search_index import ENTRY, TOKENS, columns
from fupan.store.search_texts import texts
from fupan.store.search_words import OFF, ON, all_of, parts, side_by_side, spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupan.finding import Wanted
    from fupan.store.file import Ask

STORED, FRESH = "search", "search_now"  # the index, and one in memory for what it does not know
JUDGED = (
    "EXISTS (SELECT 1 FROM verdict v WHERE v.goal = e.goal AND v.final = ? "
    "AND (v.period = e.period OR e.source = 'goal'))"
)
ORDER = {room: number for number, room in enumerate(ROOMS)}


class Hit(NamedTuple):
    """One text that matches: a number in one of the two indexes, and what its place in the order depends on."""

    last: str
    first: str
    room: str
    table: str
    number: int
    same: str
    period: str


def search(ask: Ask, wanted: Wanted) -> tuple[Found, ...]:
    """What is wanted, the best first. Raises NoWord."""
    looked_for = parts(wanted.words)
    if not looked_for:
        raise NoWord(wanted.words)
    if search_index.made(ask):
        try:
            return _search(ask, wanted, looked_for, whole=True)
        except sqlite.failures():  # the index is damaged; what the rows say can be found all the same
            pass
    return _search(ask, wanted, looked_for, whole=False)


def _search(ask: Ask, wanted: Wanted, looked_for: list[str], *, whole: bool) -> tuple[Found, ...]:
    """With the index and what it does not know yet, or with nothing but the rows."""
    fresh = search_index.queued(ask) if whole else search_index.every(ask)
    _read_in(ask, fresh)
    indexes = (STORED, FRESH) if whole else (FRESH,)
    query = all_of(looked_for)
    hits = [hit for index in indexes for hit in _matching(ask, index, query, wanted)]
    together: set[tuple[str, int]] = set()
    if len(looked_for) > 1:
        phrase = side_by_side(looked_for)
        together = {(index, number) for index in indexes for number in _numbers(ask, index, phrase)}
    return tuple(_told(ask, _ranked(hits, together), together, query, wanted))


def _read_in(ask: Ask, rows: Iterable[tuple[str, str]]) -> None:
    """Rows that the index does not know, into one of the same form that lives as long as the connection."""
    if ask("SELECT 1 FROM temp.sqlite_master WHERE name = ?", (FRESH,)):
        ask(f"DROP TABLE temp.{FRESH}_entry")
        ask(f"DROP TABLE temp.{FRESH}")
    ask(f"CREATE TABLE temp.{FRESH}_entry ({ENTRY})")
    ask(f"CREATE VIRTUAL TABLE temp.{FRESH} USING fts5(body, {TOKENS})")
    for source, key in rows:
        for text in texts(ask, source, key):
            entry = columns(source, key, text)
            search_index.put(ask, entry, text.text, table=f"temp.{FRESH}_entry", index=f"temp.{FRESH}")


def _matching(ask: Ask, index: str, query: str, wanted: Wanted) -> list[Hit]:
    """Every entry that matches and passes the filters."""
    tests, values = ["body MATCH ?"], [query]
    if index == STORED:
        tests.append('NOT EXISTS (SELECT 1 FROM search_queue q WHERE q.source = e.source AND q."key" = e."key")')
    for column, allowed in (("room", wanted.rooms), ("goal", wanted.goals)):
        if allowed:
            tests.append(f"e.{column} IN ({', '.join('?' * len(allowed))})")
            values += allowed
    if wanted.period:
        first, last = wanted.period.ends
        tests.append("e.first >= ? AND e.last <= ?")
        values += [str(first), str(last)]
    if wanted.cause:
        tests.append(JUDGED)
        values.append(wanted.cause.value)
    statement = (
        f"SELECT e.last, e.first, e.room, '{index}', e.id, e.same, e.period "  # noqa: S608 - names of ours
        f"FROM {index} JOIN {index}_entry e ON e.id = {index}.rowid WHERE {' AND '.join(tests)}"
    )
    return [Hit(*row) for row in ask(statement, values)]


def _numbers(ask: Ask, index: str, query: str) -> list[int]:
    return [number for (number,) in ask(f"SELECT rowid FROM {index} WHERE body MATCH ?", (query,))]  # noqa: S608


def _ranked(hits: list[Hit], together: set[tuple[str, int]]) -> list[tuple[Hit, int]]:
    """Words side by side first, then the newest; what says the same again counts with the newest of it."""
    hits.sort(key=lambda hit: (ORDER.get(hit.room, len(ORDER)), hit.number))
    hits.sort(key=itemgetter(0, 1), reverse=True)
    if together:
        hits.sort(key=lambda hit: (hit.table, hit.number) not in together)
    newest: dict[str, Hit] = {}
    weeks: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        newest.setdefault(hit.same, hit)
        weeks[hit.same].add(hit.period)
    return [(hit, len(weeks[same]) - 1) for same, hit in newest.items()]


def _told(
    ask: Ask, ranked: list[tuple[Hit, int]], together: set[tuple[str, int]], query: str, wanted: Wanted
) -> Iterable[Found]:
    """The first of them with their texts, as they stand in the journal itself."""
    for hit, repeated in ranked[: wanted.limit]:
        [(source, key, part, question, goal)] = ask(
            f'SELECT source, "key", part, question, goal FROM {hit.table}_entry WHERE id = ?',  # noqa: S608
            (hit.number,),
        )
        text = next((one.text for one in texts(ask, source, key) if one.part == part), "")
        marked = ask(
            f"SELECT highlight({hit.table}, 0, ?, ?) FROM {hit.table} WHERE body MATCH ? AND rowid = ?",  # noqa: S608
            (ON, OFF, query, hit.number),
        )
        found = spans(text, marked[0][0]) if marked else ()
        yield Found(
            period=read_period(hit.period),
            room=hit.room,
            question=question,
            goal=goal,
            title=wanted.titles.get(goal, ""),
            text=text,
            spans=found,
            snippet=snippet(text, found),
            together=(hit.table, hit.number) in together,
            repeated=repeated,
        )
