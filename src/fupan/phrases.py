"""Lists of phrases as a person writes them in a data file, found again in a person's text.

A phrase is plain words. Some signs have a meaning: `*` any ending of an English word, `…` up to eight
words or Chinese characters, `#` a number, `^` the beginning of the text, `>` the beginning of a clause
(where English puts a goal's verb), `(a|b)` either. English is matched as whole words; capitals and
typographic apostrophes do not matter. A list has a second list of traps: a hit that touches a trap
does not count.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from fupan.lean import dataclass

NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|dozen"
)
DIGITS = r"\d[\d,]*(?:\.\d+)?"
CHINESE_DIGITS = "[一二两三四五六七八九十百千万半]+"
ANY_NUMBER = rf"(?:{DIGITS}|{NUMBER_WORDS}|{CHINESE_DIGITS})"
GAP = r"(?:\s*(?:[a-z\d'/%&-]++|[^\x00-\x7f、。，；！？])){0,8}?\s*"
BEFORE_A_VERB = (
    "and|then|or|to|will|must|should|can|could|please|finally|i|we|i'll|we'll|let's|also|just|really|actually|not"
)
CLAUSE = rf"(?:\A\s*|[,.;:!?(+&—–/、。]\s*|(?<![a-z])(?:{BEFORE_A_VERB})\s+)"
CHOICE = re.compile(r"\([^()]*\)")
NO_LETTERS = re.compile(r"[\W\d_]+")
SIGNS = {"*": r"[a-z]*", "#": rf"\s*{ANY_NUMBER}\s*", "^": r"\A\s*", ">": CLAUSE, " ": r"\s+"}


def plain(text: str) -> str:
    """One spelling of a text: full-width forms, typographic apostrophes and runs of space are made even."""
    even = unicodedata.normalize("NFKC", text.replace("…", " ")).replace("’", "'").replace("‘", "'")
    return " ".join(even.split())


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a phrase stands in a text, and the words that were found."""

    start: int
    end: int
    words: str

    def touches(self, other: Hit) -> bool:
        return self.start < other.end and other.start < self.end


class Phrases:
    """A list of phrases with its traps. Only those that a text can hold are compiled: lists are long, texts short."""

    def __init__(self, phrases: tuple[str, ...], traps: tuple[str, ...] = ()) -> None:
        self._phrases = _with_needs(phrases)
        self._traps = _with_needs(traps)

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Every place in `text` (already `plain`) where a phrase stands and no trap does, in order."""
        found = _hits(self._phrases, text)
        if not found:
            return ()
        traps = _hits(self._traps, text)
        return tuple(hit for hit in found if not any(hit.touches(trap) for trap in traps))

    def __call__(self, text: str) -> bool:
        return bool(self.hits(text))


def _with_needs(phrases: tuple[str, ...]) -> list[tuple[str, str]]:
    """Phrases, the longest first, each with a part that stands in whatever it finds."""
    return [(phrase, _need(phrase)) for phrase in sorted(phrases, key=len, reverse=True)]


def _need(phrase: str) -> str:
    """The longest run of letters that is not left to a choice; "" where there is none."""
    if phrase.isalpha():
        return _lowered(phrase)
    choices = 1
    while choices:  # the innermost ones first
        phrase, choices = CHOICE.subn("…", phrase)
    return _lowered(max(NO_LETTERS.split(plain(phrase)), key=len))


def _lowered(text: str) -> str:
    """Lower case as regular expressions see it when they pass over case."""
    return text.lower().replace("ı", "i").replace("ſ", "s")


def _hits(phrases: list[tuple[str, str]], text: str) -> tuple[Hit, ...]:
    """All matches, overlapping ones too: a trapped first match must not hide a true one inside it."""
    lowered = _lowered(text)
    possible = tuple(phrase for phrase, need in phrases if need in lowered)
    found: list[Hit] = []
    place = 0
    while possible and place <= len(text):
        match = _compiled(possible).search(text, place)
        if match is None:
            break
        found.append(Hit(match.start(), match.end(), match.group().strip()))
        place = match.start() + 1
    return tuple(found)


@lru_cache(maxsize=256)
def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_regex(phrase) for phrase in phrases), re.IGNORECASE)


def _regex(phrase: str) -> str:
    return GAP.join(_piece(piece) for piece in phrase.split("…"))


def _piece(piece: str) -> str:
    even = plain(piece)
    body = "".join(_sign(character) for character in even)
    before = r"(?<![a-z])" if re.match(r"\(?[a-z]", even, re.IGNORECASE) else ""
    after = r"(?![a-z])" if re.search(r"[a-z]\)?$", even, re.IGNORECASE) else ""
    return f"{before}{body}{after}"


def _sign(character: str) -> str:
    if character in "(|)":
        return {"(": "(?:", "|": "|", ")": ")"}[character]
    return SIGNS.get(character) or re.escape(character)
