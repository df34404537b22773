"""A person's own responses: the file responses.toml beside config.toml, one table for each.

Where the house is put together it is said once where the file lies; it is read when a response is needed.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fupan.errors import USAGE, BadFile, FupanError
from fupan.language import N_
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

NAME = "responses.toml"
FILE: ContextVar[Path | None] = ContextVar("own_responses", default=None)
LETTERS = {"laziness": "L", "ability": "A", "external": "X", "wrong_goal": "W", "unclear": "U"}
WORDS = ("title", "do", "because")
PLAIN = ("fits", "evidence", "carried_out", "worked")  # notes to oneself, never judged
NUMBERS = {"strength": (1, 3), "review_weeks": (1, 13), "dose": (1, 50), "enough": (0, 1), "rung": (0, 4)}
BY, TAGS = ("doses", "any", "effort"), ("company", "public", "stake")
SLOTS = ("goal", "partner", "place", "slot", "hours")
ENTRY = re.compile(r"[A-Za-z0-9_-]{1,20}")
BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(eq=False)
class BadOwnResponse(FupanError):
    """One entry of the file that is no response; `why` is a marked message over `field`, `given` and `allowed`."""

    code = "bad_own_response"
    status = USAGE
    message = N_("%(path)s, [%(entry)s]: %(why)s")
    path: str
    entry: str
    why: str
    field: str = ""
    given: str = ""
    allowed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an entry may name: the shipped rows by id, the tests that judge a trial, the patterns."""

    rows: Mapping[str, Mapping[str, Any]]
    tests: Collection[str]
    patterns: Collection[str]


def own_rows(known: Known) -> tuple[Mapping[str, Any], ...]:
    """The rows of the file in force, checked; an entry with a shipped id changes that response.

    Raises BadFile for a file that is no TOML, BadOwnResponse naming the entry that is wrong.
    """
    path = FILE.get()
    if path is None:
        return ()
    return tuple(row_of(str(path), name, given, known) for name, given in _read(path, _state(path)).items())


def _state(path: Path) -> tuple[int, int] | None:
    """What tells whether the file has changed since it was read; None for no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _read(path: Path, state: tuple[int, int] | None) -> Mapping[str, Any]:
    if state is None:
        return {}
    import tomllib  # noqa: PLC0415 - most people have no such file

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFile(str(path), getattr(error, "strerror", None) or str(error)) from error


def row_of(path: str, name: str, given: Any, known: Known) -> Mapping[str, Any]:
    """One entry as a row of the catalogue; raises BadOwnResponse."""
    return _Entry(path, name, given, known).row()


class _Entry:
    """One table of the file on its way to a row of the catalogue."""

    def __init__(self, path: str, name: str, given: Any, known: Known) -> None:
        self.path, self.name, self.given, self.known = path, name, given, known

    def row(self) -> Mapping[str, Any]:
        if not isinstance(self.given, dict) or not ENTRY.fullmatch(self.name):
            raise self._wrong(
                N_("a response is a table such as [walk]; its name has up to 20 letters, digits, - and _.")
            )
        shipped = self.known.rows.get(self.name)
        row = {**(shipped or {}), **self._checked()}
        kind = self._one_of(LETTERS, "kind", row.get("kind"))
        for field in WORDS[:2]:
            if f"{field}_en" not in row:
                raise self._wrong(N_("“%(field)s” is missing."), field)
        name = self.name if shipped else f"{LETTERS[kind]}-{self.name}"
        return {**row, "id": name, "slots": self._slots(row)}

    def _slots(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """The places that the instruction leaves to fill."""
        found = tuple(dict.fromkeys(BRACES.findall(row["do_en"] + row["do_zh"])))
        for slot in found:
            if slot not in SLOTS:
                raise self._wrong(N_("{%(given)s} is no place to fill; there are %(allowed)s."), "do", slot, SLOTS)
        return found

    def _checked(self) -> dict[str, Any]:
        """The entry's own fields, the words in both languages."""
        row: dict[str, Any] = {}
        for field, value in self.given.items():
            word, _, code = field.rpartition("_")
            if field in WORDS:
                row |= dict.fromkeys((f"{field}_en", f"{field}_zh"), self._text(field, value))
            elif word in WORDS and code in ("en", "zh"):
                row[field] = self._text(field, value)
            else:
                row[field] = self._other(field, value)
        for word in WORDS:  # who writes one language reads it in both
            told = [row[f"{word}_{code}"] for code in ("en", "zh") if row.get(f"{word}_{code}")]
            if len(told) == 1:
                row |= dict.fromkeys((f"{word}_en", f"{word}_zh"), told[0])
        return row

    def _other(self, field: str, value: Any) -> Any:
        if field in PLAIN:
            return self._text(field, value)
        if field in NUMBERS:
            return self._number(field, value)
        if field == "once":
            if not isinstance(value, bool):
                raise self._wrong(N_("“%(field)s” is true or false."), field)
            return value
        allowed = {"kind": LETTERS, "test": self.known.tests, "by": BY}.get(field)
        return self._list(field, value) if allowed is None else self._one_of(allowed, field, value)

    def _one_of(self, allowed: Collection[str], field: str, value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise self._wrong(N_("“%(field)s” is one of %(allowed)s."), field, value, allowed)
        return value

    def _list(self, field: str, value: Any) -> tuple[str, ...]:
        allowed = {"patterns": self.known.patterns, "tags": TAGS}.get(field)
        if allowed is None:
            raise self._wrong(N_("a response has no field “%(field)s”."), field)
        if not isinstance(value, list) or not set(map(str, value)) <= set(allowed):
            raise self._wrong(N_("“%(field)s” is a list out of %(allowed)s."), field, value, allowed)
        return tuple(value)

    def _text(self, field: str, value: Any) -> str:
        if not isinstance(value, str) or not 0 < len(value.strip()) <= 300:
            raise self._wrong(N_("“%(field)s” is a text of 1 to 300 signs."), field)
        return value.strip()

    def _number(self, field: str, value: Any) -> float:
        low, high = NUMBERS[field]
        whole = field not in ("dose", "enough")
        good = isinstance(value, int) or (isinstance(value, float) and not whole)
        if isinstance(value, bool) or not good or not low <= value <= high:
            raise self._wrong(N_("“%(field)s” is a number from %(allowed)s."), field, value, (f"{low}–{high}",))
        return float(value) if not whole else int(value)

    def _wrong(self, why: str, field: str = "", given: Any = "", allowed: Collection[str] = ()) -> BadOwnResponse:
        return BadOwnResponse(self.path, self.name, why, field, str(given), ", ".join(allowed))
