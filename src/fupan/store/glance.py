"""Reading a journal: a fixed number of plain statements for whatever is asked, each a frozen noun at its end.

Standard library only. Columns are always named, never counted, so that a newer journal can still be read.
A test explains every statement against the schema that the migrations make.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from fupan.audience import Audience
from fupan.model import (
    Call,
    Carry,
    Cause,
    Change,
    Draft,
    Field,
    Goal,
    GoalWeek,
    Kind,
    Level,
    Motive,
    MotiveKind,
    Note,
    Outcome,
    QuarterlyReview,
    Reason,
    Score,
    Trial,
    TrialResult,
    TrialWeek,
    Verdict,
    WeeklyReview,
)
from fupan.periods import Quarter, Week
from fupan.store.file import quoted
from fupan.store.forms import read_diagnosis, read_gap

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupan.store.file import Ask

Noun = TypeVar("Noun")
Row = dict[str, Any]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Shape(Generic[Noun]):
    """How rows of one table become nouns: fields bear their columns' names, `read` turns text into values."""

    def __init__(self, noun: type[Noun], table: str, without: str = "", **read: Callable[[Any], Any]) -> None:
        named = [field for field in fields(noun) if field.name != without]  # type: ignore[arg-type]
        self.noun, self.read = noun, read
        self.names = tuple(field.name for field in named)
        self.blank = {field.name for field in named if field.default == ""}
        self.select = f"SELECT {quoted(*self.names)} FROM {quoted(table)} "  # noqa: S608 - names of our own fields

    def rows(self, ask: Ask, rest: str, *values: object) -> list[Row]:
        return [self.values(row) for row in ask(self.select + rest, values)]

    def nouns(self, ask: Ask, rest: str, *values: object) -> tuple[Noun, ...]:
        return tuple(self.noun(**row) for row in self.rows(ask, rest, *values))

    def values(self, row: tuple[Any, ...]) -> Row:
        values = dict(zip(self.names, row, strict=True))
        for name, value in values.items():
            if value is None:
                values[name] = "" if name in self.blank else None
            elif name in self.read:
                values[name] = self.read[name](value)
        return values


GOALS = Shape(
    Goal,
    "goal",
    level=Level,
    quarter=Quarter.read,
    kind=Kind,
    field=Field,
    created=moment,
    closed=moment,
    outcome=Outcome,
    motive=Week.read,
)
GOAL_WEEKS = Shape(
    GoalWeek, "goal_week", week=Week.read, carried_as=Carry, outcome=Outcome, estimated=bool, gap=read_gap
)
MOTIVES = Shape(Motive, "motive", week=Week.read, kind=MotiveKind, change=Change)
VERDICTS = Shape(
    Verdict,
    "verdict",
    own=Call,
    mentor=Call,
    program=read_diagnosis,
    final=Cause,
    reason=Reason,
    decided=moment,
)
TRIALS = Shape(
    Trial, "trial", without="weeks", slots=json.loads, started=Week.read, result=TrialResult, ended=Week.read
)
TRIAL_WEEKS = Shape(TrialWeek, "trial_week", week=Week.read)
NOTES = Shape(Note, "note", day=date.fromisoformat, week=Week.read, estimated=bool, written=moment)
DRAFTS = Shape(Draft, "draft", without="answers", started=moment, again=bool)
SCORES = Shape(Score, "score")

REVIEWS = (
    "SELECT period, started, written, zone, offset_minutes, late, mode, minutes, quality, reread, answers, "
    "marks, version FROM review WHERE level = ? AND period BETWEEN ? AND ? ORDER BY period"
)
LATEST = "9999"  # behind every week's name
TRIED = "WHERE started >= ? OR (result IS NULL AND ended IS NULL) "
BY_NUMBER = "ORDER BY length(id), id"
WRITTEN = ("goal", "review", "note")
SPAN = "WHERE week BETWEEN ? AND ? "
ABOUT = (
    "WHERE id IN (WITH near(id) AS (SELECT goal FROM goal_week WHERE week BETWEEN ? AND ? "
    "UNION SELECT id FROM goal WHERE closed IS NULL OR quarter BETWEEN ? AND ? "
    "UNION SELECT goal FROM trial WHERE started BETWEEN ? AND ? "
    "UNION SELECT trial.goal FROM trial_week JOIN trial ON trial.id = trial WHERE week BETWEEN ? AND ?) "
    "SELECT id FROM near UNION SELECT parent FROM goal WHERE id IN near) "
)
BEGAN = (  # a different motive begins a spell; where none is on record, the first one does
    "coalesce((SELECT max(week) FROM motive WHERE week <= ? AND change = 'different' "
    "AND coalesce(kind, strength) IS NOT NULL), '')"
)
OF_QUARTERS = "WHERE period BETWEEN ? AND ? AND period LIKE '%-Q%' ORDER BY period, length(goal), goal"
OF_WEEKS = "WHERE period BETWEEN ? AND ? ORDER BY period, length(goal), goal"


