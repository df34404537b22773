"""Phrases that come back in what a person writes about why a goal was missed.

A phrase is a run of two words or Chinese characters or more that stands in the same form in several weeks.
It counts from three weeks on, or from two quarters on. Nothing is guessed: the same texts give the same phrases.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.phrases import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fupan.model import GoalWeek
    from fupan.periods import Week

STOP_WORDS = Path(__file__).parent / "data" / "stop_words.json"
SHORTEST, LONGEST = 2, 6  # words or characters by which a phrase is found; it is told as far as it goes
WEEKS, QUARTERS = 3, 2  # from which on it has come back
SHORT_CHINESE, MORE = 2, 2  # a Chinese phrase of two characters is only one if it stands in two weeks more
_PIECE = re.compile(r"(?P<en>[a-z0-9][a-z0-9'’-]*)|(?P<zh>[\u3400-\u9fff])|(?P<blank>\s+)|(?P<end>.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What was written about one goal's miss in one week."""

    week: Week
    goal: str
    text: str
    title: str = ""  # a goal's own name comes back of itself and is no excuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Refrain:
    """A phrase that came back, with every text in which it stands."""

    phrase: str
    weeks: tuple[Week, ...]
    said: tuple[Why, ...]

    @property
    def times(self) -> int:
        """In how many weeks it was written."""
        return len(self.weeks)


@dataclass(frozen=True, slots=True)
class _Run:
    """Words, or Chinese characters, without a break between them."""

    why: int  # its text's place
    chinese: bool
    tokens: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]  # in the text made plain


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    run: int
    start: int


_Places = dict[tuple[str, ...], list[_Place]]


def whys_of(rows: Iterable[GoalWeek]) -> tuple[Why, ...]:
    """Everything that was written about the misses among `rows`, in the order of their weeks."""
    found = []
    for row in sorted((row for row in rows if row.missed and row.gap), key=lambda row: (row.week, row.goal)):
        gap = row.gap
        text = "\n".join(filter(None, (gap.why, gap.stuck_at, gap.outside_what))) if gap else ""
        if text:
            found.append(Why(week=row.week, goal=row.goal, text=text, title=row.title))
    return tuple(found)


def again(past: Iterable[Why], now: Why) -> tuple[Refrain, ...]:
    """The phrases of tonight's why that came back, those of most weeks first."""
    own = _pairs(now.text)
    near = tuple(why for why in past if not own.isdisjoint(_pairs(why.text)))
    return tuple(refrain for refrain in refrains((*near, now)) if now in refrain.said)


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[tuple[str, ...]]:
    """Every two words, or characters, that stand side by side."""
    return frozenset(run.tokens[n : n + 2] for run in _runs(0, text) for n in range(len(run.tokens) - 1))


@lru_cache(maxsize=8)  # an interview asks anew after every answer
def refrains(whys: tuple[Why, ...]) -> tuple[Refrain, ...]:
    """The phrases that came back, those of most weeks first. No phrase is told that is a piece of another one.

    Of two that overlap, the one holds that covers more: its length times its weeks.
    """
    runs = tuple(run for n, why in enumerate(whys) for run in _runs(n, why.text))
    candidates = _whole(_recurring(runs, whys), runs)
    taken: set[tuple[int, int]] = set()
    found = []
    for gram, places in sorted(candidates.items(), key=lambda item: _rank(item, runs, whys)):
        free = [p for p in places if not _cells(p, len(gram)) & taken and not _names(whys[runs[p.run].why].title, gram)]
        if _came_back(free, runs, whys, len(gram)):
            taken |= {cell for place in free for cell in _cells(place, len(gram))}
            found.append(_refrain(gram, free, runs, whys))
    return tuple(sorted(found, key=lambda refrain: (-refrain.times, refrain.weeks[0], refrain.phrase)))


def _refrain(gram: Sequence[str], places: Sequence[_Place], runs: Sequence[_Run], whys: Sequence[Why]) -> Refrain:
    said = tuple(whys[n] for n in sorted({runs[place.run].why for place in places}))
    last = places[-1]
    run = runs[last.run]
    start, end = run.spans[last.start][0], run.spans[last.start + len(gram) - 1][1]
    weeks = tuple(sorted({why.week for why in said}))
    return Refrain(phrase=plain(whys[run.why].text)[start:end], weeks=weeks, said=said)


def _rank(
    item: tuple[tuple[str, ...], list[_Place]], runs: Sequence[_Run], whys: Sequence[Why]
) -> tuple[int, int, tuple[str, ...]]:
    gram, places = item
    weeks = len({whys[runs[place.run].why].week for place in places})
    return -weeks * len(gram), -len(gram), gram


def _cells(place: _Place, length: int) -> set[tuple[int, int]]:
    return {(place.run, place.start + n) for n in range(length)}


# --- finding ---------------------------------------------------------------------------------------------


def _recurring(runs: Sequence[_Run], whys: Sequence[Why]) -> _Places:
    """Every run of two to six that came back."""
    places: _Places = defaultdict(list)
    for n, run in enumerate(runs):
        for length in range(SHORTEST, LONGEST + 1):
            for start in range(len(run.tokens) - length + 1):
                places[run.tokens[start : start + length]].append(_Place(n, start))
    return {gram: found for gram, found in places.items() if _came_back(found, runs, whys, len(gram))}


