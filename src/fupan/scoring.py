"""Scores of a quarter's goals and which of them were missed.

Bands .7 and .4 after the OKR practice: committed goals expect 1.0, stretch goals .6–.7.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.model import Goal, GoalWeek, Kind, Level, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fupan.periods import Period

BAR: Mapping[Kind, float] = {Kind.COMMITTED: 0.7, Kind.LEARNING: 0.7, Kind.STRETCH: 0.4}
PARTLY = 0.5  # the worth of a week that ended partly, where no progress was recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One goal with its weeks of a period; a quarter goal has the weeks of the goals that serve it."""

    goal: Goal
    weeks: tuple[GoalWeek, ...] = ()

    @property
    def reviewed(self) -> tuple[GoalWeek, ...]:
        return tuple(week for week in self.weeks if week.outcome is not None)


def lives(goals: Iterable[Goal], weeks: Sequence[GoalWeek], period: Period) -> tuple[Life, ...]:
    """The goals that a period holds: its quarter goals, then the week goals lived in it, in order of their ids."""
    own: dict[str, list[GoalWeek]] = defaultdict(list)
    inside = {str(week) for week in period.weeks}
    for week in weeks:
        if str(week.week) in inside:
            own[week.goal].append(week)
    every = tuple(goals)
    served: dict[str, list[str]] = defaultdict(list)
    for goal in every:
        served[goal.parent].append(goal.id)
    quarters = {str(week.quarter) for week in period.weeks}
    of_quarter = (g for g in every if g.level is Level.QUARTER and str(g.quarter) in quarters)
    of_week = (g for g in every if g.level is Level.WEEK and g.id in own)
    found = [Life(goal=g, weeks=_in_order(own, [g.id, *served[g.id]])) for g in of_quarter]
    return (*found, *(Life(goal=g, weeks=tuple(own[g.id])) for g in of_week))


def computed_score(life: Life) -> float | None:
    """What the record says, 0.0–1.0: how the goal ended, else the progress last recorded, else its weeks.

    Weeks count by their planned hours (1 hour where none is known); dropped ones do not count. None
    where nothing is recorded: a score is never invented.
    """
    if life.goal.outcome is Outcome.DONE:
        return 1.0
    own = [week.progress for week in life.reviewed if week.goal == life.goal.id and week.progress is not None]
    if own:
        return round(own[-1], 2)
    last = {week.goal: week for week in life.reviewed if week.outcome is not Outcome.DROPPED}
    if not last:
        return None
    hours = {goal: sum(w.planned_hours or 1 for w in life.reviewed if w.goal == goal) for goal in last}
    worth = sum(_worth(week) * hours[goal] for goal, week in last.items())
    return round(worth / sum(hours.values()), 2)


def is_miss(goal: Goal, score: float | None) -> bool:
    """Whether a quarter goal with this final score was missed."""
    return goal.outcome is not Outcome.DROPPED and score is not None and score < BAR[goal.kind]


def missed_week_goals(found: Sequence[Life]) -> tuple[Life, ...]:
    """Week goals that serve no quarter goal and ended their last reviewed week missed, most planned hours first."""
    missed = [
        life
        for life in found
        if life.goal.level is Level.WEEK and not life.goal.parent and life.reviewed and life.reviewed[-1].missed
    ]
    return tuple(sorted(missed, key=lambda life: -sum(week.planned_hours or 0 for week in life.reviewed)))


def as_one(life: Life) -> tuple[GoalWeek, ...]:
    """The reviewed weeks as one goal's: a quarter goal's weeks are the sums over the goals that serve it."""
    if life.goal.level is Level.WEEK:
        return life.reviewed
    by_week: dict[str, list[GoalWeek]] = defaultdict(list)
    for week in life.reviewed:
        by_week[str(week.week)].append(week)
    return tuple(_sum(life.goal, weeks) for _, weeks in sorted(by_week.items()))


def _sum(goal: Goal, weeks: list[GoalWeek]) -> GoalWeek:
    first = max(weeks, key=lambda week: (week.missed, week.planned_hours or 0))  # the miss speaks for its week
    own = [week.progress for week in weeks if week.goal == goal.id]
    return replace(
        first,
        goal=goal.id,
        title=goal.title,
        measure=goal.measure,
        planned_hours=_total(week.planned_hours for week in weeks),
        actual_hours=_total(week.actual_hours for week in weeks),
        progress=own[-1] if own else None,  # progress of a part is not progress of the whole
    )


def _total(hours: Iterable[float | None]) -> float | None:
    known = [value for value in hours if value is not None]
    return round(sum(known), 2) if known else None


def _worth(week: GoalWeek) -> float:
    if week.outcome is Outcome.DONE:
        return 1.0
    if week.progress is not None:
        return week.progress
    return PARTLY if week.outcome is Outcome.PARTLY else 0.0


def _in_order(own: Mapping[str, list[GoalWeek]], ids: list[str]) -> tuple[GoalWeek, ...]:
    found = [week for goal in ids for week in own.get(goal, ())]
    return tuple(sorted(found, key=lambda week: (str(week.week), week.goal)))
