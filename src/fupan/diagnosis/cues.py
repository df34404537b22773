"""Cue phrases in a person's words: what is told, what is denied, and whom it is told of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from fupan.diagnosis.weights import data, weights
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGUAGES = ("zh", "en")
STOPS = re.compile(r"[。！？!?;；\n]+|(?<!\d)\.(?!\d)|(?<=\d)\.(?=\s|$)")
COMMAS = re.compile(r"[，,、：:（）()“”\"—…]+|\s-\s|\s–\s|(?<=\w)\s+(?:because|so|then|and then|while)\s+")
HAN = re.compile("[\u4e00-\u9fff]")
EXCUSES = ("blocked", "illness", "hospital")  # words of these are no cues: "stuck in approval", "in bed with flu"
LATIN = re.compile("[a-z]{3}")
NOTHING = re.compile("(?!)")
SECTIONS = ("cues", "outside")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One stretch of text that is judged by itself; `factor` is less before a "but" and more after it."""

    text: str
    factor: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One phrase found: its code, the signed weight in log-odds, and the words around it."""

    code: str
    weight: float
    quote: str
    denied: bool = False


def _written_in(text: str) -> tuple[str, ...]:
    found = [lang for lang, signs in (("zh", HAN), ("en", LATIN)) if signs.search(text)]
    return tuple(found) or LANGUAGES


@cache
def _listed(name: str) -> tuple[str, ...]:
    """The patterns of one plain list, such as masks, own_waits, not_wanted, others or but."""
    return tuple(_of_languages(data("cues")[name]))


def _of_languages(entry: Mapping[str, str | list[str]]) -> Iterator[str]:
    for language in LANGUAGES:
        patterns = entry[language]
        yield from [patterns] if isinstance(patterns, str) else patterns


@cache
def _by_code(section: str, languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The patterns of each code of a section, for the languages that a text is written in."""
    entries = data("cues")[section].items()
    return {code: tuple(p for lang in languages for p in entry[lang]) for code, entry in entries}


def written_patterns() -> Iterator[str]:
    """Every pattern of the data, whatever it is for."""
    for name, entry in data("cues").items():
        if name in SECTIONS:
            yield from (p for code in entry.values() for p in _of_languages(code))
        elif name != "about":
            yield from _of_languages(entry)


def _needs(pattern: str) -> tuple[str, ...]:
    """Literals one of which stands in whatever a pattern matches (tests/wording/needs.py); "" stands in every text."""
    return (pattern,) if pattern.isalpha() else data("cue_needs").get(pattern, ("",))


def _reader(patterns: tuple[str, ...], text: str) -> re.Pattern[str] | None:
    """All of the patterns that can match in a text as one, which matches what all of them together would.

    To compile every pattern takes longer than all the rest of a report; a text needs two or three.
    """
    possible = tuple(p for p in patterns if any(need in text for need in _needs(p)))
    return _union(possible) if possible else None


def _readers(section: str, text: str, languages: tuple[str, ...]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The codes of a section that a text can tell of."""
    for code, patterns in _by_code(section, languages).items():
        if reader := _reader(patterns, text):
            yield code, reader


def pattern(name: str, text: str) -> re.Pattern[str]:
    """What finds the phrases of one plain list in a text."""
    return _reader(_listed(name), text) or NOTHING


@cache
def _union(parts: tuple[str, ...]) -> re.Pattern[str]:
    bounded = [p if HAN.search(p) or not p[0].isalpha() else rf"\b{p}" for p in parts]
    return re.compile("|".join(f"(?:{p})" for p in bounded))


def _denied(before: str) -> bool:
    """Whether what stands before a phrase denies it."""
    patterns = data("cues")["denials"]
    readers = (_reader((patterns[lang],), before) for lang in LANGUAGES)
    return any(reader.search(before) for reader in readers if reader)


def plain(text: str) -> str:
    """Lower case, one kind of apostrophe."""
    return text.lower().replace("’", "'").replace("‘", "'")


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, those around a "but" weighed by their place."""
    rule = weights()["text"]
    found: list[Clause] = []
    for sentence in STOPS.split(plain(text)):
        parts = pattern("but", sentence).split(sentence)
        for place, part in enumerate(parts):
            factor = 1.0 if len(parts) == 1 else rule["before_but"] if place == 0 else rule["after_but"]
            found += [Clause(text=c.strip(), factor=factor) for c in COMMAS.split(part) if c.strip()]
    return tuple(found)


def hits(clause: Clause) -> Iterator[Hit]:
    """Every cue told in a clause; the first to claim words keeps them, a denied one tells for the other side."""
    if _of_others(clause.text):
        return
    text = masked(clause.text)
    excuses = _blanked("own_waits", text)
    languages = _written_in(text)
    outside = _by_code("outside", languages)
    readers = filter(None, (_reader(outside[name], excuses) for name in EXCUSES))
    taken = [m.span() for reader in readers for m in reader.finditer(excuses)]
    for code, reader in _readers("cues", text, languages):
        entry = data("cues")["cues"][code]
        for match in reader.finditer(text):
            span = match.span()
            if span[0] == span[1] or any(a < span[1] and span[0] < b for a, b in taken):
                continue
            taken.append(span)
            sign = 1.0 if entry["side"] == "laziness" else -1.0
            denied = code != "could_do" and _denied(text[: span[0]])
            weight = sign * entry["weight"] * clause.factor
            if denied:
                weight *= -weights()["text"]["denied"]
            yield Hit(code=code, weight=weight, quote=clause.text, denied=denied)


def outside_codes(text: str) -> frozenset[str]:
    """The outside causes told in a text, whoever is its subject, unless denied."""
    found = set()
    for clause in clauses(text):
        read = _blanked("own_waits", masked(clause.text))
        for code, reader in _readers("outside", read, _written_in(clause.text)):
            for match in reader.finditer(read):
                if not _denied(clause.text[: match.start()]):
                    found.add(code)
    return frozenset(found)


def tells(name: str, text: str) -> bool:
    """Whether a text holds a phrase of one of the plain lists."""
    read = masked(plain(text))
    return bool(pattern(name, read).search(read))


def masked(text: str) -> str:
    """The text with its traps blanked, so that nothing is found inside them."""
    return _blanked("masks", text)


def _blanked(name: str, text: str) -> str:
    return pattern(name, text).sub(lambda m: " " * len(m.group()), text)


def unjudged(text: str) -> str:
    """The text without traps and without verdict words, which say little and are often quoted or denied."""
    read = _blanked("own_waits", masked(plain(text)))
    return pattern("verdicts", read).sub(" ", read)


def _of_others(text: str) -> bool:
    """Someone else is the subject, and the writer does not come in."""
    return bool(pattern("others", text).match(text)) and not pattern("me", text).search(text)
