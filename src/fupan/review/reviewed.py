"""What the answers say came of the promises: goals of the week with their results filled in."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from fupan.model import Gap, GoalWeek, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.periods import Week

_GAP_HOURS = ("outside_hours", "stuck_hours", "peer_hours")


def hours_in(answer: float | str | None) -> tuple[float | None, bool]:
    """The hours of a stored answer and whether they are a guess: 3 or "~3"."""
    if answer is None or answer == "?":
        return None, False
    text = str(answer)
    return float(text.lstrip("~")), text.startswith("~")


def reviewed(goals: Sequence[GoalWeek], answers: Mapping[str, Any], *, late: bool) -> tuple[GoalWeek, ...]:
    """The promised goals with what the answers say of them; what is told late is a guess."""
    return tuple(_with_result(goal, answers, late=late) for goal in goals)


def had_goals(week: Week, answers: Mapping[str, Any]) -> tuple[GoalWeek, ...]:
    """Goals that were had before there was a journal; "had1" until they get an id."""
    goals = []
    for n in (1, 2, 3):
        title = answers.get(f"had.{n}.title")
        if not title:
            break
        planned, _, actual = (answers.get(f"had.{n}.hours") or "?/?").partition("/")
        hours, guess = hours_in(actual)
        named = GoalWeek(goal=f"had{n}", week=week, title=title, planned_hours=hours_in(planned)[0])
        outcome = answers.get(f"had.{n}.outcome")
        result = replace(named, outcome=Outcome(outcome) if outcome else None, actual_hours=hours, estimated=guess)
        goals.append(with_gap(result, answers))
    return tuple(goals)


def misses(goals: tuple[GoalWeek, ...]) -> tuple[GoalWeek, ...]:
    """The goals that ended partly or missed, those with most planned hours first."""
    return tuple(sorted((goal for goal in goals if goal.missed), key=lambda goal: -(goal.planned_hours or 0)))


def effort(goal: GoalWeek) -> float | None:
    """Real hours over planned hours, where both are known."""
    if not goal.planned_hours or goal.actual_hours is None:
        return None
    return goal.actual_hours / goal.planned_hours


def with_gap(goal: GoalWeek, answers: Mapping[str, Any]) -> GoalWeek:
    """The goal with what the answers say about its miss."""
    if not goal.missed:
        return goal
    said = {field.name: answers.get(f"goals.{goal.goal}.{field.name}") for field in fields(Gap)}
    for name in _GAP_HOURS:
        said[name] = hours_in(said[name])[0]
    if said["approaches_tried"] is not None:
        said["approaches_tried"] = int(said["approaches_tried"])
    return replace(goal, gap=Gap(**{name: value for name, value in said.items() if value is not None}))


def _with_result(promised: GoalWeek, answers: Mapping[str, Any], *, late: bool) -> GoalWeek:
    def said(name: str) -> Any:
        return answers.get(f"goals.{promised.goal}.{name}")

    hours, guess = hours_in(said("hours"))
    percent = said("progress")
    outcome = said("outcome")
    result = replace(
        promised,
        outcome=Outcome(outcome) if outcome else None,
        actual_hours=hours,
        estimated=hours is not None and (guess or late),  # memory written late is a guess
        proof=said("proof") or "",
        progress=percent / 100 if percent is not None else None,
        credit=said("credit") or "",
        let_go=said("let_go") or "",
        replaced_by=said("replaced_by") or "",
    )
    return with_gap(result, answers)
