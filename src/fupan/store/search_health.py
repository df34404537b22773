"""Whether the search index holds exactly what the journal says; nothing that the person wrote leaves this module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.custody import Sign, unheard
from fupan.errors import FupanError
from fupan.language import N_
from fupan.store import file, search_index, sqlite
from fupan.store.search_texts import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fupan.secrecy import Keys
    from fupan.store.file import Ask

EVERYTHING = 10**9  # rows
FITS = N_("The search index holds all %(texts)s texts.")
MADE = N_("The search index was brought up to date: %(texts)s texts.")
BEHIND = N_(
    "The search index is behind: %(rows)s rows. Searches find them all the same, more slowly; "
    "`fupan doctor` brings them in."
)
WRONG = N_("The search index does not fit the journal; `fupan doctor` makes it anew.")


def examine(path: Path, *, mend: bool, keys: Keys | None, at: Callable[[int, int], None] = unheard) -> Iterator[Sign]:
    """One sign; none for a journal that is not there, cannot be read, or is of another schema."""
    try:
        with file.reading(path, keys, lenient=True) as ask:
            if ask("PRAGMA user_version") != [(file.SCHEMA,)]:
                return
            waiting, fits = _look(ask)
        if mend and fits:
            fits = search_index.consistent(path, keys)
        if mend and not (fits and waiting == 0):
            search_index.tend(path, keys=keys, most=EVERYTHING, patience=sqlite.WAIT, anew=not fits, at=at)
            with file.reading(path, keys, lenient=True) as ask:
                after, fits = _look(ask)
                state = "warn" if after else "mended"
                yield _sign(state, BEHIND if after else MADE, ask, after)
        elif fits and not waiting:
            with file.reading(path, keys, lenient=True) as ask:
                yield _sign("ok", FITS, ask, 0)
        else:
            yield Sign(check="search", state="warn", message=BEHIND if fits else WRONG, values={"rows": waiting})
    except FupanError:
        return


def _sign(state: str, message: str, ask: Ask, rows: int) -> Sign:
    [(count,)] = ask("SELECT count(*) FROM search_entry")
    return Sign(check="search", state=state, message=message, values={"texts": count, "rows": rows})


def _look(ask: Ask) -> tuple[int, bool]:
    """How many rows wait to be indexed, and whether what is indexed is what the other rows say."""
    if not search_index.made(ask):
        return len(search_index.every(ask)), True
    waiting = set(search_index.queued(ask))
    rows = [row for row in search_index.every(ask) if row not in waiting]
    expected = {search_index.columns(*row, text) for row in rows for text in texts(ask, *row)}
    stored = [entry[1:] for entry in ask("SELECT * FROM search_entry") if (entry[1], entry[2]) not in waiting]
    indexed = ask("SELECT id FROM search_docsize")
    entries = ask("SELECT id FROM search_entry")
    return len(waiting), set(stored) == expected and len(stored) == len(expected) and set(indexed) == set(entries)
