"""What a search finds: one piece of the person's own text, where it stands, and what in it was looked for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import field
from typing import TYPE_CHECKING

from fupan.errors import NOTHING, USAGE, FupanError
from fupan.language import N_
from fupan.lean import dataclass
from fupan.model import Cause

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fupan.periods import Period

# Where words may stand, with what each place is called in English and in Chinese, then its other names.
ROOMS: Mapping[str, tuple[str, ...]] = {
    "goals": ("goals", "目标"),
    "why": ("why", "原因"),
    "mentor": ("mentor", "导师"),
    "motive": ("motive", "动机"),
    "responses": ("responses", "对策"),
    "rules": ("rules", "规律"),
    "reread": ("reread", "重读"),
    "notes": ("notes", "随手记", "笔记"),
    "problems": ("problems", "问题"),
    "decisions": ("decisions", "决定"),
    "letters": ("letters", "信"),
    "pacts": ("pacts", "约定"),
    "answers": ("answers", "回答"),  # whatever stands in none of the others
}
CAUSES: Mapping[str, tuple[str, ...]] = {  # how a person may name one
    "laziness": ("laziness", "lazy", "懒", "懒惰"),
    "ability": ("ability", "能力", "能力不够", "能力不足", "蠢"),
    "unclear": ("unclear", "不清楚", "说不清"),
}
COLUMNS = 150  # of a snippet, a Chinese character taking two
BEFORE = 50  # of them before the first word that was found

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for, and within what: empty filters let everything through."""

    words: str
    rooms: tuple[str, ...] = ()
    period: Period | None = None
    cause: Cause | None = None
    goals: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)  # of all goals, by their ids
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A text with the places in it that were looked for; `spans` are pairs of offsets in `text`."""

    period: Period  # that it was written for
    room: str  # one of ROOMS
    question: str  # the key of the question that it answers: "goals.g7.why"; "note" where nobody asked
    goal: str = ""  # "g7"
    title: str = ""  # of the goal, as it is called now
    text: str
    spans: tuple[Span, ...] = ()
    snippet: str = ""
    together: bool = False  # the words stand side by side, as they were typed
    repeated: int = 0  # in how many earlier places the same stands word by word

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The snippet piece by piece, and whether each was looked for."""
        return pieces(self.text, self.spans)


def snippet(text: str, spans: tuple[Span, ...]) -> str:
    return "".join(piece for piece, _ in pieces(text, spans))


def pieces(text: str, spans: tuple[Span, ...]) -> tuple[tuple[str, bool], ...]:
    """What is shown of a text: a window around the first span, on one line, cut into what was found and the rest."""
    start, end = _window(text, spans[0][0] if spans else 0)
    cuts = [(max(first, start), min(last, end)) for first, last in spans if first < end and last > start]
    found: list[tuple[str, bool]] = [("…", False)] if start else []
    place = start
    for first, last in cuts:
        found += [(text[place:first], False), (text[first:last], True)]
        place = last
    found += [(text[place:end], False), ("…" if end < len(text) else "", False)]
    return tuple((_one_line(piece), hit) for piece, hit in found if piece)


def _window(text: str, first: int) -> Span:
    """The part of `text` around a place; where it is too long, words are kept whole."""
    if _columns(text) <= COLUMNS:
        return 0, len(text)
    start, room = first, BEFORE
    while start and room > 0:
        start -= 1
        room -= _columns(text[start])
    if start:
        start = next((n for n in range(start, min(start + 20, first)) if text[n - 1].isspace()), start)
    end, room = start, COLUMNS
    while end < len(text) and room > 0:
        room -= _columns(text[end])
        end += 1
    if end < len(text):
        end = next((n for n in range(end, max(end - 20, first), -1) if text[n].isspace()), end)
    return start, end


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _one_line(text: str) -> str:
    return "".join(" " if one.isspace() else one for one in text)


# --- what a person types -----------------------------------------------------------------------------------


def parse_rooms(texts: Iterable[str]) -> tuple[str, ...]:
    """The names of rooms in any of `texts`, set apart by commas. Raises BadRoom."""
    found = []
    for text in filter(None, (one.strip() for given in texts for one in re.split("[,，、]", given))):
        room = next((room for room, names in ROOMS.items() if text.casefold() in names), "")
        if not room:
            raise BadRoom(text, ", ".join(name for names in ROOMS.values() for name in dict.fromkeys(names)))
        found.append(room)
    return tuple(dict.fromkeys(found))


def parse_cause(text: str) -> Cause:
    """A cause by any of its names. Raises BadCause."""
    for cause, names in CAUSES.items():
        if text.strip().casefold() in names:
            return Cause(cause)
    raise BadCause(text, ", ".join(name for names in CAUSES.values() for name in names[:3]))


# --- refusals ----------------------------------------------------------------------------------------------


@dataclass(eq=False)
class NothingMatches(FupanError):
    code = "nothing_matches"
    status = NOTHING
    message = N_(
        "Nothing that you wrote matches “%(words)s”. All words must stand in one answer: fewer words find more."
    )
    words: str


@dataclass(eq=False)
class NothingMatchesThere(NothingMatches):
    """Nothing within the filters; without them there may be something."""

    code = "nothing_matches_there"
    message = N_("Nothing matches “%(words)s” within %(filters)s. Without that filter there may be something.")
    filters: str


@dataclass(eq=False)
class NoWord(FupanError):
    code = "no_word"
    status = USAGE
    message = N_("There is no word to look for in “%(words)s”.")
    words: str


@dataclass(eq=False)
class BadRoom(FupanError):
    code = "bad_room"
    status = USAGE
    message = N_("“%(text)s” is no place to search in. There are: %(allowed)s.")
    text: str
    allowed: str


@dataclass(eq=False)
class BadCause(FupanError):
    code = "bad_cause"
    status = USAGE
    message = N_("“%(text)s” is no cause. There are: %(allowed)s.")
    text: str
    allowed: str
