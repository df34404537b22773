"""The tables, as SQLModel knows them. Only the store sees rows: nouns.py makes them, glance.py reads them.

Columns bear the names of the nouns' fields. Enums are text; keys to other tables are checked when a
transaction ends, so that rows may come in any order. Every table has a version, against two editors on one
row, and a digest, against damage.
"""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLModel reads the annotations
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from fupan.store.types import Answer, Json, Moment, Words

NAMES = {  # batch migrations can only drop what has a name
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

primary = partial(Field, primary_key=True, sa_type=sa.String)
words = partial(Field, default="", sa_type=Words)
moment = partial(Field, sa_type=Moment)
data = partial(Field, sa_type=Json)


def link(column: str, to: str, **how: Any) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], deferrable=True, initially="DEFERRED", **how)


class Row(SQLModel, registry=registry(metadata=sa.MetaData(naming_convention=NAMES))):
    version: int = 1
    digest: str = Field(default="", sa_type=sa.String(32))


METADATA = Row.metadata


class JournalRow(Row, table=True):
    """What the journal knows of itself."""

    __tablename__ = "journal"
    key: str = primary()
    value: str = words()


class CounterRow(Row, table=True):
    """The last number given to a kind of thing, g, r or n; none is given twice."""

    __tablename__ = "counter"
    kind: str = primary()
    last: int = Field(default=0, sa_type=sa.BigInteger)


class AudienceRow(Row, table=True):
    """Who may read a field of a noun; an empty field stands for the whole noun."""

    __tablename__ = "field_audience"
    noun: str = primary()
    field: str = primary()
    level: int


class HistoryRow(Row, table=True):
    """What a row said before a change; nothing, where it was not there. A change is one transaction."""

    __tablename__ = "history"
    __table_args__ = (sa.Index(None, "noun", "key"),)
    change: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    position: int = Field(primary_key=True)
    at: datetime = moment()
    noun: str = words()
    key: str = words()
    before: Any = data(default=None, nullable=True)


class GoalRow(Row, table=True):
    __tablename__ = "goal"
    __table_args__ = (link("parent", "goal.id"),)
    id: str = primary()
    title: str = words()
    level: str = words()
    quarter: str | None = words(default=None)
    parent: str | None = words(default=None)
    kind: str = words()
    field: str = words()
    measure: str = words()
    hours: float | None = None
    confidence: int | None = None
    created: datetime = moment()
    closed: datetime | None = moment(default=None)
    outcome: str | None = words(default=None)
    why: str = words()
    motive: str | None = words(default=None)


class GoalWeekRow(Row, table=True):
    __tablename__ = "goal_week"
    __table_args__ = (link("goal", "goal.id"), sa.Index(None, "week"))
    goal: str = primary()
    week: str = primary()
    title: str = words()
    measure: str = words()
    planned_hours: float | None = None
    confidence: int | None = None
    done_before: str = words()
    first_step: str = words()
    carried: int = 0
    carried_as: str | None = words(default=None)
    outcome: str | None = words(default=None)
    actual_hours: float | None = None
    estimated: bool = False
    proof: str = words()
    progress: float | None = None
    credit: str = words()
    let_go: str = words()
    replaced_by: str = words()
    gap: Any = data(default=None, nullable=True)


class ReviewRow(Row, table=True):
    """What was written for a week or a quarter, with the clock that it was written by."""

    __tablename__ = "review"
    period: str = primary()
    level: str = words()
    first_day: date
    started: datetime = moment()
    written: datetime = moment()
    zone: str = words()
    offset_minutes: int
    day_ends: int
    late: bool = False
    mode: str = words()
    minutes: float | None = None
    quality: int | None = None
    reread: bool = False
    answers: Any = data()
    marks: Any = data()


class ScoreRow(Row, table=True):
    __tablename__ = "score"
    __table_args__ = (link("period", "review.period", ondelete="CASCADE"), link("goal", "goal.id"))
    period: str = primary()
    goal: str = primary()
    own: float | None = None
    computed: float | None = None
    final: float | None = None


class MotiveRow(Row, table=True):
    __tablename__ = "motive"
    week: str = primary()
    kind: str | None = words(default=None)
    of: str = words()
    strength: int | None = None
    change: str | None = words(default=None)
    event: str = words()
    positive: str = words()


