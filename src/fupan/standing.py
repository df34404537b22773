"""Where one stands: what is due, what was promised, and the honest calendar of the quarter's weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fupan.periods import Quarter, Week

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fupan.model import Draft, Goal, GoalWeek, Trial
    from fupan.periods import Moment

FORGIVEN_A_QUARTER = 1  # empty weeks that do not break a streak


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One week of the calendar: on_time, late, empty, due or running."""

    week: Week
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What `fupan` alone has to say."""

    week: Week  # the one under review now
    written: bool
    next_review: date
    draft: Draft | None
    empty: bool
    promises: tuple[GoalWeek, ...]  # of the running week
    quarter_goals: tuple[Goal, ...]
    request: str
    trials: tuple[Trial, ...]
    streak: int
    calendar: tuple[Day, ...]
    missing: tuple[Week, ...]  # earlier weeks of this quarter that are empty
    quarter_due: Quarter | None


def calendar_of(
    quarter: Quarter, written: Mapping[Week, bool], moment: Moment, first: Week | None
) -> tuple[Day, ...]:
    """The quarter's weeks up to the running one, from the journal's first week on; `written` tells which were late."""
    now, due = Week.of(moment.today), moment.week_under_review
    days = []
    for week in quarter.weeks:
        if week > now or first is None or week < first:
            continue
        if week in written:
            state = "late" if written[week] else "on_time"
        else:
            state = "due" if week == due else "running" if week == now else "empty"
        days.append(Day(week=week, state=state))
    return tuple(days)


def streak_of(written: Mapping[Week, bool], under_review: Week) -> int:
    """Weeks in a row, the week under review counting once it is written; one empty week a quarter is forgiven."""
    week = under_review if under_review in written else under_review.shift(-1)
    count, forgiven = 0, set()
    while written and week >= min(written):
        if week in written:
            count += 1
        elif week.quarter in forgiven:
            break
        else:
            forgiven.add(week.quarter)
        week = week.shift(-1)
    return count


def next_review(moment: Moment, written: Mapping[Week, bool]) -> date:
    """The Monday of the next review: this week's while it is due, else the one after the week that comes next."""
    week = moment.week_under_review
    return week.shift(2).monday if week in written else week.shift(1).monday
