"""What a sealed week said, as answers again: the starting point when it is amended."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from fupan.model import Gap, GoalWeek, Trial, Verdict, WeeklyReview
from fupan.quantities import show_hours

if TYPE_CHECKING:
    from collections.abc import Sequence

RESULTS = ("outcome", "proof", "credit", "let_go", "replaced_by")


def said_in(review: WeeklyReview, trials: Sequence[Trial]) -> dict[str, Any]:
    """The answers behind a review, by their question's key; what was not recorded is left out."""
    said: dict[str, Any] = dict(review.answers)
    for goal in review.goals:
        said |= _of_goal(goal)
    for verdict in review.verdicts:
        said |= _of_verdict(verdict)
    if motive := review.motive:
        names = ("kind", "of", "strength", "change", "event", "positive")
        said |= {f"motive.{name}": getattr(motive, name) for name in names}
    for trial in trials:
        for week in trial.weeks:
            if week.week == review.week:
                said |= {f"trials.{trial.id}.doses": week.doses, f"trials.{trial.id}.helped": week.helped}
    return {key: value for key, value in said.items() if value not in ("", None)}


def _of_goal(goal: GoalWeek) -> dict[str, Any]:
    path = f"goals.{goal.goal}."
    said: dict[str, Any] = {path + name: getattr(goal, name) for name in RESULTS}
    if goal.actual_hours is not None:
        said[path + "hours"] = show_hours(goal.actual_hours, estimated=True) if goal.estimated else goal.actual_hours
    if goal.progress is not None:
        said[path + "progress"] = round(goal.progress * 100)
    if goal.gap:
        said |= {path + field.name: getattr(goal.gap, field.name) for field in fields(Gap)}
    return said


def _of_verdict(verdict: Verdict) -> dict[str, Any]:
    path = f"goals.{verdict.goal}."
    program = verdict.program
    agreed = program is not None and (program.cause, program.reason) == (verdict.final, verdict.reason)
    final = verdict.reason or verdict.final
    return {
        path + "own": verdict.own,
        path + "mentor": verdict.mentor,
        path + "probe": verdict.probe_answer,
        path + "agree": "yes" if agreed else final and final.value,
        path + "overruled": verdict.overruled,
        path + "around": verdict.around,
    }
