"""Next week's promises: unfinished goals carried with memory, then new ones, three in all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from fupan.bilingual import Bilingual
from fupan.model import Carry, GoalWeek
from fupan.questions import Choice, choices, question
from fupan.review.returning import becomes
from fupan.review.reviewed import hours_in
from fupan.wording import lint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fupan.model import Goal
    from fupan.planning import Factor
    from fupan.questions import Question
    from fupan.wording import Remark

PROMISED_AT_MOST = 3
KEPT_AT_MOST = 2  # a goal carried this often is no longer offered "keep"
NONE_OF_THEM = Choice(value="none", letter="0", label=Bilingual("none of them", "都不是"))
NEW_GOAL = {
    "full": ("N1", "N2", "N3", "N4", "N5", "N6"),
    "short": ("N1", "N2", "N3", "N4"),
    "first": ("N1", "N2", "N3"),
}
CHANGED_GOAL = ("N1", "N2", "N3", "N4", "N6")


def carry_questions(
    goals: Sequence[GoalWeek], answers: Mapping[str, Any], factor: Factor | None, *, still: bool = True
) -> Iterator[Question]:
    """Each unfinished goal: keep, shrink, change, or drop with a reason. `still`: ask how sure one is of a kept one."""
    for goal in unfinished(goals):
        ask = partial(question, "week", key={"goal": goal.goal}, about=goal.title)
        offered = choices("carry")
        if goal.carried >= KEPT_AT_MOST:
            offered = tuple(choice for choice in offered if choice.value != Carry.KEEP)
        yield ask("K1", choices=offered, default=offered[0].value, shows=(goal,))
        match answers.get(f"next.{goal.goal}.decision"):
            case Carry.KEEP if still:
                yield ask("N4a", default=goal.confidence)
            case Carry.SHRINK:
                yield ask("N1", default=goal.title)
                yield _hours(ask, factor, default=(goal.planned_hours or 0) / 2 or None)
                yield from becomes(goal.goal, answers, factor)
                if still:
                    yield ask("N4", default=goal.confidence)
            case Carry.CHANGE:
                defaults = {"N1": goal.title, "N2": goal.measure or None, "N6": goal.first_step or None}
                for name in CHANGED_GOAL:
                    if name == "N3":
                        yield _hours(ask, factor, default=goal.planned_hours)
                        yield from becomes(goal.goal, answers, factor)
                    else:
                        yield ask(name, default=defaults.get(name))
            case Carry.DROP:
                yield ask("K2")


def new_goal_questions(
    answers: Mapping[str, Any],
    *,
    mode: str,
    room: int,
    factor: Factor | None,
    capacity: float,
    quarter_goals: Sequence[Goal],
    reword: bool = True,
) -> Iterator[Question]:
    """New goals until three are promised or none is named; the linter speaks once on each."""
    for n in range(1, room + 1):
        name = f"new{n}"
        ask = partial(question, "week", key={"goal": name})
        yield ask("N1")
        title = answers.get(f"next.{name}.title")
        if not title:
            return
        about = partial(ask, about=title)
        for entry in NEW_GOAL[mode][1:]:
            if entry == "N3":
                yield _hours(about, factor)
                yield from becomes(name, answers, factor)
            else:
                yield about(entry)
        if mode == "full" and quarter_goals:
            yield about("N7", choices=_quarter_choices(quarter_goals))
        remarks = remarks_on(answers, name, capacity)
        if remarks and reword:
            yield about("L1", shows=remarks)
        elif remarks:
            yield about("L1", kind="show", shows=remarks)


def unfinished(goals: Sequence[GoalWeek]) -> tuple[GoalWeek, ...]:
    return tuple(goal for goal in goals if goal.missed)


def carried_on(goals: Sequence[GoalWeek], answers: Mapping[str, Any]) -> int:
    """How many unfinished goals go on into next week."""
    decisions = (answers.get(f"next.{goal.goal}.decision") for goal in unfinished(goals))
    return sum(decision not in (None, Carry.DROP) for decision in decisions)


def remarks_on(answers: Mapping[str, Any], name: str, capacity: float) -> tuple[Remark, ...]:
    """What the linter has to say of a new goal, once its fields are answered."""
    if f"next.{name}.hours" not in answers:
        return ()
    said = {part: answers.get(f"next.{name}.{part}") for part in ("title", "measure", "hours", "confidence")}
    return lint(
        said["title"] or "",
        said["measure"] or "",
        hours=hours_in(said["hours"])[0],
        confidence=said["confidence"],
        capacity=capacity,
    )


def _hours(ask: Any, factor: Factor | None, default: float | None = None) -> Question:
    """The hours, beside what this person's record says of plans; None where there is no record yet."""
    if factor is None:
        made: Question = ask("N3a", default=default)
    else:
        made = ask("N3", values={"multiplier": f"{factor.times:.1f}", "n": factor.n}, default=default)
    return made


def _quarter_choices(goals: Sequence[Goal]) -> tuple[Choice, ...]:
    named = (
        Choice(value=goal.id, letter=str(n), label=Bilingual(goal.title, goal.title)) for n, goal in enumerate(goals, 1)
    )
    return (*named, NONE_OF_THEM)
