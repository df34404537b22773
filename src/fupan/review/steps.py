"""An interview laid out for a door that shows many questions at once: its steps, and what may be seen of each.

What a terminal gets by asking one question after the other holds here too: no step opens before the ones
ahead of it are answered or passed, and the program's view stays away until everything before it is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.questions import Question

REREAD, MARKS = ("D2", "D2x", "D2g"), "marks"  # what is asked of one week on the re-reading desk; what is asked of all
# the program's probe and view, whether one agrees, the record's score: own and mentor's word come first
LAST = frozenset({"P1", "V1", "V2", "S2", "S3"})
JUDGING = frozenset({"mentor", "why", "score"})  # the sections in which they are asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What stands on one screen: a section, or on the re-reading desk one week of it."""

    name: str
    section: str
    questions: tuple[Question, ...]

    @property
    def week(self) -> str:
        """The week that it re-reads, or ""."""
        return self.name if _rereads(self.questions[0]) else ""

    @property
    def asks(self) -> bool:
        return any(question.kind != "show" for question in self.questions)

    def open(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        """Its questions that are neither answered nor passed."""
        return tuple(q for q in self.questions if is_open(q, answers))


def is_open(question: Question, answers: Mapping[str, Any]) -> bool:
    return question.kind != "show" and question.key not in answers


def steps(questions: Sequence[Question]) -> tuple[Step, ...]:
    """The interview's screens in the order in which they are asked."""
    found: dict[tuple[str, str], list[Question]] = {}
    desk = any(_rereads(question) for question in questions)
    for question in questions:
        found.setdefault((_name(question, desk=desk), question.section), []).append(question)
    return tuple(Step(name=name, section=section, questions=tuple(of)) for (name, section), of in found.items())


def frontier(found: Sequence[Step], answers: Mapping[str, Any]) -> Step | None:
    """The first step with an open question: as far as one may go. None when all is answered."""
    return next((step for step in found if step.open(answers)), None)


def reached(found: Sequence[Step], answers: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps that may be entered."""
    last = frontier(found, answers)
    return tuple(found) if last is None else tuple(found[: found.index(last) + 1])


def seen(step: Step, questions: Sequence[Question], answers: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions of a step that may be shown now; what comes last waits for every one before it."""
    ours = {question.key for question in step.questions}
    shown, waiting = [], False
    for question in questions:
        last = question.id in LAST and question.section in JUDGING
        if question.key in ours and not (last and waiting):
            shown.append(question)
        waiting = waiting or is_open(question, answers)
    return tuple(shown)


def _rereads(question: Question) -> bool:
    return question.section == "reread" and question.id in REREAD


def _name(question: Question, *, desk: bool) -> str:
    if _rereads(question):
        return question.key.rpartition(".")[2]
    return MARKS if desk and question.section == "reread" else question.section
