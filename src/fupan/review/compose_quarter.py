"""From the answers of one quarter to everything that is written down for it, in one go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.lean import dataclass
from fupan.model import Change, Field, Goal, Kind, Level, Motive, Outcome, QuarterlyReview, Trial, Verdict
from fupan.periods import Week
from fupan.review.inquiry import verdict_of
from fupan.review.moving import linked
from fupan.review.quarterly import GOALS_AT_MOST, changed_from, missed_in, score_of
from fupan.review.responding import begun
from fupan.review.reviewed import hours_in
from fupan.scoring import is_miss

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from fupan.review.quarterly import QuarterSheet
    from fupan.scoring import Life

MARKS = ("best", "worst", "turning")
PARTLY_FROM = 0.3  # a score below is red in the OKR practice: the goal counts as missed whole


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterWritten:
    """Everything one sealed quarter puts into the journal."""

    review: QuarterlyReview
    goals: tuple[Goal, ...]
    trials: tuple[Trial, ...]
    motive: Motive | None


def compose_quarter(
    sheet: QuarterSheet,
    answers: Mapping[str, Any],
    *,
    started: datetime,
    written: datetime,
    zone: str,
    new_id: Callable[[str], str],
) -> QuarterWritten:
    """The quarter as nouns; its goals are closed with their scores, the next quarter's begin."""
    # an amended quarter asks nothing about responses and next goals: what was said of them stands
    told = {**(sheet.sealed.answers if sheet.sealed else {}), **answers}
    verdicts = tuple(
        replace(verdict_of(miss, told), period=sheet.period, decided=written) for miss in missed_in(sheet, answers)
    )
    review = QuarterlyReview(
        quarter=sheet.quarter,
        started=started,
        written=written,
        zone=zone,
        reread=not sheet.skip_reread,
        marks={name: Week.read(week) for name in MARKS if (week := answers.get(f"marks.{name}"))},
        scores=tuple(score_of(life, answers) for life in sheet.goals),
        verdicts=verdicts,
        answers={key: value for key, value in told.items() if value is not None},
        version=sheet.sealed.version if sheet.sealed else 1,
    )
    closed = tuple(_closed(life, answers, written) for life in sheet.goals if life.goal.open and sheet.finished)
    new = tuple(_new_goals(sheet, answers, written, new_id))
    return QuarterWritten(
        review=review,
        goals=(*_linked(sheet, closed, answers), *new),
        trials=_trials(sheet, answers, verdicts, new_id),
        motive=_motive(sheet, answers),
    )


def _linked(sheet: QuarterSheet, closed: tuple[Goal, ...], answers: Mapping[str, Any]) -> tuple[Goal, ...]:
    """The goals that change with this quarter: closed with it, or told whose motive they served."""
    known = {life.goal.id: life.goal for life in sheet.goals} | {goal.id: goal for goal in closed}
    if old := changed_from(sheet.spells, sheet.quarter.weeks[0]):
        told = linked(known.values(), answers, now=sheet.spells[-1].first, old=old.first)
        known |= {goal.id: goal for goal in told}
        return tuple(known[name] for name in dict.fromkeys(goal.id for goal in (*closed, *told)))
    return closed


def _closed(life: Life, answers: Mapping[str, Any], written: datetime) -> Goal:
    score = score_of(life, answers).final
    missed = is_miss(life.goal, score) or answers.get(f"scores.{life.goal.id}.missed") == "yes"
    outcome = Outcome.DONE if not missed else Outcome.PARTLY if (score or 0) >= PARTLY_FROM else Outcome.MISSED
    return life.goal if score is None else replace(life.goal, closed=written, outcome=outcome)


def _new_goals(
    sheet: QuarterSheet, answers: Mapping[str, Any], written: datetime, new_id: Callable[[str], str]
) -> list[Goal]:
    made = []
    for n in range(1, GOALS_AT_MOST + 1):
        said = {key.rpartition(".")[2]: value for key, value in answers.items() if key.startswith(f"next.new{n}.")}
        if not said.get("title"):
            break
        made.append(
            Goal(
                id=new_id("g"),
                title=said["title"],
                level=Level.QUARTER,
                quarter=sheet.quarter.shift(1),
                measure=said.get("measure") or "",
                kind=Kind(said.get("kind") or Kind.COMMITTED),
                field=Field(said.get("field") or Field.OTHER),
                hours=hours_in(said.get("hours"))[0],
                confidence=said.get("confidence"),
                created=written,
                motive=sheet.spells[-1].first if sheet.spells and said.get("motive") == "yes" else None,
            )
        )
    return made


def _trials(
    sheet: QuarterSheet,
    answers: Mapping[str, Any],
    verdicts: tuple[Verdict, ...],
    new_id: Callable[[str], str],
) -> tuple[Trial, ...]:
    last = sheet.quarter.weeks[-1]
    ended = [
        replace(trial, ended=last)
        for trial in sheet.trials
        if answers.get(f"trials.{trial.id}.decision") in ("stop", "next")
    ]
    started = last.shift(1)
    fresh = [trial for verdict in verdicts if (trial := begun(verdict, answers, started=started, new_id=new_id))]
    return (*ended, *fresh)


def _motive(sheet: QuarterSheet, answers: Mapping[str, Any]) -> Motive | None:
    """The motive said anew at the quarter's end, kept with its last week where that has one."""
    if not sheet.motives:
        return None
    last = sheet.motives[-1]
    strength, positive = answers.get("motive.strength"), answers.get("motive.positive")
    said = replace(last, strength=last.strength if strength is None else strength, positive=positive or last.positive)
    return None if said == last else replace(said, change=last.change or Change.SAME)
