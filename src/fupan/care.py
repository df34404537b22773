"""Words of crisis and distress, seen before anything else is said.

The lists, their traps and the sentences stand in data/care.json. Nothing is stored, scored or guessed
here: a text is looked at and the line that belongs to it is handed back.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from fupan.bilingual import Bilingual
from fupan.lean import dataclass
from fupan.phrases import Phrases, plain

DATA = Path(__file__).parent / "data" / "care.json"
LEVELS = ("crisis", "distress")  # the graver first
BESIDE_CHINESE = re.compile(r"(?<=[\u2e80-\uffff])\s+|\s+(?=[\u2e80-\uffff])")  # “App 又崩溃” as “App又崩溃”
PLAN_KEPT = 0.6  # the share of next week's plan that is offered after distress


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What a text calls for: `crisis` stops everything else, `distress` rules out a verdict of laziness."""

    level: str  # crisis, distress
    text: Bilingual


def care(text: str) -> Care | None:
    """The care that a person's own words call for, if any; a crisis outweighs distress."""
    words = BESIDE_CHINESE.sub("", plain(text))
    for level in LEVELS:
        if _phrases(level)(words):
            return Care(level=level, text=Bilingual(**words_of_care()[level]["text"]))
    return None


@cache
def words_of_care() -> dict[str, Any]:
    """The lists, the sentences and the telephone numbers with their sources, as they stand in the data file."""
    table: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return table


@cache
def _phrases(level: str) -> Phrases:
    table = words_of_care()[level]
    return Phrases((*table["zh"], *table["en"]), (*table["zh_traps"], *table["en_traps"]))
