"""What both sheets, the week's and the quarter's, are filled in by: nested documents and flat answers.

Answers are a flat mapping from a question's key ("goals.g7.outcome") to a JSON value; None means
"asked and skipped". A document is the same, nested, as a person writes it in JSON or TOML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from fupan.errors import BadAnswer, BadAnswers
from fupan.questions import read_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fupan.periods import Period
    from fupan.questions import Question

    Problem = BadAnswer | str
    Taken = tuple[Question, tuple[Any, Problem | None]]

Answers = dict[str, Any]


class Sheet(Protocol):
    """Everything known before an interview; `interview` is pure and is asked again after every answer."""

    @property
    def period(self) -> str: ...
    @property
    def span(self) -> Period: ...
    @property
    def mode(self) -> str: ...
    @property
    def draft(self) -> Mapping[str, Any]: ...
    @property
    def again(self) -> bool: ...
    def interview(self, answers: Mapping[str, Any]) -> tuple[Question, ...]: ...


def flatten(document: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """The leaves of a nested document with their dotted paths; a list is numbered from 1."""
    for name, value in document.items():
        here = f"{path}{name}"
        if isinstance(value, dict):
            yield from flatten(value, f"{here}.")
        elif isinstance(value, list):
            yield from flatten({str(n): item for n, item in enumerate(value, 1)}, f"{here}.")
        else:
            yield here, value


def next_question(questions: tuple[Question, ...], answers: Mapping[str, Any]) -> Question | None:
    """The first question that is still to be answered."""
    return next((q for q in questions if q.kind != "show" and q.key not in answers), None)


def _unasked(sheet: Sheet, answers: Answers, key: str) -> Question | None:
    """The question of an answer that nobody asks for, such as a mark: it is there once it is answered."""
    return next((q for q in sheet.interview({**answers, key: None}) if q.key == key and q.kind != "show"), None)


def fill(sheet: Sheet, document: Mapping[str, Any]) -> Answers:
    """Answer a whole sheet from a document, asking nobody.

    Raises BadAnswers naming every missing, bad and unknown answer at once.
    """
    given = dict(flatten(document))
    answers: Answers = {}
    problems: list[Problem] = []
    while ahead := _ahead(sheet, answers):
        for question, (value, problem) in _surely(sheet, answers, ahead, given):
            answers[question.key] = value
            given.pop(question.key, None)
            problems += [problem] if problem else []
    for key in tuple(given):
        if asked := _unasked(sheet, answers, key):
            answers[key], problem = _taken(asked, given.pop(key))
            problems += [problem] if isinstance(problem, BadAnswer) else []
    if problems or given:
        raise BadAnswers(
            missing=tuple(problem for problem in problems if isinstance(problem, str)),
            bad=tuple(problem for problem in problems if isinstance(problem, BadAnswer)),
            unknown=tuple(given),
        )
    order = {question.key: place for place, question in enumerate(sheet.interview(answers))}
    return dict(sorted(answers.items(), key=lambda answer: order.get(answer[0], len(order))))


def _ahead(sheet: Sheet, answers: Answers) -> list[Question]:
    return [q for q in sheet.interview(answers) if q.kind != "show" and q.key not in answers]


def _surely(sheet: Sheet, answers: Answers, ahead: Sequence[Question], given: Mapping[str, Any]) -> Sequence[Taken]:
    """The questions ahead that are asked alike once all of them are answered, with their answers; at least the first.

    One by one would ask for the whole interview after every answer: a week of fifty questions, fifty times.
    """
    taken = [(question, _taken(question, given.get(question.key))) for question in ahead]
    later = {q.key: q for q in sheet.interview({**answers, **{q.key: value for q, (value, _) in taken}})}
    for place, (question, _) in enumerate(taken[1:], 1):
        again = later.get(question.key)
        if again is None or _reads(again) != _reads(question):
            return taken[:place]
    return taken


def _reads(question: Question) -> tuple[object, ...]:
    """All that decides how an answer is read."""
    return question.kind, question.choices, question.also, question.required


def _taken(question: Question, given: object) -> tuple[Any, Problem | None]:
    """What was given as an answer, with what is wrong with it: a bad answer, or the key of one that is missing."""
    try:
        value = read_answer(question, given)
    except BadAnswer as problem:
        return None, problem
    return value, question.key if value is None and question.required else None
