"""A question as a field of a form, and what a form says as answers: kept one by one, nothing overwritten unseen."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fupan.errors import BadAnswer
from fupan.language import N_
from fupan.quantities import show_hours
from fupan.questions import read_answer
from fupan.render.speaking import say_why

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fupan.journal import Journal
    from fupan.language import Language
    from fupan.questions import Question
    from fupan.review.sheet import Answers, Sheet

OPEN = "-"  # the mark of a question that is neither answered nor passed
LONG_LIST = 7  # more choices than these are a list to pick from
CONTROLS = {
    "choice": "choices",
    "week": "list",
    "scale": "scale",
    "grade": "scale",
    "text": "line",
    "long": "words",
}
SCALES = {"scale": range(11), "grade": range(1, 6)}
REQUIRED = N_("choose one; it decides what is asked next.")
NEEDED = N_("this needs an answer.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question on a page: what stands in its control, and what the journal said when it was shown."""

    question: Question
    value: str = ""
    was: str = OPEN
    error: str = ""
    elsewhere: str | None = None  # what another window, or the terminal, answered meanwhile
    shows: tuple[object, ...] = ()
    about: str = ""  # the goal, where it is another one than the question before asked about
    parted: bool = False  # it is about nothing, and the question before was

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def control(self) -> str:
        if self.question.id == "F3":
            return "offers"
        if self.question.kind == "choice" and len(self.question.choices) > LONG_LIST:
            return "list"
        return CONTROLS.get(self.question.kind, "amount")

    @property
    def scale(self) -> range:
        return SCALES[self.question.kind]

    @property
    def answered(self) -> bool:
        return self.was != OPEN

    @property
    def passed(self) -> bool:
        return self.was == mark(None)


@dataclass(slots=True, kw_only=True)
class Taken:
    """What became of a form: the answers as they are now, and what could not be kept, as it was typed."""

    answers: Answers
    kept: int = 0
    moved: bool = False  # something that the form was shown says something else by now
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    elsewhere: dict[str, Any] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        return not self.errors and not self.elsewhere


def mark(value: Any) -> str:
    """A few characters that stand for an answer, so that a form can say what it was shown."""
    same = int(value) if isinstance(value, float) and value == int(value) else value
    return hashlib.sha256(json.dumps(same, ensure_ascii=True).encode()).hexdigest()[:12]


def mark_of(answers: Mapping[str, Any], key: str) -> str:
    return mark(answers[key]) if key in answers else OPEN


def fields(asked: Iterable[Question], answers: Mapping[str, Any], taken: Taken | None = None) -> tuple[Field, ...]:
    """The questions of one screen as fields; what they show stands once where it stays the same."""
    made: list[Field] = []
    about = ""
    shown: tuple[object, ...] = ()
    for question in asked:
        key = question.key
        made.append(
            Field(
                question=question,
                value=_standing(question, answers, taken),
                was=mark_of(answers, key),
                error=taken.errors.get(key, "") if taken else "",
                elsewhere=as_typed(taken.elsewhere[key]) if taken and key in taken.elsewhere else None,
                shows=question.shows if question.shows != shown else (),
                about=question.about if question.about != about and _headed(question) else "",
                parted=bool(about and not question.about),
            )
        )
        about, shown = question.about, question.shows or shown
    return tuple(made)


def take(journal: Journal, sheet: Sheet, form: Mapping[str, Any], say: Language, *, passing: bool = False) -> Taken:
    """Keep what a form says and the journal does not. With `passing`, what is left empty is passed.

    A form that was shown before something else changed an answer does not change it back: what was typed is
    handed back beside what stands there now.
    """
    taken = Taken(answers=dict(sheet.draft))
    for question in sheet.interview(taken.answers):
        was = form.get(f"was.{question.key}")
        if was is None or question.kind == "show":
            continue
        typed = typed_in(question, form)
        try:
            _take_one(journal, sheet, question, typed, was, taken, passing=passing)
        except BadAnswer as problem:
            taken.typed[question.key] = typed
            taken.errors[question.key] = _capital(say_why(problem, say))
    return taken


def typed_in(question: Question, form: Mapping[str, Any]) -> str:
    """What a form says to a question; a line has no line ends."""
    key = question.key
    typed = str(form.get(f"other.{key}") or form.get(f"answer.{key}", ""))
    return " ".join(typed.splitlines()) if question.kind == "text" else typed


def as_typed(value: Any) -> str:
    """A stored answer as it would be typed."""
    if value is None:
        return ""
    return show_hours(value) if isinstance(value, float) else str(value)


def _take_one(
    journal: Journal, sheet: Sheet, question: Question, typed: str, was: str, taken: Taken, *, passing: bool
) -> None:
    key = question.key
    value = read_answer(question, typed)
    if value is None and question.required and passing:
        raise BadAnswer(key, typed, REQUIRED if question.choices else NEEDED)
    mine = mark(value) if value is not None or passing or was != OPEN else OPEN
    now = mark_of(taken.answers, key)
    taken.moved = taken.moved or now not in (was, mine)
    if mine in (was, now):
        return
    if now != was:
        untouched = was == OPEN and typed == as_typed(question.default)
        if not untouched:
            taken.typed[key], taken.elsewhere[key] = typed, taken.answers.get(key)
        return
    journal.keep(sheet, key, value)
    taken.answers[key] = value
    taken.kept += 1


def _standing(question: Question, answers: Mapping[str, Any], taken: Taken | None) -> str:
    key = question.key
    if taken and key in taken.typed:
        return taken.typed[key]
    return as_typed(answers.get(key, question.default))


def _headed(question: Question) -> bool:
    """Whether what it is about stands above it; a week, a request and a response are shown anyway."""
    return question.section not in ("open", "reread") and not re.fullmatch(r"r\d+", question.about)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
