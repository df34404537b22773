"""The inquiry into one missed goal at any time: its weeks, the probes not yet answered, the verdict."""

from __future__ import annotations

from dataclasses import field, fields, replace
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupan.lean import dataclass
from fupan.model import Gap, GoalWeek, Trial, Verdict
from fupan.periods import Span
from fupan.questions import question
from fupan.review.inquiry import Miss, gap_questions, mentor_questions, verdict_of, verdict_questions
from fupan.review.responding import begun, respond
from fupan.review.reviewed import with_gap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from fupan.periods import Period
    from fupan.questions import Question

MINUTES: Mapping[str, float] = MappingProxyType({"gap": 4, "mentor": 2, "response": 2})
PROBES_ON_REQUEST = ("E1", "E2", "E3", "E4", "E5", "E6")
ask = partial(question, "week")


@dataclass(frozen=True, slots=True, kw_only=True)
class WhySheet:
    """One miss with everything known of it. `row` is the stored week that new facts are added to."""

    miss: Miss
    row: GoalWeek
    verdict: Verdict | None = None  # an earlier one on the same week
    past_trials: tuple[Trial, ...] = ()
    active: int = 0
    firmness: str = "plain"
    draft: Mapping[str, Any] = field(default_factory=dict)

    @property
    def period(self) -> str:
        return f"why {self.miss.goal.goal}"

    @property
    def span(self) -> Period:
        """The weeks that are looked at."""
        first, last = (*self.miss.history, self.miss.goal)[0].week, self.miss.goal.week
        return last if first == last else Span(first, last)

    @property
    def mode(self) -> str:
        return "why"

    @property
    def again(self) -> bool:
        return False

    @property
    def late(self) -> bool:
        return False

    @property
    def resumed(self) -> bool:
        return bool(self.draft)

    @property
    def minutes(self) -> Mapping[str, float]:
        return MINUTES

    def interview(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        return why_questions(self, answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyWritten:
    """What an inquiry adds to the journal."""

    row: GoalWeek
    verdict: Verdict
    trial: Trial | None


def why_questions(sheet: WhySheet, answers: Mapping[str, Any]) -> tuple[Question, ...]:
    """Facts that are not known yet, then the three verdicts in their order, then a response."""
    miss = told(sheet, answers)
    verdict = verdict_of(miss, answers)
    goal = {"goal": miss.goal.goal}
    probes = (question("why", name, key=goal, about=miss.goal.title) for name in PROBES_ON_REQUEST)
    own = miss.ask("G5", default=sheet.verdict.own if sheet.verdict else None)
    asked = chain(
        [ask("O1", shows=(*miss.history, sheet.miss.goal))],
        (q for q in chain(gap_questions(miss, answers), probes) if q.id != "G5" and not _known(sheet, q)),
        [own for q in gap_questions(miss, answers) if q.id == "G5"],
        mentor_questions([miss], answers),
        verdict_questions([miss], answers),
        respond(
            [(verdict, miss.goal.title)],
            answers,
            past=sheet.past_trials,
            active=sheet.active,
            firmness=sheet.firmness,
        ),
    )
    return tuple(asked)


def told(sheet: WhySheet, answers: Mapping[str, Any]) -> Miss:
    """The miss with what was known of it and what is answered now."""
    fresh = with_gap(sheet.miss.goal, answers).gap or Gap()
    known = sheet.miss.goal.gap or Gap()
    return replace(sheet.miss, goal=replace(sheet.miss.goal, gap=_merged(known, fresh)))


def compose_why(
    sheet: WhySheet, answers: Mapping[str, Any], *, written: datetime, new_id: Callable[[str], str]
) -> WhyWritten:
    """The inquiry as nouns: the week's gap filled up, the verdict, and the response begun next week."""
    miss = told(sheet, answers)
    verdict = replace(verdict_of(miss, answers), decided=written)
    trial = begun(verdict, answers, started=miss.goal.week.shift(1), new_id=new_id)
    return WhyWritten(row=replace(sheet.row, gap=miss.goal.gap), verdict=verdict, trial=trial)


def _known(sheet: WhySheet, asked: Question) -> bool:
    name = asked.key.rpartition(".")[2]
    gap = sheet.miss.goal.gap or Gap()
    return hasattr(gap, name) and getattr(gap, name) not in ("", None)


def _merged(known: Gap, fresh: Gap) -> Gap:
    said = {item.name: getattr(fresh, item.name) for item in fields(Gap)}
    return replace(known, **{name: value for name, value in said.items() if value not in ("", None)})
