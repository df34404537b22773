"""What comes back on a Monday: the mentor's request, the words of an earlier miss, the confidence said before."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from fupan.bilingual import Bilingual
from fupan.quantities import show_hours
from fupan.questions import question
from fupan.recurring import Why, again
from fupan.review.reviewed import hours_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fupan.model import Goal, GoalWeek
    from fupan.planning import Factor
    from fupan.questions import Question

ask = partial(question, "week")
TELLS_FROM = 5  # finished goals; with fewer the factor is still mostly the usual one
WORTH_SAYING = 0.1  # plans that come out as planned need no word


def asked_for(request: str) -> Iterator[Question]:
    """Whether the mentor's one request was acted on."""
    if request:
        yield ask("O2", about=request)


def still_sure(goals: Sequence[Goal], sure: Mapping[str, int]) -> Iterator[Question]:
    """The confidence in each running quarter goal; Enter keeps what was said last."""
    for goal in goals:
        yield ask("N8", key={"goal": goal.id}, about=goal.title, default=sure.get(goal.id, goal.confidence))


def words_again(goal: GoalWeek, past: Sequence[Why], answers: Mapping[str, Any]) -> Iterator[Question]:
    """Said once, right behind a why that holds a phrase of earlier weeks: the one of most weeks."""
    text = answers.get(f"goals.{goal.goal}.why")
    if not text:
        return
    now = Why(week=goal.week, goal=goal.goal, text=text, title=goal.title)
    for refrain in again(past, now)[:1]:
        weeks = ", ".join(f"W{week.number:02}" for week in refrain.weeks)
        times = {"times_en": _nth(refrain.times), "times_zh": refrain.times}
        yield _told("G1b", goal.goal, phrase=refrain.phrase, weeks=weeks, **times)


def becomes(name: str, answers: Mapping[str, Any], factor: Factor | None) -> Iterator[Question]:
    """What the planned hours will be by this person's record, once they are said."""
    planned = hours_in(answers.get(f"next.{name}.hours"))[0]
    if not planned or factor is None or factor.n < TELLS_FROM or abs(factor.times - 1) < WORTH_SAYING:
        return
    hours = show_hours(round(factor.hours(planned) * 2) / 2)
    yield _told("N3b", name, becomes=hours, multiplier=f"{factor.times:.1f}", n=factor.n)


def _told(entry: str, goal: str, **values: object) -> Question:
    """An entry that says something and asks nothing."""
    made = ask(entry, key={"goal": goal})
    return replace(made, shows=(Bilingual(*(made.text.spoken(code, **values) for code in ("en", "zh"))),))


def _nth(number: int) -> str:
    """E.g. "3rd"."""
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
