"""The year and five years: what is known before, and which questions they ask.

A year lays its quarters side by side, asks what keeps its value and what grew besides pay, makes a standing rule of
what was learnt twice, and seals a letter to oneself. Five years are written in chapters from these; a decision is
judged by what was known then, apart from what came of it.
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date  # noqa: TC003 - a field's type
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupan.lean import dataclass
from fupan.long_view import Decision, Letter, LongReview, Rule, Scope
from fupan.questions import question
from fupan.recurring import Refrain, Why, refrains

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from fupan.driving import Move, Spell
    from fupan.model import Goal, WeeklyReview
    from fupan.periods import Span, Week, Year
    from fupan.questions import Question
    from fupan.report.nouns import QuarterLine
    from fupan.responses.trials import LedgerLine

YEAR_MINUTES: Mapping[str, float] = MappingProxyType(
    {"record": 20, "worth": 25, "rules": 15, "direction": 10, "letter": 20}
)
FIVE_MINUTES: Mapping[str, float] = MappingProxyType(
    {"chapters": 100, "decision": 30, "motive": 10, "returned": 10, "next": 35}
)
SAME_RULE = 4  # the words that two rules share are at least one part in so many of each
RULES_AT_MOST, DECISIONS_AT_MOST, BETS_AT_MOST, RETURNED_AT_MOST = 5, 7, 3, 5
ask_year = partial(question, "year")
ask_five = partial(question, "five_years")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """A rule that was written in two quarters or more: it may become a standing one."""

    text: str  # as written last
    phrase: str
    weeks: tuple[Week, ...]

    @property
    def born(self) -> str:
        """The quarters in which it was learnt."""
        return " ".join(dict.fromkeys(str(week.quarter) for week in self.weeks))


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRecord:
    """What the year's opening shows: quarters side by side, the motive's largest moves, the responses' league."""

    quarters: tuple[QuarterLine, ...]
    spells: tuple[Spell, ...]
    moves: tuple[Move, ...]
    league: tuple[LedgerLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSheet:
    """Everything that is known before the first question of a year."""

    year: Year
    record: YearRecord
    learnt: tuple[Learnt, ...] = ()
    rules: tuple[Rule, ...] = ()  # standing ones
    opens: date  # when the letter may be read
    mode: str = "year"
    sealed: LongReview | None = None
    draft: Mapping[str, Any] = field(default_factory=dict)
    late: bool = False

    @property
    def again(self) -> bool:
        return self.sealed is not None

    @property
    def period(self) -> str:
        return str(self.year)

    @property
    def span(self) -> Year:
        return self.year

    @property
    def resumed(self) -> bool:
        return bool(self.draft)

    @property
    def minutes(self) -> Mapping[str, float]:
        return YEAR_MINUTES

    def interview(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        return _prefilled(self.sealed, _year(self, answers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One of the five years, as its own review, letters, rules and decisions told it."""

    year: Year
    weeks: int  # written
    quarters: int  # closed
    review: LongReview | None = None
    letters: tuple[Letter, ...] = ()  # opened ones
    rules: tuple[Rule, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FiveYearsSheet:
    """Everything that is known before the first question of five years."""

    years: tuple[Year, ...]
    span: Span
    chapters: tuple[Chapter, ...] = ()
    decisions: tuple[Decision, ...] = ()
    spells: tuple[Spell, ...] = ()
    returned: tuple[Refrain, ...] = ()  # what goals were about that came back undone in two years or more
    mode: str = "five_years"
    sealed: LongReview | None = None
    draft: Mapping[str, Any] = field(default_factory=dict)
    late: bool = False

    @property
    def again(self) -> bool:
        return self.sealed is not None

    @property
    def period(self) -> str:
        return f"{self.years[0]}..{self.years[-1]}"

    @property
    def resumed(self) -> bool:
        return bool(self.draft)

    @property
    def minutes(self) -> Mapping[str, float]:
        return FIVE_MINUTES

    def interview(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        return _prefilled(self.sealed, _five_years(self, answers))


@dataclass(frozen=True, slots=True, kw_only=True)
class MotiveHistory:
    """The spells of several years, shown before the question which one was there all along."""

    spells: tuple[Spell, ...]


def _year(sheet: YearSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    yield ask_year("Y1", shows=(sheet.record,))
    yield from (ask_year(entry) for entry in ("Y2", "Y3", "Y4"))
    if not sheet.again:  # a letter is sealed once, and a rule made once
        for n, learnt in enumerate(sheet.learnt[:RULES_AT_MOST], 1):
            yield ask_year("Y5", key={"k": n}, shows=(learnt,))
            if answers.get(f"rules.{n}.keep") == "yes":
                yield ask_year("Y6", key={"k": n}, default=learnt.text)
        for rule in sheet.rules[:RULES_AT_MOST]:
            yield ask_year("Y7", key={"s": rule.id}, about=rule.text, default="yes")
    yield from (ask_year(entry) for entry in ("Y8", "Y9"))
    if not sheet.again:
        yield ask_year("Y10")


def _five_years(sheet: FiveYearsSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    for chapter in sheet.chapters:
        yield ask_five("F1", key={"year": chapter.year}, about=str(chapter.year), shows=(chapter,))
    for decision in [one for one in sheet.decisions if not one.quality][:DECISIONS_AT_MOST]:
        yield ask_five("F2", key={"d": decision.id}, about=decision.question, shows=(decision,))
    yield ask_five("F3")
    yield ask_five("F4", shows=(MotiveHistory(spells=sheet.spells),) if sheet.spells else ())
    for n, refrain in enumerate(sheet.returned[:RETURNED_AT_MOST], 1):
        yield ask_five("F5", key={"k": n}, about=refrain.phrase, shows=(refrain,))
    yield ask_five("F6")
    for n in range(1, BETS_AT_MOST + 1):
        yield ask_five("F7", key={"n": n})
        if not answers.get(f"next.bets.{n}"):
            break
    yield ask_five("F8")


def _prefilled(sealed: LongReview | None, asked: Iterable[Question]) -> tuple[Question, ...]:
    said = sealed.answers if sealed else {}
    return tuple(replace(q, default=said[q.key]) if said.get(q.key) is not None else q for q in asked)


# --- what is known before ----------------------------------------------------------------------------------


def learnt_twice(reviews: Sequence[WeeklyReview]) -> tuple[Learnt, ...]:
    """The rules taken away from weeks that came back in two quarters or more, as they were written last.

    Two rules are the same one only where the words that they share are a quarter of each: less is a turn of speech.
    """
    written = tuple(
        Why(week=review.week, goal="", text=str(review.answers["rule"]))
        for review in reviews
        if review.answers.get("rule")
    )
    found = []
    taken: set[str] = set()
    for refrain in refrains(written):
        same = [why for why in refrain.said if _letters(refrain.phrase) * SAME_RULE >= _letters(why.text)]
        if len({why.week.quarter for why in same}) > 1 and same[-1].text not in taken:
            taken.add(same[-1].text)
            found.append(Learnt(text=same[-1].text, phrase=refrain.phrase, weeks=tuple(why.week for why in same)))
    return tuple(found)


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)


def came_back(goals: Sequence[Goal], week_of: Callable[[Goal], Week]) -> tuple[Refrain, ...]:
    """What goals that were never done were about, where it came back in two years or more."""
    undone = tuple(
        Why(week=week_of(goal), goal=goal.id, text=goal.title) for goal in goals if goal.outcome not in (None, "done")
    )
    return tuple(refrain for refrain in refrains(undone) if len({why.week.iso_year for why in refrain.said}) > 1)


# --- what is written ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LongWritten:
    """Everything that one sealed year, or five, puts into the journal."""

    review: LongReview
    rules: tuple[Rule, ...] = ()
    letters: tuple[Letter, ...] = ()
    decisions: tuple[Decision, ...] = ()


def compose_year(
    sheet: YearSheet,
    answers: Mapping[str, Any],
    *,
    started: datetime,
    written: datetime,
    zone: str,
    new_id: Callable[[str], str],
    now: Week,
) -> LongWritten:
    """The year's answers; its letter goes into an envelope of its own and stands nowhere else."""
    kept = {key: value for key, value in answers.items() if value is not None and key != "letter"}
    review = _review(sheet, Scope.YEAR, kept, started=started, written=written, zone=zone)
    made = [
        Rule(id=new_id("s"), text=answers.get(f"rules.{n}.text") or learnt.text, born=learnt.born, since=now)
        for n, learnt in enumerate(sheet.learnt[:RULES_AT_MOST], 1)
        if answers.get(f"rules.{n}.keep") == "yes"
    ]
    retired = [replace(rule, retired=now) for rule in sheet.rules if answers.get(f"standing.{rule.id}.keep") == "no"]
    letters: tuple[Letter, ...] = ()
    if text := answers.get("letter"):
        letters = (Letter(id=new_id("l"), text=text, opens=sheet.opens, period=sheet.period, written=written),)
    return LongWritten(review=review, rules=(*made, *retired), letters=letters)


def compose_five_years(
    sheet: FiveYearsSheet, answers: Mapping[str, Any], *, started: datetime, written: datetime, zone: str
) -> LongWritten:
    """The chapters, and the decisions with their quality."""
    kept = {key: value for key, value in answers.items() if value is not None}
    judged = tuple(
        replace(decision, quality=quality)
        for decision in sheet.decisions
        if (quality := answers.get(f"decisions.{decision.id}.quality"))
    )
    review = _review(sheet, Scope.FIVE_YEARS, kept, started=started, written=written, zone=zone)
    return LongWritten(review=review, decisions=judged)


def _review(
    sheet: YearSheet | FiveYearsSheet,
    scope: Scope,
    answers: Mapping[str, Any],
    *,
    started: datetime,
    written: datetime,
    zone: str,
) -> LongReview:
    sealed = sheet.sealed
    return LongReview(
        period=sheet.period,
        scope=scope,
        started=started,
        written=written,
        zone=zone,
        answers={**(sealed.answers if sealed else {}), **answers},
        version=sealed.version if sealed else 1,
    )