def goals(ask: Ask) -> tuple[Goal, ...]:
    return GOALS.nouns(ask, BY_NUMBER)


def open_goals(ask: Ask) -> tuple[Goal, ...]:
    return GOALS.nouns(ask, "WHERE closed IS NULL " + BY_NUMBER)


def family(ask: Ask, goal: str) -> tuple[Goal, ...]:
    """A goal and those that serve it."""
    return GOALS.nouns(ask, "WHERE ? IN (id, parent) " + BY_NUMBER, goal)


def goals_about(ask: Ask, first: Week, last: Week) -> tuple[Goal, ...]:
    """The goals of these weeks and of their quarters, those tried on in them, those still open, and what they serve."""
    weeks, quarters = (first, last.shift(1)), (first.quarter, last.shift(1).quarter)
    return GOALS.nouns(ask, ABOUT + BY_NUMBER, *map(str, (*weeks, *quarters, *weeks, *weeks)))


def goal_weeks(ask: Ask, first: Week, last: Week) -> tuple[GoalWeek, ...]:
    return GOAL_WEEKS.nouns(ask, SPAN + "ORDER BY week, length(goal), goal", str(first), str(last))


def life(ask: Ask, goal: str) -> tuple[GoalWeek, ...]:
    return GOAL_WEEKS.nouns(ask, "WHERE goal = ? ORDER BY week", goal)


def motives(ask: Ask, first: Week, last: Week) -> tuple[Motive, ...]:
    return MOTIVES.nouns(ask, SPAN + "ORDER BY week", str(first), str(last))


def spells(ask: Ask, first: Week, last: Week) -> tuple[Motive, ...]:
    return MOTIVES.nouns(ask, f"WHERE week BETWEEN {BEGAN} AND ? ORDER BY week", str(first), str(last))


def last_motive(ask: Ask, before: Week) -> Motive | None:
    found = MOTIVES.nouns(ask, "WHERE week < ? ORDER BY week DESC LIMIT 1", str(before))
    return found[0] if found else None


def verdicts(ask: Ask, period: str) -> tuple[Verdict, ...]:
    return VERDICTS.nouns(ask, "WHERE period = ? ORDER BY length(goal), goal", period)


def confirmed(ask: Ask, first: Week, before: Week) -> tuple[int, int]:
    """How many misses of these weeks the person filed under laziness, and under ability."""
    statement = (
        "SELECT final, count(*) FROM verdict WHERE period >= ? AND period < ? AND period LIKE '%-W%' GROUP BY final"
    )
    counted: dict[str, int] = dict(ask(statement, (str(first), str(before))))
    return counted.get(Cause.LAZINESS.value, 0), counted.get(Cause.ABILITY.value, 0)


def verdicts_of(ask: Ask, goal: str) -> tuple[Verdict, ...]:
    return VERDICTS.nouns(ask, "WHERE goal = ? ORDER BY substr(period, 6, 1) DESC, period", goal)


def trials(ask: Ask, since: Week | None = None) -> tuple[Trial, ...]:
    """The trials begun from a week on, and those still under way; or every one."""
    first = str(since or "")
    weeks: dict[str, list[TrialWeek]] = defaultdict(list)
    names = TRIAL_WEEKS.select.replace("SELECT ", 'SELECT "trial", ', 1)
    for trial, *row in ask(f"{names} WHERE trial IN (SELECT id FROM trial {TRIED}) ORDER BY week", (first,)):  # noqa: S608
        weeks[trial].append(TrialWeek(**TRIAL_WEEKS.values(tuple(row))))
    return tuple(Trial(**row, weeks=tuple(weeks[row["id"]])) for row in TRIALS.rows(ask, TRIED + BY_NUMBER, first))


def notes(ask: Ask, first: Week, last: Week) -> tuple[Note, ...]:
    return NOTES.nouns(ask, SPAN + "ORDER BY day, length(id), id", str(first), str(last))


def calendar(ask: Ask, first: Week | None = None, last: Week | None = None) -> tuple[tuple[Week, bool], ...]:
    """The written weeks, all or from one to another, and whether each was late."""
    statement = "SELECT period, late FROM review WHERE level = 'week' AND period BETWEEN ? AND ? ORDER BY period"
    written = ask(statement, (str(first or ""), str(last or LATEST)))
    return tuple((Week.read(period), bool(late)) for period, late in written)


def written(ask: Ask) -> frozenset[str]:
    """The names of all written weeks: answered by the index alone, no row is read, and in one value."""
    found = ask("SELECT group_concat(period) FROM review WHERE period LIKE '%-W%'")
    return frozenset(found[0][0].split(",") if found and found[0][0] else ())


def extent(ask: Ask) -> tuple[Week, Week] | None:
    """The first and the last written week."""
    # One statement of two, for SQLite goes straight to an end of the index only where it is asked for one alone.
    found = ask(
        "SELECT (SELECT min(period) FROM review WHERE level = 'week'), "
        "(SELECT max(period) FROM review WHERE level = 'week')"
    )
    return (Week.read(found[0][0]), Week.read(found[0][1])) if found and found[0][0] else None