class VerdictRow(Row, table=True):
    __tablename__ = "verdict"
    __table_args__ = (link("goal", "goal.id"), sa.Index(None, "period"))
    goal: str = primary()
    period: str = primary()
    own: str | None = words(default=None)
    mentor: str | None = words(default=None)
    program: Any = data(default=None, nullable=True)
    probe_answer: str = words()
    final: str | None = words(default=None)
    reason: str | None = words(default=None)
    overruled: str = words()
    around: str = words()
    decided: datetime | None = moment(default=None)


class TrialRow(Row, table=True):
    __tablename__ = "trial"
    __table_args__ = (link("goal", "goal.id"), sa.Index(None, "goal"))
    id: str = primary()
    goal: str = words()
    response: str = words()
    slots: Any = data()
    started: str = words()
    review_weeks: int
    dose_planned: float | None = None
    result: str | None = words(default=None)
    ended: str | None = words(default=None)


class TrialWeekRow(Row, table=True):
    __tablename__ = "trial_week"
    __table_args__ = (link("trial", "trial.id", ondelete="CASCADE"),)
    trial: str = primary()
    week: str = primary()
    doses: float | None = None
    helped: str = words()


class NoteRow(Row, table=True):
    __tablename__ = "note"
    __table_args__ = (link("goal", "goal.id"), sa.Index(None, "week"))
    id: str = primary()
    day: date
    week: str = words()
    text: str = words()
    goal: str | None = words(default=None)
    hours: float | None = None
    estimated: bool = False
    written: datetime = moment()


class DraftRow(Row, table=True):
    __tablename__ = "draft"
    period: str = primary()
    started: datetime = moment()
    zone: str = words()
    mode: str = words()
    again: bool = False


class DraftAnswerRow(Row, table=True):
    """One answer of an unfinished interview; `position` keeps the order in which they were given."""

    __tablename__ = "draft_answer"
    __table_args__ = (link("period", "draft.period", ondelete="CASCADE"),)
    period: str = primary()
    key: str = primary()
    position: int
    value: Any = Field(sa_type=Answer)


class ProblemRow(Row, table=True):
    __tablename__ = "problem"
    id: str = primary()
    week: str = words()
    text: str = words()
    is_motive: str = words()
    academic: int | None = None
    academic_proof: str = words()
    commercial: int | None = None
    commercial_proof: str = words()
    growth: int | None = None
    growth_proof: str = words()
    written: datetime = moment()


class DecisionRow(Row, table=True):
    __tablename__ = "decision"
    __table_args__ = (link("goal", "goal.id"),)
    id: str = primary()
    week: str = words()
    question: str = words()
    options: Any = data()
    choice: str = words()
    path: str | None = words(default=None)
    reasons: str = words()
    against: str = words()
    expected: str = words()
    test: str = words()
    goal: str | None = words(default=None)
    review: str = words()
    reviewed: str | None = words(default=None)
    came: str = words()
    quality: str = words()
    written: datetime = moment()


class LetterRow(Row, table=True):
    __tablename__ = "letter"
    id: str = primary()
    text: str = words()
    opens: date
    opened: datetime | None = moment(default=None)
    period: str = words()
    written: datetime = moment()


class RuleRow(Row, table=True):
    __tablename__ = "rule"
    id: str = primary()
    text: str = words()
    born: str = words()
    since: str = words()
    retired: str | None = words(default=None)


class LongReviewRow(Row, table=True):
    """What was written for a year or for five."""

    __tablename__ = "long_review"
    period: str = primary()
    scope: str = words()
    started: datetime = moment()
    written: datetime = moment()
    zone: str = words()
    answers: Any = data()


class PactRow(Row, table=True):
    __tablename__ = "pact"
    id: str = primary()
    partner: str = words()
    role: str = words()
    address: str = words()
    language: str = words()
    sees: Any = data()
    secret: str = words()
    key: str = words()
    compared: bool = False
    since: str = words()
    ended: str | None = words(default=None)


class PactLetterRow(Row, table=True):
    __tablename__ = "pact_letter"
    __table_args__ = (link("pact", "pact.id", ondelete="CASCADE"),)
    pact: str = primary()
    week: str = primary()
    side: str = primary()
    at: datetime = moment()
    text: str = words()
    facts: Any = data()
    signed: bool = False
