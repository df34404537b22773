"""The texts that can be searched, from every table that holds words of the person's own."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from fupan.archive import KEYS
from fupan.lean import dataclass
from fupan.periods import Span, Week, Year, read_period
from fupan.questions import entries
from fupan.store import file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fupan.periods import Period
    from fupan.store.file import Ask

    Row = dict[str, Any]

SHEETS = ("week", "quarter", "year", "five_years")
WORDS = ("text", "long")  # the kinds of question that words answer
# Answers that stand in a table of their own too, or that nobody gave.
_TWICE = re.compile(
    r"linter\..*|motive\..*|next\.new\d+\.(title|measure)|goals\.[^.]+\.(overruled|probe|slot_\w+)"
    r"|decisions\.[^.]+\.came|rules\.[^.]+\.text"
)
_GOAL = re.compile(r"(?:^|\.)(g[0-9]+)(?:\.|$)")
_VALUE = re.compile(r"[a-z_]*|[0-9.~]+")  # a choice or a number, no words


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text. `part` names it within its row, `question` the question that it answers."""

    part: str
    room: str
    question: str
    period: Period
    goal: str = ""
    text: str

    @property
    def same(self) -> str:
        """Equal for texts that say the same of the same goal, in whatever week."""
        said = json.dumps([self.room, self.part, self.goal, self.text], ensure_ascii=False)
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """A table with the columns that `read` makes texts of."""

    columns: str
    read: Callable[[Row], Iterator[Text]]


def texts(ask: Ask, source: str, key: str) -> tuple[Text, ...]:
    """The texts of one row, by its table and key; none where it is gone, or says what no program of ours wrote."""
    told = SOURCES.get(source)
    names = KEYS[source] if told else ()
    values = key.split(" ", len(names) - 1) if told else []
    if told is None or len(values) != len(names):
        return ()
    columns = told.columns.split()
    where = " AND ".join(f"{file.quoted(name)} = ?" for name in names)
    statement = f"SELECT {file.quoted(*columns)} FROM {file.quoted(source)} WHERE {where}"  # noqa: S608 - names of ours
    for row in ask(statement, values):
        try:
            return tuple(one for one in told.read(dict(zip(columns, row, strict=True))) if one.text.strip())
        except (ValueError, TypeError, KeyError, AttributeError):
            break
    return ()


def _goal(row: Row) -> Iterator[Text]:
    created = Week.of(date.fromisoformat(row["created"][:10]))
    made = Text(part="title", room="goals", question="", goal=row["id"], text="", period=created)
    if row["quarter"]:
        made = replace(made, period=read_period(row["quarter"]))
    yield replace(made, question=f"next.{row['id']}.title", text=row["title"])
    yield replace(made, part="measure", question=f"next.{row['id']}.measure", text=row["measure"])
    yield replace(made, part="why", room="why", question=f"next.{row['id']}.why", text=row["why"])


_OF_GOAL_WEEK = {
    "title": ("goals", "next"),
    "measure": ("goals", "next"),
    "first_step": ("goals", "next"),
    "proof": ("goals", "goals"),
    "replaced_by": ("goals", "goals"),
}
_OF_GAP = ("why", "stuck_at", "outside_what")


def _goal_week(row: Row) -> Iterator[Text]:
    week, goal = Week.read(row["week"]), row["goal"]
    for part, (room, place) in _OF_GOAL_WEEK.items():
        yield Text(part=part, room=room, question=f"{place}.{goal}.{part}", period=week, goal=goal, text=row[part])
    gap = json.loads(row["gap"] or "{}")
    for part in _OF_GAP:
        text = str(gap.get(part) or "")
        yield Text(part=part, room="why", question=f"goals.{goal}.{part}", period=week, goal=goal, text=text)


def _review(row: Row) -> Iterator[Text]:
    yield from _answers(row, read_period(row["period"]))


def _long_review(row: Row) -> Iterator[Text]:
    first, _, last = row["period"].partition("..")
    years = Year.read(first), Year.read(last or first)
    for text in _answers(row, Span(years[0].ends[0], years[1].ends[1]) if last else years[0]):
        if text.part != "letter":  # it is sealed, in a table of its own
            yield text


def _answers(row: Row, period: Period) -> Iterator[Text]:
    for key, value in json.loads(row["answers"]).items():
        if isinstance(value, str) and not _TWICE.fullmatch(key) and _worded(key):
            goal = _GOAL.search(key)
            yield Text(part=key, room=_room(key), question=key, period=period, goal=goal[1] if goal else "", text=value)


