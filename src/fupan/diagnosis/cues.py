"""Cue phrases in a person's words: what is told, what is denied, and whom it is told of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from fupan.diagnosis.weights import data, weights
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("zh", "en")
STOPS = re.compile(r"[。！？!?;；\n]+|(?<!\d)\.(?!\d)|(?<=\d)\.(?=\s|$)")
COMMAS = re.compile(r"[，,、：:（）()“”\"—…]+|\s-\s|\s–\s|(?<=\w)\s+(?:because|so|then|and then|while)\s+")
HAN = re.compile("[\u4e00-\u9fff]")
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


@cache
def _compiled(section: str, languages: tuple[str, ...]) -> dict[str, re.Pattern[str]]:
    """One pattern per code of a section, for the languages that a text is written in."""
    entries = data("cues")[section]
    return {code: _union([p for lang in languages for p in entry[lang]]) for code, entry in entries.items()}


def _written_in(text: str) -> tuple[str, ...]:
    found = [lang for lang, signs in (("zh", HAN), ("en", LATIN)) if signs.search(text)]
    return tuple(found) or LANGUAGES


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of one plain list: masks, own_waits, empty, goes_on, not_wanted, harsh, verdicts, others, me, but."""
    entry = data("cues")[name]
    listed = [entry[lang] for lang in LANGUAGES]
    return _union([p for part in listed for p in (part if isinstance(part, list) else [part])])


@cache
def denials() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(data("cues")["denials"][lang]) for lang in LANGUAGES)


def _union(parts: list[str]) -> re.Pattern[str]:
    bounded = [p if HAN.search(p) or not p[0].isalpha() else rf"\b{p}" for p in parts]
    return re.compile("|".join(f"(?:{p})" for p in bounded))


def plain(text: str) -> str:
    """Lower case, one kind of apostrophe."""
    return text.lower().replace("’", "'").replace("‘", "'")


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, those around a "but" weighed by their place."""
    rule = weights()["text"]
    found: list[Clause] = []
    for sentence in STOPS.split(plain(text)):
        parts = pattern("but").split(sentence)
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
    taken = [m.span() for name in EXCUSES for m in _compiled("outside", _written_in(text))[name].finditer(excuses)]
    for code, compiled in _compiled("cues", _written_in(text)).items():
        entry = data("cues")["cues"][code]
        for match in compiled.finditer(text):
            span = match.span()
            if span[0] == span[1] or any(a < span[1] and span[0] < b for a, b in taken):
                continue
            taken.append(span)
            sign = 1.0 if entry["side"] == "laziness" else -1.0
            denied = code != "could_do" and any(d.search(text[: span[0]]) for d in denials())
            weight = sign * entry["weight"] * clause.factor
            if denied:
                weight *= -weights()["text"]["denied"]
            yield Hit(code=code, weight=weight, quote=clause.text, denied=denied)


def outside_codes(text: str) -> frozenset[str]:
    """The outside causes told in a text, whoever is its subject, unless denied."""
    found = set()
    for clause in clauses(text):
        read = _blanked("own_waits", masked(clause.text))
        for code, compiled in _compiled("outside", _written_in(clause.text)).items():
            for match in compiled.finditer(read):
                if not any(d.search(clause.text[: match.start()]) for d in denials()):
                    found.add(code)
    return frozenset(found)


def tells(name: str, text: str) -> bool:
    """Whether a text holds a phrase of one of the plain lists."""
    return bool(pattern(name).search(masked(plain(text))))


def masked(text: str) -> str:
    """The text with its traps blanked, so that nothing is found inside them."""
    return _blanked("masks", text)


def _blanked(name: str, text: str) -> str:
    return pattern(name).sub(lambda m: " " * len(m.group()), text)


def unjudged(text: str) -> str:
    """The text without traps and without verdict words, which say little and are often quoted or denied."""
    return pattern("verdicts").sub(" ", _blanked("own_waits", masked(plain(text))))


def _of_others(text: str) -> bool:
    """Someone else is the subject, and the writer does not come in."""
    return bool(pattern("others").match(text)) and not pattern("me").search(text)
