"""What both sheets, the week's and the quarter's, are filled in by: nested documents and flat answers.

Answers are a flat mapping from a question's key ("goals.g7.outcome") to a JSON value; None means
"asked and skipped". A document is the same, nested, as a person writes it in JSON or TOML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from fupan.errors import BadAnswer, BadAnswers
from fupan.questions import read_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fupan.periods import Period
    from fupan.questions import Question

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
    missing: list[str] = []
    bad: list[BadAnswer] = []
    while question := next_question(sheet.interview(answers), answers):
        answers[question.key] = None
        try:
            answers[question.key] = read_answer(question, given.pop(question.key, None))
        except BadAnswer as problem:
            bad.append(problem)
        else:
            if answers[question.key] is None and question.required:
                missing.append(question.key)
    for key in tuple(given):
        if question := _unasked(sheet, answers, key):
            try:
                answers[key] = read_answer(question, given.pop(key))
            except BadAnswer as problem:
                bad.append(problem)
    if missing or bad or given:
        raise BadAnswers(missing=tuple(missing), bad=tuple(bad), unknown=tuple(given))
    return answers