def _room(key: str) -> str:
    if key == "letter" or key.startswith("mentor."):
        return "mentor"
    if key == "seen_now" or key.startswith("reread."):
        return "reread"
    return "rules" if key == "rule" else "why" if key.endswith(".why_now") else "answers"


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], str], ...]:
    known = [entry for sheet in SHEETS for entry in entries(sheet).values()]
    return tuple((re.compile(re.sub(r"\\{\w+\\}", "[^.]+", re.escape(one["key"]))), one["kind"]) for one in known)


def _worded(key: str) -> bool:
    """Whether words answer the question of that key; of a question that is not known, they may."""
    kinds = [kind for pattern, kind in _kinds() if pattern.fullmatch(key)]
    return not kinds or any(kind in WORDS for kind in kinds)


def _motive(row: Row) -> Iterator[Text]:
    week = Week.read(row["week"])
    for part in ("of", "event", "positive"):
        yield Text(part=part, room="motive", question=f"motive.{part}", period=week, text=row[part])


def _verdict(row: Row) -> Iterator[Text]:
    period, goal = read_period(row["period"]), row["goal"]
    for part, asked in (("overruled", "overruled"), ("probe_answer", "probe")):
        text = "" if _VALUE.fullmatch(row[part]) else row[part]
        yield Text(part=part, room="why", question=f"goals.{goal}.{asked}", period=period, goal=goal, text=text)


def _trial(row: Row) -> Iterator[Text]:
    week, goal = Week.read(row["started"]), row["goal"]
    for slot, text in json.loads(row["slots"]).items():
        words = "" if _VALUE.fullmatch(text) else text
        question = f"goals.{goal}.slot_{slot}"
        yield Text(part=slot, room="responses", question=question, period=week, goal=goal, text=words)


def _note(row: Row) -> Iterator[Text]:
    week = Week.read(row["week"])
    yield Text(part="text", room="notes", question="note", period=week, goal=row["goal"] or "", text=row["text"])


def _problem(row: Row) -> Iterator[Text]:
    week = Week.read(row["week"])
    for part in ("text", "academic_proof", "commercial_proof", "growth_proof"):
        yield Text(part=part, room="problems", question=f"problem.{part}", period=week, text=row[part])


def _decision(row: Row) -> Iterator[Text]:
    made = Text(part="", room="decisions", question="", period=Week.read(row["week"]), goal=row["goal"] or "", text="")
    for part in ("question", "choice", "reasons", "against", "expected", "test"):
        yield replace(made, part=part, question=f"decision.{part}", text=row[part])
    for n, (option, words) in enumerate(json.loads(row["options"]).items(), 1):
        text = f"{option}\n{words}" if words else option
        yield replace(made, part=f"options.{n}", question="decision.options", text=text)
    looked = Week.read(row["reviewed"]) if row["reviewed"] else made.period
    yield replace(made, part="came", question="decision.came", text=row["came"], period=looked)


def _letter(row: Row) -> Iterator[Text]:
    if row["opened"]:  # until its day a letter is sealed, also from a search
        week = Week.of(date.fromisoformat(row["written"][:10]))
        yield Text(part="text", room="letters", question="letter", period=week, text=row["text"])


def _rule(row: Row) -> Iterator[Text]:
    yield Text(part="text", room="rules", question="rule", period=Week.read(row["since"]), text=row["text"])


def _pact_letter(row: Row) -> Iterator[Text]:
    week = Week.read(row["week"])
    yield Text(part="text", room="pacts", question=f"pact.{row['side']}", period=week, text=row["text"])


SOURCES = {
    "goal": Source("id title measure why quarter created", _goal),
    "goal_week": Source("goal week title measure first_step proof replaced_by gap", _goal_week),
    "review": Source("period answers", _review),
    "motive": Source("week of event positive", _motive),
    "verdict": Source("goal period overruled probe_answer", _verdict),
    "trial": Source("id goal slots started", _trial),
    "note": Source("id week text goal", _note),
    "problem": Source("week text academic_proof commercial_proof growth_proof", _problem),
    "decision": Source("week question options choice reasons against expected test goal reviewed came", _decision),
    "letter": Source("text opened written", _letter),
    "long_review": Source("period answers", _long_review),
    "rule": Source("since text", _rule),
    "pact_letter": Source("week side text", _pact_letter),
}
