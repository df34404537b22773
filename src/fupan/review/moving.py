"""The motive when it moves: what changed, said outside a review, and which goals belonged to the old one."""

from __future__ import annotations

from dataclasses import field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupan.lean import dataclass
from fupan.model import Change, Goal, Motive, MotiveKind
from fupan.questions import question
from fupan.wording import check_motive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fupan.driving import Spell
    from fupan.periods import Week
    from fupan.questions import Question

MINUTES: Mapping[str, float] = MappingProxyType({"motive": 3})
GOALS_AT_MOST = 5  # asked about after a change
NOW, OLD, NONE = "now", "old", "none"
ask = partial(question, "week")


@dataclass(frozen=True, slots=True, kw_only=True)
class MotiveSheet:
    """What is known of the motive before it is said anew in the running week."""

    week: Week
    motive: Motive | None = None  # as last said
    spell: Spell | None = None  # the one that it belongs to
    goals: tuple[Goal, ...] = ()  # open goals that may have belonged to it
    draft: Mapping[str, Any] = field(default_factory=dict)
    mode: str = "motive"
    again: bool = False
    late: bool = False

    @property
    def period(self) -> str:
        return f"motive {self.week}"

    @property
    def span(self) -> Week:
        return self.week

    @property
    def resumed(self) -> bool:
        return bool(self.draft)

    @property
    def minutes(self) -> Mapping[str, float]:
        return MINUTES

    def interview(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        return tuple(self._asked(answers))

    def _asked(self, answers: Mapping[str, Any]) -> Iterator[Question]:
        known = self.motive or Motive(week=self.week)
        change = answers.get("motive.change")
        if self.motive:
            yield ask("M4", default=Change.SAME)
            if "motive.change" in answers and change in (None, Change.SAME):
                return
        if self.motive is None or change == Change.DIFFERENT:
            yield ask("M1")
            if answers.get("motive.kind") != MotiveKind.NONE:
                yield ask("M2")
        yield ask("M3", default=known.strength)
        if self.motive:
            yield ask("M4b")
        if not known.positive or change == Change.DIFFERENT:
            yield ask("M5")
            yield from sayable(answers)
        if change == Change.DIFFERENT and self.spell:
            yield from whose(self.goals, self.spell)


def sayable(answers: Mapping[str, Any]) -> Iterator[Question]:
    """A light look at the sentence of the motive, which speaks once: a want, an own act, sayable aloud."""
    said = answers.get("motive.positive")
    if said and (remarks := check_motive(said)):
        yield ask("M5b", shows=remarks[:1])


def whose(goals: Iterable[Goal], old: Spell) -> Iterator[Question]:
    """A changed motive asks once which goals belonged to the old one."""
    since = {"week": old.name}
    for goal in tuple(goals)[:GOALS_AT_MOST]:
        yield question(
            "quarter",
            "M3",
            key={"goal": goal.id},
            about=goal.title,
            values=since,
            default=OLD if goal.motive == old.first else None,
        )


def moved(sheet: MotiveSheet, answers: Mapping[str, Any]) -> Motive | None:
    """The motive of the running week as the answers say it; None where it stayed the same."""
    change = answers.get("motive.change")
    if sheet.motive and change in (None, Change.SAME):
        return None
    known = sheet.motive
    fresh = known is None or change == Change.DIFFERENT
    kind = answers.get("motive.kind")
    said = Motive(
        week=sheet.week,
        kind=MotiveKind(kind) if kind else None if fresh or known is None else known.kind,
        of=answers.get("motive.of") or ("" if fresh or known is None else known.of),
        strength=answers.get("motive.strength"),
        change=Change(change) if change else None,
        event=answers.get("motive.event") or "",
        positive=_sentence(answers) or ("" if fresh or known is None else known.positive),
    )
    return said if any((said.kind, said.of, said.strength is not None, said.positive)) else None


def _sentence(answers: Mapping[str, Any]) -> str:
    return answers.get("motive.reworded") or answers.get("motive.positive") or ""


def linked(goals: Iterable[Goal], answers: Mapping[str, Any], *, now: Week, old: Week | None) -> tuple[Goal, ...]:
    """The goals whose motive the answers tell, with it; the others are left out."""
    of = {NOW: now, OLD: old, NONE: None}
    told = ((goal, answers.get(f"serves.{goal.id}")) for goal in goals)
    found = (replace(goal, motive=of[answer]) for goal, answer in told if answer in of)
    before = {goal.id: goal.motive for goal in goals}
    return tuple(goal for goal in found if goal.motive != before[goal.id])