def _came_back(places: Sequence[_Place], runs: Sequence[_Run], whys: Sequence[Why], length: int) -> bool:
    """Whether a phrase stands in weeks enough."""
    if len(places) < QUARTERS:
        return False
    weeks = {whys[runs[place.run].why].week for place in places}
    more = MORE if length == SHORT_CHINESE and runs[places[0].run].chinese else 0
    return len(weeks) >= WEEKS + more or (len(weeks) >= QUARTERS + more and len({w.quarter for w in weeks}) >= QUARTERS)


@lru_cache(maxsize=4096)
def _names(title: str, gram: tuple[str, ...]) -> bool:
    return any(
        gram == run.tokens[start : start + len(gram)]
        for run in _runs(0, title)
        for start in range(len(run.tokens) - len(gram) + 1)
    )


def _whole(recurring: _Places, runs: Sequence[_Run]) -> _Places:
    """The same phrases as long as all their places agree, without the stop words at their ends."""
    found: dict[tuple[str, ...], set[_Place]] = defaultdict(set)  # a longer one may have lost its ends and be the same
    for gram, places in recurring.items():
        first, last = 0, len(gram)
        while _agree(places, runs, first - 1):
            first -= 1
        while _agree(places, runs, last):
            last += 1
        run, start = runs[places[0].run], places[0].start
        begins = run.chinese and any(place.start + first == 0 for place in places)  # a clause begins, or ends, with it
        ends = run.chinese and any(place.start + last == len(runs[place.run].tokens) for place in places)
        first, last = _trimmed(run, start + first, start + last, (begins, ends))
        whole = run.tokens[first:last]
        if _says_something(whole, chinese=run.chinese):
            found[whole] |= {_Place(place.run, place.start + first - start) for place in places}
    return {gram: sorted(places) for gram, places in found.items()}


def _agree(places: Sequence[_Place], runs: Sequence[_Run], offset: int) -> bool:
    """Whether all places have the same token there."""
    tokens = set()
    for place in places:
        at, run = place.start + offset, runs[place.run]
        tokens.add(run.tokens[at] if 0 <= at < len(run.tokens) else None)
    return len(tokens) == 1 and None not in tokens


def _trimmed(run: _Run, first: int, last: int, whole: tuple[bool, bool]) -> tuple[int, int]:
    """The phrase without the stop words at its ends; single Chinese characters are left at an end that is `whole`."""
    if run.chinese:
        before, after = first, last
        first, last = _without_plain_words(run, first, last)
        whole = (whole[0] and first == before, whole[1] and last == after)
    begins, ends = _edges(chinese=run.chinese)
    while not whole[0] and first < last and run.tokens[first] in begins:
        first += 1
    while not whole[1] and last > first and (run.tokens[last - 1] in ends or run.tokens[last - 1].isdigit()):
        last -= 1
    return first, last


def _without_plain_words(run: _Run, first: int, last: int) -> tuple[int, int]:
    text = "".join(run.tokens)
    while found := _plain_words().match(text, first, last):
        first = found.end()
    words = _stop_words()["zh"]
    while any(text.endswith(word, first, last) for word in words):
        last -= max(len(word) for word in words if text.endswith(word, first, last))
    return first, last


def _says_something(tokens: Sequence[str], *, chinese: bool) -> bool:
    """Whether enough is left without the stop words: two words, or one with two others around it."""
    if chinese and "".join(tokens) in _stop_words()["zh_alone"]:
        return False
    if chinese:
        rest = sum(token not in _stop_words()["zh_little"] for token in _plain_words().sub("", "".join(tokens)))
    else:
        words = _stop_words()
        stops = words["en"] | words["en_days"] | words["en_begins"]
        rest = sum(token not in stops and not token.isdigit() for token in tokens)
    return len(tokens) >= SHORTEST and (rest >= SHORTEST or (rest == 1 and len(tokens) > SHORTEST))


# --- texts as words --------------------------------------------------------------------------------------


def _runs(why: int, text: str) -> Iterator[_Run]:
    """The text's runs: a sign of punctuation, or the other script, ends one."""
    words: list[tuple[str, tuple[int, int]]] = []
    kind = ""
    for match in _PIECE.finditer(plain(text)):
        now = str(match.lastgroup)
        if now == "blank":
            continue
        if now != kind and words:
            yield _run(why, kind, words)
            words = []
        kind = now
        if now != "end":
            words.append((match.group().lower(), match.span()))
    if words:
        yield _run(why, kind, words)


def _run(why: int, kind: str, words: Sequence[tuple[str, tuple[int, int]]]) -> _Run:
    return _Run(why, kind == "zh", tuple(word for word, _ in words), tuple(span for _, span in words))


@cache
def _stop_words() -> Mapping[str, frozenset[str]]:
    table = json.loads(STOP_WORDS.read_text(encoding="utf-8"))
    whole = ("zh_begin", "zh_end", "zh_little")
    return {
        name: frozenset(words if name in whole else words.split()) for name, words in table.items() if name != "about"
    }


@cache
def _edges(*, chinese: bool) -> tuple[frozenset[str], frozenset[str]]:
    """What a phrase does not begin with, and what it does not end with."""
    words = _stop_words()
    if chinese:
        return words["zh_begin"], words["zh_end"]
    stops = words["en"] | words["en_days"]
    return stops - words["en_begins"], (words["en"] | words["en_begins"]) - words["en_ends"]


@cache
def _plain_words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _stop_words()["zh"]), key=lambda word: (-len(word), word))))
