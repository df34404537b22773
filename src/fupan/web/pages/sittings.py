"""One review or inquiry on the page: which it is, where its screens are, what opens and seals it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupan.errors import AlreadySealed
from fupan.period_words import parse_period, parse_quarter, parse_week
from fupan.periods import Year
from fupan.review.steps import frontier, reached, seen, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from fupan.journal import Journal
    from fupan.model import Verdict
    from fupan.questions import Question
    from fupan.review.sheet import Answers, Sheet
    from fupan.review.steps import Step

SEAL = "seal"
OPENING = ("open", "record")  # what is shown before the first question stands on the first screen
SAYING: Mapping[str, tuple[str, Callable[[Journal, str], Any], Callable[..., Any]]] = {
    "motive": (
        "motive",
        lambda journal, _: journal.open_motive(),
        lambda journal, sheet, answers: journal.write_motive(sheet, answers),
    ),
    "problem": (
        "problem",
        lambda journal, _: journal.open_path("state"),
        lambda journal, sheet, answers: journal.write_problem(sheet, answers),
    ),
    "decision": (
        "decision",
        lambda journal, _: journal.open_path("decide"),
        lambda journal, sheet, answers: journal.write_decision(sheet, answers),
    ),
}
WAYS = ("short", "again", "catchup", "skip_reread")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """`open` takes the way that one chose before the first answer; a draft remembers it from then on."""

    kind: str  # week, quarter, why
    place: str  # of its screens: "/week/2026-W47"
    open: Callable[[Journal, str], Any]
    write: Callable[[Journal, Any, Mapping[str, Any]], Any]
    sealed: str  # where to look at what was written

    def reopen(self, journal: Journal, way: str) -> Any:
        """The sheet, or that of an amendment where it was sealed meanwhile; for what is still in a form."""
        try:
            return self.open(journal, way)
        except AlreadySealed:
            return self.open(journal, "again")

    def at(self, step: str = "", way: str = "", sheet: Any = None) -> str:
        """The address of a screen. The way is named until an answer is kept with it."""
        place = self.place if step in ("", *OPENING) else f"{self.place}/{step}"
        return f"{place}?way={way}" if way and not (sheet and sheet.draft) else place


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Where one is in an interview."""

    sheet: Any
    answers: Mapping[str, Any]
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    step: Step | None  # None: the seal, or a step that is not reached

    @property
    def reached(self) -> tuple[Step, ...]:
        return reached(self.steps, self.answers)

    @property
    def frontier(self) -> Step | None:
        return frontier(self.steps, self.answers)

    @property
    def seen(self) -> tuple[Question, ...]:
        return seen(self.step, self.questions, self.answers) if self.step else ()

    @property
    def before(self) -> Step | None:
        place = self.steps.index(self.step) if self.step else len(self.steps)
        return self.steps[place - 1] if place else None

    @property
    def after(self) -> Step | None:
        """The next step, or None where the seal comes next."""
        place = self.steps.index(self.step) + 1 if self.step else len(self.steps)
        return self.steps[place] if place < len(self.steps) else None

    @property
    def minutes(self) -> float:
        """Of this section."""
        return float(self.sheet.minutes.get(self.step.section, 1)) if self.step else 1.0

    @property
    def minutes_left(self) -> float:
        """Of this section and those after it."""
        ahead = self.steps[self.steps.index(self.step) :] if self.step else ()
        sections = dict.fromkeys(step.section for step in ahead)
        return float(sum(self.sheet.minutes.get(section, 1) for section in sections))


def screen(sheet: Sheet, answers: Mapping[str, Any], name: str = "") -> Screen:
    """The screen of a step, if it is reached."""
    questions = sheet.interview(answers)
    found = steps(questions)
    step = next((step for step in reached(found, answers) if step.name == name), None)
    return Screen(sheet=sheet, answers=answers, questions=questions, steps=found, step=step)


def given(sheet: Sheet, answers: Mapping[str, Any]) -> Answers:
    """The answers that the interview asks for, as they are sealed."""
    return {q.key: answers.get(q.key) for q in sheet.interview(answers) if q.kind != "show"}


def of_week(text: str, today: date) -> Sitting:
    week = parse_week(text, today)

    def begin(journal: Journal, way: str) -> Any:
        if way == "catchup":
            return journal.open_catchup(week)
        return journal.open_week(week, short=way == "short", again=way == "again")

    def write(journal: Journal, sheet: Any, answers: Mapping[str, Any]) -> Any:
        seal = journal.write_catchup if sheet.mode == "catchup" else journal.write_week
        return seal(sheet, answers)

    place = f"/week/{week}"
    return Sitting(kind="week", place=place, open=begin, write=write, sealed=f"{place}?told=sealed")


def of_quarter(text: str, today: date) -> Sitting:
    quarter = parse_quarter(text, today)

    def begin(journal: Journal, way: str) -> Any:
        return journal.open_quarter(quarter, skip_reread=way == "skip_reread", again=way == "again")

    place = f"/quarter/{quarter}"
    return Sitting(
        kind="quarter",
        place=place,
        open=begin,
        write=lambda journal, sheet, answers: journal.write_quarter(sheet, answers),
        sealed=f"{place}?told=sealed",
    )


def of_long(name: str, today: date) -> Sitting:
    """What reaches further than a quarter: a year "2026", five years "2022..2026", motive, problem, decision."""
    place = f"/long/{name}"
    if name in SAYING:
        kind, begin, write = SAYING[name]
        return Sitting(kind=kind, place=place, open=begin, write=write, sealed=f"/direction?told={kind}")
    period = parse_period(name, today)
    last = period.ends[1].iso_year
    if not isinstance(period, Year):
        return Sitting(
            kind="five_years",
            place=place,
            open=lambda journal, way: journal.open_five_years(last, again=way == "again"),
            write=lambda journal, sheet, answers: journal.write_five_years(sheet, answers),
            sealed=f"{place}?told=sealed",
        )
    return Sitting(
        kind="year",
        place=place,
        open=lambda journal, way: journal.open_year(last, again=way == "again"),
        write=lambda journal, sheet, answers: journal.write_year(sheet, answers),
        sealed=f"{place}?told=sealed",
    )


def of_why(goal: str) -> Sitting:
    def write(journal: Journal, sheet: Any, answers: Mapping[str, Any]) -> Verdict:
        return journal.write_why(sheet, answers)

    return Sitting(
        kind="why",
        place=f"/goals/{goal}/why",
        open=lambda journal, _: journal.open_why(journal.goal(goal)),
        write=write,
        sealed=f"/goals/{goal}?told=judged",
    )
