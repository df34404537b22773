"""A journal of many years: the half-year of `fupan demo`, lived again and again, no two weeks in the same words.

What comes in is an exported journal, what goes out is one that `fupan import` takes. The same export and the same
number of years give the same bytes.
"""

from __future__ import annotations

import json
import random
import re
import sys
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.commands import RARE
from fupan.archive import KEYS, TABLES, key_of
from fupan.periods import Quarter, Week

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]

SEED = 20260706
HALVES = 2  # half-years in a year
END = "2026-Q4"  # the demo's half-year ends before it; what it writes of this quarter stands once, at the very end
ONCE = ("journal", "counter", "field_audience")
SINCE = {  # the column that says when a row belongs into the life
    "goal": "created",
    "goal_week": "week",
    "review": "first_day",
    "score": "period",
    "motive": "week",
    "verdict": "period",
    "trial": "started",
    "trial_week": "week",
    "note": "week",
    "problem": "week",
    "decision": "week",
    "letter": "written",
    "rule": "since",
    "history": "at",
}
VERBATIM = ("title", "measure", "quote")  # stand in several places, and everywhere in the same words
PROSE = 30  # characters; a shorter text is a name or a choice
KEY = re.compile(r"[\w.]+", re.ASCII)  # not written by anybody
BLANK = "⟦⟧"  # where a text takes a word that was never written before
TOKEN = re.compile(
    r'(?P<week>\d{4}-W\d\d)|(?P<quarter>\d{4}-Q\d)|(?P<day>\d{4}-\d\d-\d\d)|"change":(?P<change>\d+)'
    rf"|\b(?P<kind>[dgnprs])(?P<number>\d+)\b|(?P<blank>{BLANK})"
)
SYLLABLES = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "or")]


def lengthen(demo: Data, years: int, language: str) -> Data:
    """The `data` of an exported demo journal as that of somebody who went on for so many years."""
    copies = years * HALVES
    words = invented(language)
    lasts = {row["kind"]: row["last"] for row in demo["counter"]}
    once = _text({name: demo[name] for name in SINCE})
    again = _text(_half_year(demo)).replace('"mode":"first"', '"mode":"full"')
    made: Data = {"schema": demo["schema"], **{table: [] for table in TABLES}}
    for number in range(copies):
        text = _moved(once if number == copies - 1 else again, (number + 1 - copies) * HALVES, number, lasts, words)
        for table, rows in json.loads(text).items():
            made[table] += rows
    for table in SINCE:  # a quarter of twelve weeks has no room for a thirteenth
        made[table] = list({key_of(table, row): row for row in reversed(made[table])}.values())[::-1]
    made["journal"], made["field_audience"] = demo["journal"], demo["field_audience"]
    made["counter"] = [row | {"last": row["last"] * copies} for row in demo["counter"]]
    return made


def invented(language: str) -> Iterator[str]:
    """Words that nobody wrote before, the same ones on every machine; one of a hundred is RARE."""
    dice = random.Random(SEED)
    if language == "zh":
        signs = [chr(code) for code in dice.sample(range(0x4E00, 0x9000), 900)]
        vocabulary = ["".join(dice.choices(signs, k=2)) for _ in range(3000)]
    else:
        vocabulary = [" " + "".join(dice.choices(SYLLABLES, k=dice.randint(2, 3))) for _ in range(4000)]
    rare = RARE[language] if language == "zh" else f" {RARE[language]}"
    while True:
        yield rare if dice.random() < 0.01 else dice.choice(vocabulary)


def _half_year(demo: Data) -> Data:
    """What belongs to the weeks before END, without what only the weeks after it could tell."""
    quarter = Quarter.read(END)
    bounds = {"W": str(quarter.weeks[0]), "Q": END, "-": str(quarter.first_day)}
    kept: Data = {
        table: [row for row in demo[table] if row[column] < bounds[row[column][5] if row[column][5] in "WQ" else "-"]]
        for table, column in SINCE.items()
    }
    for table, column, to in (
        ("goal_week", "goal", "goal"),
        ("verdict", "goal", "goal"),
        ("trial_week", "trial", "trial"),
    ):
        there = {row[KEYS[to][0]] for row in kept[to]}
        kept[table] = [row for row in kept[table] if row[column] in there]
    return kept


def _text(data: Data) -> str:
    return json.dumps(_with_blanks(data), ensure_ascii=False, separators=(",", ":"))


def _with_blanks(value: Any) -> Any:
    """The same value with a BLANK at the end of every text that somebody wrote."""
    if isinstance(value, dict):
        return {name: one if name.endswith(VERBATIM) else _with_blanks(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_blanks(one) for one in value]
    if not isinstance(value, str) or len(value) < PROSE or TOKEN.match(value) or KEY.fullmatch(value):
        return value
    return value + BLANK


def _moved(text: str, quarters: int, number: int, lasts: dict[str, int], words: Iterator[str]) -> str:
    """One copy of the half-year, so many quarters later, with names of its own and new words in its blanks."""

    def instead(token: re.Match[str]) -> str:
        if token["blank"]:
            return next(words)
        if token["number"]:
            return f"{token['kind']}{int(token['number']) + number * lasts[token['kind']]}"
        if token["change"]:
            return f'"change":{int(token["change"]) + number * lasts["change"]}'
        return moved(token[0], quarters)

    return TOKEN.sub(instead, text)


@cache
def moved(period: str, quarters: int) -> str:
    """A week, quarter or day so many quarters later: the same week of its quarter, the same day of that week."""
    if "Q" in period:
        return str(Quarter.read(period).shift(quarters))
    week = Week.read(period) if "W" in period else Week.of(date.fromisoformat(period))
    weeks = week.quarter.shift(quarters).weeks
    then = weeks[min((week.monday - week.quarter.first_day).days // 7, len(weeks) - 1)]
    if "W" in period:
        return str(then)
    return str(then.monday + timedelta(days=date.fromisoformat(period).weekday()))


def main(source: str, years: str, language: str, target: str) -> None:
    """Write the journal of so many years that begins with the export `source`."""
    document = json.loads(Path(source).read_text(encoding="utf-8"))
    document["data"] = lengthen(document["data"], int(years), language)
    with Path(target).open("w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main(*sys.argv[1:])
