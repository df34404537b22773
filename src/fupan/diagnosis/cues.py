"""Cue phrases in a person's words: what is told, what is denied, and whom it is told of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fupan.diagnosis.patterns import HAN, LANGUAGES, reader, readers
from fupan.diagnosis.weights import data, weights
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

STOPS = re.compile(r"[。！？!?;；\n]+|(?<!\d)\.(?!\d)|(?<=\d)\.(?=\s|$)")
COMMAS = re.compile(r"[，,、：:（）()“”\"—…]+|\s-\s|\s–\s|(?<=\w)\s+(?:because|so|then|and then|while)\s+")
EXCUSES = ("blocked", "illness", "hospital")  # words of these are no cues: "stuck in approval", "in bed with flu"
LATIN = re.compile("[a-z]{3}")


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


def _denied(before: str) -> bool:
    """Whether what stands before a phrase denies it."""
    return bool(reader("denials", before).search(before))


def plain(text: str) -> str:
    """Lower case, one kind of apostrophe."""
    return text.lower().replace("’", "'").replace("‘", "'")


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, those around a "but" weighed by their place."""
    rule = weights()["text"]
    found: list[Clause] = []
    for sentence in STOPS.split(plain(text)):
        parts = reader("but", sentence).split(sentence)
        for place, part in enumerate(parts):
            factor = 1.0 if len(parts) == 1 else rule["before_but"] if place == 0 else rule["after_but"]
            found += [Clause(text=c.strip(), factor=factor) for c in COMMAS.split(part) if c.strip()]
    return tuple(found)


def as_written(clause: str, text: str) -> str:
    """A clause of a text as the person wrote it, capitals and all."""
    read = plain(text)
    place = read.find(clause)
    return text[place : place + len(clause)] if place >= 0 and len(read) == len(text) else clause


def hits(clause: Clause) -> Iterator[Hit]:
    """Every cue told in a clause; the first to claim words keeps them, a denied one tells for the other side."""
    if _of_others(clause.text):
        return
    text = masked(clause.text)
    excuses = _blanked("own_waits", text)
    languages = _written_in(text)
    excused = (found for code, found in readers("outside", excuses, languages) if code in EXCUSES)
    taken = [match.span() for found in excused for match in found.finditer(excuses)]
    for code, found in readers("cues", text, languages):
        entry = data("cues")["cues"][code]
        for match in found.finditer(text):
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
        for code, phrases in readers("outside", read, _written_in(clause.text)):
            for match in phrases.finditer(read):
                if not _denied(clause.text[: match.start()]):
                    found.add(code)
    return frozenset(found)


def tells(name: str, text: str) -> bool:
    """Whether a text holds a phrase of one of the plain lists."""
    read = masked(plain(text))
    return bool(reader(name, read).search(read))


def masked(text: str) -> str:
    """The text with its traps blanked, so that nothing is found inside them."""
    return _blanked("masks", text)


def _blanked(name: str, text: str) -> str:
    return reader(name, text).sub(lambda m: " " * len(m.group()), text)


def unjudged(text: str) -> str:
    """The text without traps and without verdict words, which say little and are often quoted or denied."""
    read = _blanked("own_waits", masked(plain(text)))
    return reader("verdicts", read).sub(" ", read)


def _of_others(text: str) -> bool:
    """Someone else is the subject, and the writer does not come in."""
    return bool(reader("others", text).match(text)) and not reader("me", text).search(text)
