"""The learned wording: scores of words, learned from clauses written for it, and shipped as data.

A text's score for a side is the bias plus the scores of its words, word pairs and (in Chinese) runs of one to
three signs, divided by the root of its number of words. tests/wording says how the scores were learned.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from fupan.diagnosis import cues
from fupan.diagnosis.patterns import reader
from fupan.diagnosis.scores import learned
from fupan.diagnosis.weights import weights
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z][a-z']*")
HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
LONGEST_WORD, LONGEST_SIGNS = 4, 3
LAZINESS, ABILITY, OUTSIDE, UNWANTED = 0, 1, 2, 3  # against neutral, which is zero
SIDES = (LAZINESS, ABILITY, OUTSIDE, UNWANTED)
Sides = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One text's scores, and how many words they stand on."""

    scores: Sides = (0.0, 0.0, 0.0, 0.0)
    words: int = 0

    @property
    def lean(self) -> float:
        """Log-odds of laziness against ability, as far as the text tells of either."""
        return (self.scores[LAZINESS] - self.scores[ABILITY]) * (self._chance(LAZINESS) + self._chance(ABILITY))

    @property
    def outside(self) -> float:
        """The probability that the text tells of an outside cause."""
        return self._chance(OUTSIDE)

    @property
    def unwanted(self) -> float:
        """The probability that the text tells of a goal that is no longer wanted."""
        return self._chance(UNWANTED)

    def _chance(self, side: int) -> float:
        odds = [math.exp(max(-20.0, min(20.0, score))) for score in self.scores]
        return odds[side] / (1.0 + sum(odds))


def tokens(text: str, words: Container[str]) -> list[str]:
    """The words of a text: Chinese by the longest known word; numbers say nothing."""
    found: list[str] = []
    for run in RUN.findall(text.lower().replace("’", "'")):
        if run[0].isascii():
            found.append(run)
        else:
            found += _longest(run, words)
    return found


def _longest(run: str, words: Container[str]) -> Iterator[str]:
    start = 0
    while start < len(run):
        size = next(n for n in range(LONGEST_WORD, 0, -1) if n == 1 or run[start : start + n] in words)
        yield run[start : start + size]
        start += size


def pairs(found: Sequence[str]) -> Iterator[str]:
    for a, b in pairwise(found):
        yield f"{a} {b}"


def signs(text: str) -> Iterator[str]:
    """Every run of one to three Chinese signs."""
    for run in HAN_RUN.findall(text):
        for size in range(1, LONGEST_SIGNS + 1):
            for start in range(len(run) - size + 1):
                yield run[start : start + size]


def _row(kind: str, key: str) -> Sequence[int]:
    """The scores of a word, a pair or a run of signs; none where it is not known."""
    return learned("en" if key.isascii() else "zh").scores[kind].get(key) or ()


@lru_cache(maxsize=256)
def hear(text: str) -> Heard:
    """The scores of one text; nothing is known of an empty one."""
    text = cues.unjudged(text)
    known: Container[str] = () if text.isascii() else learned("zh").scores["words"]
    found = tokens(text, known)
    if not found:
        return Heard()
    unit = learned("en").unit
    root = math.sqrt(len(found))
    total = [0.0] * len(SIDES)
    for kind, keys in (("words", found), ("pairs", list(pairs(found))), ("signs", list(signs(text)))):
        for key in keys:
            for side, value in enumerate(_row(kind, key)):
                total[side] += value * unit / root
    few = len(found) / (len(found) + weights()["wording"]["few_words"])
    bias = learned("en").bias
    laziness, ability, outside, unwanted = (few * (bias[side] + total[side]) for side in SIDES)
    return Heard(scores=(laziness, ability, outside, unwanted), words=len(found))


def lean(texts: Sequence[str]) -> tuple[float, tuple[str, ...]]:
    """The lean of several texts together, and the clauses that speak most for it."""
    rule = weights()["wording"]
    heard = [hear(text) for text in texts]
    if not heard:
        return 0.0, ()
    total = sum(max(-rule["text_cap"], min(rule["text_cap"], h.lean)) for h in heard)
    return total / (len(heard) + rule["silent_texts"]) ** rule["texts_power"], _shown(texts, 1.0 if total > 0 else -1.0)


def _shown(texts: Sequence[str], side: float) -> tuple[str, ...]:
    """The person's own clauses that lean clearly to a side and mean something by themselves, the strongest first."""
    rule = weights()["wording"]
    told = {clause.text: cues.as_written(clause.text, text) for text in texts for clause in cues.clauses(text)}
    leans = {text: side * hear(text).lean for text in told if len(text) <= rule["shown_length"] and _means(text)}
    clear = [text for text, value in leans.items() if value >= rule["shown_from"]]
    return tuple(told[text] for text in sorted(clear, key=lambda text: -leans[text])[: rule["shown"]])


def _means(text: str) -> bool:
    """Two English words or three Chinese signs besides stop words, days of the week and single letters."""
    runs = [run for run in RUN.findall(reader("empty", text).sub(" ", text)) if len(run) > 1]
    return sum(3 if run[0].isascii() else 2 * len(run) for run in runs) >= 6


def outside_share(text: str) -> float:
    """The share of a week that its words say was lost to outside causes; nothing below an even chance."""
    rule = weights()["wording"]
    heard = hear(text)
    told = heard.words >= rule["outside_words"] and heard.outside >= rule["outside_from"]
    return min(rule["outside_most"], heard.outside) if told else 0.0
