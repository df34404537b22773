"""The ×2 ledger: "if you can't go around it, put in twice the time that others do", counted.

The talk's rule for a miss by ability is a number, so it can be checked: hours spent against the doubled
pace, and at the end what the hours say about the verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.model import Goal, GoalWeek, Outcome, Trial
from fupan.periods import Week

if TYPE_CHECKING:
    from collections.abc import Sequence

TWICE = "A01"  # the response that this ledger belongs to


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubling:
    """One goal under the rule. Hours; `conclusion`: running, met, change_direction, not_tried, reopen."""

    trial: str
    goal: str
    title: str
    others: float  # hours that others take for it
    first: Week
    until: Week
    weeks_gone: int
    due: float  # the doubled pace by now
    spent: float
    conclusion: str

    @property
    def budget(self) -> float:
        return 2 * self.others

    @property
    def weeks(self) -> int:
        return weeks_between(self.first, self.until)

    @property
    def a_week(self) -> float:
        return self.budget / self.weeks

    @property
    def of_doubled(self) -> float:
        """Share of the doubled pace that was spent, 0–; below .5 it is less than what others spend."""
        return self.spent / self.due if self.due else 0.0


def weeks_between(first: Week, last: Week) -> int:
    return max((last.monday - first.monday).days // 7 + 1, 0)


def doubling(trial: Trial, goal: Goal, lived: Sequence[GoalWeek], today: Week) -> Doubling | None:
    """The ledger of one trial, or None where it is not of this rule or names no hours of others."""
    if trial.response != TWICE or "others" not in trial.slots:
        return None
    until = Week.read(trial.slots["until"])
    ended = Week.of(goal.closed.date()) if goal.closed else today
    gone = weeks_between(trial.started, min(today, until, ended))
    others = float(trial.slots["others"])
    all_weeks = weeks_between(trial.started, until)
    ordinary = others * gone / all_weeks if all_weeks else 0.0
    inside = [week for week in lived if trial.started <= week.week <= until]
    spent = sum(week.actual_hours or 0 for week in inside)
    return Doubling(
        trial=trial.id,
        goal=goal.id,
        title=goal.title,
        others=others,
        first=trial.started,
        until=until,
        weeks_gone=gone,
        due=2 * ordinary,
        spent=spent,
        conclusion=_conclusion(goal, spent, ordinary, early=today <= until and (goal.open or gone <= 1)),
    )


def _conclusion(goal: Goal, spent: float, ordinary: float, *, early: bool) -> str:
    """Met; or hours in full without it: change direction; between once and twice: not tried yet; below: laziness.

    `ordinary` are the hours that others give in the weeks that it had: a goal that ends sooner is judged by
    those, and one that ends in its first week by nothing.
    """
    if goal.outcome is Outcome.DONE:
        return "met"
    if early:
        return "running"
    if spent >= 2 * ordinary:
        return "change_direction"
    return "not_tried" if spent >= ordinary else "reopen"
