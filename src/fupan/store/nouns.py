"""From nouns to rows, and what a row is worth: its key, its digest, what its history keeps."""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.sqlite import dialect as sqlite

from fupan import long_view, model
from fupan.periods import Week
from fupan.store import digest, rows
from fupan.store.forms import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Table

    from fupan.periods import Quarter

    Review = model.WeeklyReview | model.QuarterlyReview
    Far = (
        long_view.Problem
        | long_view.Decision
        | long_view.Letter
        | long_view.Rule
        | long_view.LongReview
        | long_view.Pact
        | long_view.PactLetter
    )
    Noun = model.Goal | model.GoalWeek | model.Motive | model.Verdict | model.Trial | model.Note | Review | Far

SQLITE = sqlite()
OWNERS = {rows.TrialWeekRow: "trial", rows.ScoreRow: "period"}  # the column that says whose part a row is
ROWS: dict[type, type[rows.Row]] = {
    model.Goal: rows.GoalRow,
    model.GoalWeek: rows.GoalWeekRow,
    model.Motive: rows.MotiveRow,
    model.Verdict: rows.VerdictRow,
    model.Trial: rows.TrialRow,
    model.Note: rows.NoteRow,
    model.WeeklyReview: rows.ReviewRow,
    model.QuarterlyReview: rows.ReviewRow,
    long_view.Problem: rows.ProblemRow,
    long_view.Decision: rows.DecisionRow,
    long_view.Letter: rows.LetterRow,
    long_view.Rule: rows.RuleRow,
    long_view.LongReview: rows.LongReviewRow,
    long_view.Pact: rows.PactRow,
    long_view.PactLetter: rows.PactLetterRow,
}


def row_of(noun: Noun, *, day_ends: int) -> rows.Row:
    """The noun as a row; what has rows of its own (`parts`) is not in it."""
    if isinstance(noun, model.WeeklyReview):
        more = {"late": noun.late, "mode": noun.mode, "minutes": noun.minutes, "quality": noun.quality}
        more["marks"] = {}
        return _review(noun, noun.week, day_ends, more)
    if isinstance(noun, model.QuarterlyReview):
        more = {"reread": noun.reread, "marks": noun.marks, "mode": "full"}
        return _review(noun, noun.quarter, day_ends, more)
    return _row(ROWS[type(noun)], noun)


def parts(noun: Noun) -> tuple[type[rows.Row], list[rows.Row]] | None:
    """The rows that live and die with the noun's own."""
    if isinstance(noun, model.Trial):
        return rows.TrialWeekRow, [_row(rows.TrialWeekRow, one, trial=noun.id) for one in noun.weeks]
    if isinstance(noun, model.QuarterlyReview):
        return rows.ScoreRow, [_row(rows.ScoreRow, one, period=str(noun.quarter)) for one in noun.scores]
    return None


def _row(row: type[rows.Row], noun: object, **more: Any) -> rows.Row:
    named = {column.name: column for column in table(row).columns if hasattr(noun, column.name)}
    return row(**{name: _kept(getattr(noun, name), column.nullable) for name, column in named.items()}, **more)


def _kept(value: Any, nullable: bool | None) -> Any:  # noqa: FBT001 - a column's
    if value == "" and nullable:  # a goal that serves no other has no key to one
        return None
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"no number: {value}")  # SQLite would keep NULL and say nothing
    return value if isinstance(value, date) else plain(value)


def _review(noun: Review, period: Week | Quarter, day_ends: int, more: dict[str, Any]) -> rows.ReviewRow:
    offset = noun.written.utcoffset()
    if offset is None:
        raise ValueError(f"a moment without its zone: {noun.written}")
    return rows.ReviewRow(
        **{name: _kept(value, nullable=False) for name, value in more.items()},
        period=str(period),
        level=model.Level.WEEK.value if isinstance(period, Week) else model.Level.QUARTER.value,
        first_day=period.first_day,
        started=noun.started,
        written=noun.written,
        zone=noun.zone,
        offset_minutes=round(offset.total_seconds() / 60),
        day_ends=day_ends,
        answers=plain(noun.answers),
        version=noun.version,
    )


def table(row: type[rows.Row]) -> Table:
    return row.__table__  # type: ignore[attr-defined, no-any-return]


@cache
def _binders(row: type[rows.Row]) -> dict[str, Callable[[Any], Any]]:
    kinds = {column.name: column.type.dialect_impl(SQLITE) for column in table(row).columns}
    return {name: kind.bind_processor(SQLITE) or _same for name, kind in kinds.items()}


def _same(value: Any) -> Any:
    return value


def key_of(row: rows.Row) -> tuple[Any, ...]:
    """The row's own key, as `Session.get` wants it."""
    return tuple(getattr(row, column.name) for column in table(type(row)).primary_key.columns)


def digest_of(row: rows.Row) -> str:
    """Over the values as SQLite stores them, on whatever database the row lives."""
    stored = {name: bind(getattr(row, name)) for name, bind in _binders(type(row)).items()}
    return digest.digest(table(type(row)).name, stored)


def said(row: rows.Row) -> dict[str, Any]:
    """The row as its history keeps it."""
    return {name: plain(getattr(row, name)) for name in _binders(type(row)) if name != "digest"}
