"""The cue patterns, and which of them a text can hold.

To compile all of them takes fifteen times as long as Python's start, and a text needs two or three. Of every
pattern data/cue_needs.json tells literals one of which stands in whatever it matches (tests/wording/needs.py
makes that file); patterns whose needs a text does not meet are never compiled. Without an entry one is always read.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from fupan.diagnosis.weights import data

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

LANGUAGES = ("zh", "en")
SECTIONS = ("cues", "outside")  # with a list for each code; the rest are plain lists
HAN = re.compile("[\u4e00-\u9fff]")
NOTHING = re.compile("(?!)")


class Place(NamedTuple):
    """Where a pattern stands in the data; they sort as they are read."""

    section: str
    order: int  # of its code
    code: str
    language: int
    number: int
    pattern: str


def readers(section: str, text: str, languages: Collection[str]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The codes of a section that a text can tell of, each with what finds its phrases there."""
    found = (at for at in _possible(text) if at.section == section and LANGUAGES[at.language] in languages)
    for code, places in groupby(found, lambda at: at.code):
        yield code, union(tuple(at.pattern for at in places))


def reader(name: str, text: str) -> re.Pattern[str]:
    """What finds the phrases of one plain list in a text."""
    found = tuple(at.pattern for at in _possible(text) if at.section == name)
    return union(found) if found else NOTHING


@cache
def union(patterns: tuple[str, ...]) -> re.Pattern[str]:
    bounded = [p if HAN.search(p) or not p[0].isalpha() else rf"\b{p}" for p in patterns]
    return re.compile("|".join(f"(?:{p})" for p in bounded))


def places() -> Iterator[Place]:
    """Every pattern of the data."""
    for name, entry in data("cues").items():
        if name in SECTIONS:
            for order, (code, listed) in enumerate(entry.items()):
                yield from _places_of(name, order, code, listed)
        elif name != "about":
            yield from _places_of(name, 0, "", entry)


def _places_of(section: str, order: int, code: str, entry: Mapping[str, str | list[str]]) -> Iterator[Place]:
    for language, name in enumerate(LANGUAGES):
        listed = entry[name]
        for number, pattern in enumerate([listed] if isinstance(listed, str) else listed):
            yield Place(section, order, code, language, number, pattern)


@lru_cache(maxsize=512)
def _possible(text: str) -> tuple[Place, ...]:
    """The patterns that can match somewhere in a text."""
    index = _index()
    beginnings = {text[place : place + 2] for place in range(len(text))}.union(text, [""])
    needs = (index[beginning] for beginning in beginnings if beginning in index)
    return tuple(sorted({at for met in needs for need, found in met.items() if need in text for at in found}))


@cache
def _index() -> dict[str, dict[str, list[Place]]]:
    """The places of the patterns by what they need, and that by its first two characters."""
    index: dict[str, dict[str, list[Place]]] = {}
    known = data("cue_needs")
    for at in places():
        plain = (at.pattern,) if at.pattern.isalpha() else ("",)  # plain words need themselves
        for need in known.get(at.pattern, plain):
            index.setdefault(need[:2], {}).setdefault(need, []).append(at)
    return index
