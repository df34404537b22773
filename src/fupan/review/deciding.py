"""The problem stated, and a decision taken: two interviews of the compass, and looking back on a decision."""

from __future__ import annotations

from dataclasses import field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupan.lean import dataclass
from fupan.long_view import Decision, Path, Problem
from fupan.questions import question
from fupan.review.reviewed import hours_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from fupan.compass import Compass
    from fupan.periods import Week
    from fupan.questions import Question

MINUTES: Mapping[str, float] = MappingProxyType({"problem": 4, "value": 6, "decision": 10})
OPTIONS_AT_MOST = 4
SOON, USUAL = "4", "13"  # weeks until a decision comes back: with a test, without
LOOKED_BACK_AT_MOST = 2  # decisions on one Monday
ask = partial(question, "path")


@dataclass(frozen=True, slots=True, kw_only=True)
class PathSheet:
    """What the compass shows before a problem is stated or a decision is taken. `mode` says which: state, decide."""

    week: Week
    compass: Compass
    mode: str = "state"
    draft: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False
    late: bool = False

    @property
    def period(self) -> str:
        return f"{self.mode} {self.week}"

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
        return tuple(stating(self) if self.mode == "state" else deciding(answers))


def stating(sheet: PathSheet) -> Iterator[Question]:
    """The problem in one sentence, then its three values, each with its proof."""
    known = sheet.compass.problem
    yield ask("P1", default=known.text if known else None)
    yield ask("P2", default=(known.is_motive or None) if known else None)
    for name, entry in (("academic", "P3"), ("commercial", "P4"), ("growth", "P5")):
        yield ask(entry, default=getattr(known, name) if known else None)
        yield ask(f"{entry}p", default=(getattr(known, f"{name}_proof") or None) if known else None)


def deciding(answers: Mapping[str, Any]) -> Iterator[Question]:
    """A decision with its options, what is known now, what speaks against it, and the day on which it returns."""
    yield ask("D1")
    for n in range(1, OPTIONS_AT_MOST + 1):
        yield ask("D2", key={"n": n})
        name = answers.get(f"options.{n}.name")
        if not name:
            break
        yield ask("D3", key={"n": n}, about=name)
    yield from (ask(entry) for entry in ("D4", "D5", "D6", "D7", "D8", "D9"))
    test = answers.get("decision.test")
    if test:
        yield ask("D10", about=test)
    yield ask("D11", default=SOON if test else USUAL)


def problem_of(
    sheet: PathSheet, answers: Mapping[str, Any], *, written: datetime, new_id: Callable[[str], str]
) -> Problem:
    """The problem as it is stated now; what was stated before stays beside it."""
    said = {key.partition(".")[2]: value for key, value in answers.items() if value is not None}
    return Problem(id=new_id("p"), week=sheet.week, written=written, **said)


def decision_of(
    sheet: PathSheet, answers: Mapping[str, Any], *, written: datetime, new_id: Callable[[str], str]
) -> Decision:
    """The decision; its test, where it has one, becomes a goal whose id is put in afterwards."""

    def said(name: str) -> str:
        return answers.get(f"decision.{name}") or ""

    numbers = range(1, OPTIONS_AT_MOST + 1)
    named = {answers.get(f"options.{n}.name"): answers.get(f"options.{n}.why") or "" for n in numbers}
    weeks = said("review") or (SOON if said("test") else USUAL)
    return Decision(
        id=new_id("d"),
        week=sheet.week,
        question=said("question"),
        options={name: why for name, why in named.items() if name},
        choice=said("choice"),
        path=Path(said("path")) if said("path") else None,
        reasons=said("reasons"),
        against=said("against"),
        expected=said("expected"),
        test=said("test"),
        review=sheet.week.shift(int(weeks)),
        written=written,
    )


def first_hours(answers: Mapping[str, Any]) -> float | None:
    """The hours given to the test in its first week."""
    return hours_in(answers.get("decision.hours"))[0]


def looking_back(due: Sequence[Decision]) -> Iterator[Question]:
    """The decisions that come back this Monday: what came of them, and apart from that whether they were good."""
    for decision in tuple(due)[:LOOKED_BACK_AT_MOST]:
        key = {"d": decision.id}
        yield question("week", "O3", key=key, about=decision.question, shows=(decision,))
        yield question("week", "O4", key=key, about=decision.question)


def looked_back(due: Sequence[Decision], answers: Mapping[str, Any], week: Week) -> tuple[Decision, ...]:
    """The decisions that the answers say something of; one that was skipped comes back next Monday."""
    found = []
    for decision in due:
        came, quality = (answers.get(f"decisions.{decision.id}.{name}") for name in ("came", "quality"))
        if came or quality:
            found.append(replace(decision, came=came or "", quality=quality or "", reviewed=week))
    return tuple(found)