def reviews(ask: Ask, first: Week, last: Week) -> tuple[WeeklyReview, ...]:
    """The reviews of these weeks, whole, in four statements however many there are."""
    written = ask(REVIEWS, ("week", str(first), str(last)))
    if not written:
        return ()
    weeks: dict[str, list[GoalWeek]] = defaultdict(list)
    for one in goal_weeks(ask, first, last.shift(1)):
        weeks[str(one.week)].append(one)
    moved = {str(motive.week): motive for motive in motives(ask, first, last)}
    judged: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in VERDICTS.nouns(ask, OF_WEEKS, str(first), str(last)):
        judged[verdict.period].append(verdict)
    return tuple(
        WeeklyReview(
            week=week,
            **_when(row),
            late=bool(row[5]),
            mode=row[6],
            minutes=row[7],
            quality=row[8],
            goals=tuple(weeks[str(week)]),
            motive=moved.get(str(week)),
            verdicts=tuple(judged[str(week)]),
            promises=tuple(weeks[str(week.shift(1))]),
        )
        for row in written
        for week in [Week.read(row[0])]
    )


def _when(row: tuple[Any, ...]) -> Row:
    """What weekly and quarterly reviews share; moments in the offset that the person's clock had."""
    clock = timezone(timedelta(minutes=row[4]))
    return {
        "started": moment(row[1]).astimezone(clock),
        "written": moment(row[2]).astimezone(clock),
        "zone": row[3],
        "answers": json.loads(row[10]),
        "version": row[12],
    }


def last_week(ask: Ask, before: Week) -> Week | None:
    statement = "SELECT max(period) FROM review WHERE level = 'week' AND period < ?"
    found = ask(statement, (str(before),))
    return Week.read(found[0][0]) if found and found[0][0] else None


def quarterlies(ask: Ask, first: Quarter, last: Quarter) -> tuple[QuarterlyReview, ...]:
    """The written quarters from one to another, in three statements however many there are."""
    ends = (str(first), str(last))
    written = ask(REVIEWS, ("quarter", *ends))
    if not written:
        return ()
    scored: dict[str, list[Score]] = defaultdict(list)
    for period, *row in ask(SCORES.select.replace("SELECT ", 'SELECT "period", ', 1) + OF_QUARTERS, ends):
        scored[period].append(Score(**SCORES.values(tuple(row))))
    judged: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in VERDICTS.nouns(ask, OF_QUARTERS, *ends):
        judged[verdict.period].append(verdict)
    return tuple(
        QuarterlyReview(
            quarter=Quarter.read(row[0]),
            **_when(row),
            reread=bool(row[9]),
            marks={name: Week.read(week) for name, week in json.loads(row[11]).items()},
            scores=tuple(scored[row[0]]),
            verdicts=tuple(judged[row[0]]),
        )
        for row in written
    )


def quarters(ask: Ask) -> tuple[Quarter, ...]:
    written = ask("SELECT period FROM review WHERE level = 'quarter' ORDER BY period")
    return tuple(Quarter.read(period) for (period,) in written)


def drafts(ask: Ask) -> tuple[Draft, ...]:
    answers: dict[str, dict[str, Any]] = defaultdict(dict)
    for period, key, value in ask('SELECT period, "key", "value" FROM draft_answer ORDER BY period, position'):
        answers[period][key] = json.loads(value)
    begun = DRAFTS.rows(ask, "ORDER BY started, period")
    return tuple(Draft(**row, answers=answers[row["period"]]) for row in begun)


def earlier(ask: Ask, noun: str, key: str) -> tuple[tuple[datetime, dict[str, Any]], ...]:
    said = ask(
        'SELECT "at", "before" FROM history WHERE noun = ? AND "key" = ? AND "before" IS NOT NULL '
        "ORDER BY change, position",
        (noun, key),
    )
    return tuple((moment(at), json.loads(before)) for at, before in said)


def last_change(ask: Ask) -> datetime | None:
    """When the journal was last written to, as the clock of that moment had it."""
    found = ask('SELECT "at" FROM history ORDER BY change DESC, position DESC LIMIT 1')
    return moment(found[0][0]) if found else None


def empty(ask: Ask) -> bool:
    return not any(ask(f"SELECT 1 FROM {table} LIMIT 1") for table in WRITTEN)  # noqa: S608 - names of ours


def facts(ask: Ask) -> dict[str, str]:
    return dict(ask('SELECT "key", "value" FROM journal ORDER BY "key"'))


def audience(ask: Ask) -> dict[str, Audience]:
    said = ask("SELECT noun, field, level FROM field_audience ORDER BY noun, field")
    return {f"{noun}.{field}" if field else noun: Audience(level) for noun, field, level in said}
