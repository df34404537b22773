"""Planning by one's own record: how far plans fall short, and what a week or a quarter really holds.

Own times are underestimated, and the bias goes when past cases are tied to the forecast (Buehler,
Griffin & Ross 1994, study 4).
"""

from __future__ import annotations

from itertools import groupby
from math import exp, log
from typing import TYPE_CHECKING

from fupan.averages import median
from fupan.lean import dataclass
from fupan.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fupan.model import GoalWeek

USUAL = 1.4  # what plans are multiplied by before anything is known of a person
USUAL_WEIGHT = 5  # as many finished goals as the usual figure is worth
TELLING_SHARE = 0.2  # from this progress on, the hours needed can be told from the hours spent
SPARE = 0.9  # one hour in ten of a quarter is not planned
ROOM_TO_DOUBLE = 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """How many times the planned hours this person's goals have needed; n finished goals stand behind it."""

    times: float
    n: int

    def hours(self, planned: float) -> float:
        """What the planned hours will be, by the record."""
        return planned * self.times


def factor(goal_weeks: Iterable[GoalWeek]) -> Factor | None:
    """The multiplier with its n; None without a finished goal."""
    rows = tuple(goal_weeks)
    n = sum(needed_share(weeks) is not None for weeks in by_goal(rows))
    return Factor(times=round(multiplier(rows), 2), n=n) if n else None


def multiplier(goal_weeks: Iterable[GoalWeek]) -> float:
    """How many times the planned hours this person's goals have needed, drawn towards 1.4 while there are few."""
    logs = [log(share) for share in map(needed_share, by_goal(goal_weeks)) if share is not None]
    return exp((USUAL_WEIGHT * log(USUAL) + sum(logs)) / (USUAL_WEIGHT + len(logs)))


def needed_share(weeks: Sequence[GoalWeek]) -> float | None:
    """Needed over planned hours of one goal: spent if it is done, else spent over the share that stands.

    A goal that was carried over was planned once: later plans for the same work are not added.
    """
    planned = sum(week.planned_hours or 0 for week in weeks if week.carried == 0) or (weeks[0].planned_hours or 0)
    spent = sum(week.actual_hours or 0 for week in weeks)
    share = share_done(weeks)
    if planned <= 0 or spent <= 0 or share is None or share < TELLING_SHARE:
        return None
    return spent / share / planned


def share_done(weeks: Sequence[GoalWeek]) -> float | None:
    """The share of the whole goal that stands after these weeks, if it is recorded."""
    if any(week.outcome is Outcome.DONE for week in weeks):
        return 1.0
    told = [week.progress for week in weeks if week.progress is not None]
    return told[-1] if told else None


def weekly_capacity(goal_weeks: Iterable[GoalWeek]) -> float | None:
    """The median of the hours that really went into goals in a week; weeks without any record are left out."""
    told = sorted((row for row in goal_weeks if row.actual_hours is not None), key=lambda row: row.week)
    totals = [sum(row.actual_hours or 0 for row in rows) for _, rows in groupby(told, key=lambda row: row.week)]
    return median(totals) if totals else None


def capacity(goal_weeks: Iterable[GoalWeek], weeks: int) -> float | None:
    """The hours to plan with for a quarter of so many weeks: real hours a week, one week and a tenth to spare,
    divided by what plans have really needed.
    """
    rows = tuple(goal_weeks)
    a_week = weekly_capacity(rows)
    return None if a_week is None else a_week * max(weeks - 1, 0) * SPARE / multiplier(rows)


def room_to_double(planned: float, goal_weeks: Iterable[GoalWeek]) -> bool | None:
    """Whether twice the plan exists in this person's weeks; if not, another goal must give way. None: not known."""
    a_week = weekly_capacity(goal_weeks)
    return None if a_week is None else 2 * planned <= a_week * ROOM_TO_DOUBLE


def by_goal(goal_weeks: Iterable[GoalWeek]) -> tuple[tuple[GoalWeek, ...], ...]:
    """The weeks of each goal, in order."""
    rows = sorted(goal_weeks, key=lambda row: (row.goal, row.week))
    return tuple(tuple(weeks) for _, weeks in groupby(rows, key=lambda row: row.goal))
