"""The interviews: what is asked next, one answer kept at a time, and the sealing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Response

from fupan.bilingual import Bilingual
from fupan.care import words_of_care
from fupan.errors import BadAnswers, NothingFound
from fupan.long_view import LongReview
from fupan.model import QuarterlyReview, Verdict, WeeklyReview
from fupan.period_words import parse_period
from fupan.questions import Choice, read_answer
from fupan.review.inquiry import worry
from fupan.review.sheet import next_question
from fupan.review.steps import Step, seen
from fupan.web.api.wiring import Amount, Given, answered, envelope
from fupan.web.desk import AtDesk
from fupan.web.pages.sittings import Sitting, of_long, of_quarter, of_week, of_why

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fupan.questions import Question
    from fupan.review.sheet import Answers, Sheet

    Find = Callable[[str, date], Sitting]


class Way(StrEnum):
    """How an interview is begun; a draft remembers it from then on."""

    FULL = ""
    SHORT = "short"
    AGAIN = "again"
    CATCHUP = "catchup"
    SKIP_REREAD = "skip_reread"


class Answer(Given):
    value: Amount | None  # null: asked and passed


class Document(Given):
    answers: dict[str, Any] | None = None  # as `--answers` takes them; null: seals what is kept already


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A fact beside a question: which noun it is, and its fields."""

    noun: str
    data: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of an interview."""

    key: str
    id: str
    section: str
    kind: str  # choice text long hours pair percent scale score number week show
    text: Bilingual
    about: str
    choices: tuple[Choice, ...]
    default: Any
    required: bool
    minutes: float
    shows: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """Words of crisis or distress were written; `text` is what is to be said before anything else."""

    level: str
    text: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetNow:
    """An interview as far as its answers so far tell: `next` is the key of the first open question."""

    period: str
    mode: str
    again: bool
    answers: dict[str, Any]
    questions: tuple[Asked, ...]
    next: str | None
    care: Care | None


@dataclass(frozen=True, kw_only=True)
class Interview:
    """The addresses of one kind of interview; `named` is the week, the quarter or the goal."""

    find: Find
    kind: str
    noun: type

    def routes(self, prefix: str) -> APIRouter:
        router = APIRouter(prefix=f"{prefix}/{{named}}", tags=["interviews"])
        sheet = answered("sheet", SheetNow)
        router.add_api_route("/sheet", self.look, methods=["GET"], **sheet)
        router.add_api_route("/answers/{key}", self.keep, methods=["PUT"], **sheet)
        router.add_api_route("/answers/{key}", self.forget, methods=["DELETE"], **sheet)
        router.add_api_route("/draft", self.discard, methods=["DELETE"], **answered("draft", {"type": "object"}))
        router.add_api_route("", self.write, methods=["POST"], **answered(self.kind, self.noun, status=201))
        return router

    def look(self, named: str, desk: AtDesk, way: Way = Way.FULL) -> Response:
        """What is asked, what is answered, and what comes next. Nothing is written."""
        with desk.journal() as journal:
            sheet = self.find(named, desk.today).open(journal, way)
        return envelope("sheet", now(sheet, sheet.draft))

    def keep(self, named: str, key: str, given: Answer, desk: AtDesk, way: Way = Way.FULL) -> Response:
        """Keep one answer; it is on the disk when this answers."""
        with desk.journal() as journal:
            sheet = self.find(named, desk.today).open(journal, way)
            value = read_answer(_asked(sheet, key), given.value)
            journal.keep(sheet, key, value)
        return envelope("sheet", now(sheet, {**sheet.draft, key: value}))

    def forget(self, named: str, key: str, desk: AtDesk, way: Way = Way.FULL) -> Response:
        """Take one answer of the draft back; its question is open again."""
        with desk.journal() as journal:
            sheet = self.find(named, desk.today).open(journal, way)
            if key not in sheet.draft:
                raise NothingFound(key)
            journal.forget(sheet, key)
        return envelope("sheet", now(sheet, {name: value for name, value in sheet.draft.items() if name != key}))

    def discard(self, named: str, desk: AtDesk, way: Way = Way.FULL) -> Response:
        """Throw every answer of the draft away."""
        with desk.journal() as journal:
            sheet = self.find(named, desk.today).open(journal, way)
            if not sheet.draft:
                raise NothingFound(sheet.period)
            journal.discard(sheet)
        return envelope("draft", {})

    def write(self, named: str, document: Document, desk: AtDesk, way: Way = Way.FULL) -> Response:
        """Seal it, with the answers of a whole document or with those that are kept; all of it or nothing."""
        sitting = self.find(named, desk.today)
        with desk.journal() as journal:
            sheet = sitting.open(journal, way)
            given = kept(sheet) if document.answers is None else document.answers
            answers = journal.take_document(sheet, given)
            written = sitting.write(journal, sheet, answers)
        return envelope(self.kind, written, status=201, care=care_for(answers))


def now(sheet: Sheet, answers: Mapping[str, Any]) -> SheetNow:
    """The interview so far. The program's view stays away until everything before it is answered or passed."""
    every = sheet.interview(answers)
    open_one = next_question(every, answers)
    shown = seen(Step(name="", section="", questions=every), every, answers)
    return SheetNow(
        period=sheet.period,
        mode=sheet.mode,
        again=sheet.again,
        answers=dict(answers),
        questions=tuple(asked(question) for question in shown),
        next=open_one.key if open_one else None,
        care=care_for(answers),
    )


def asked(question: Question) -> Asked:
    text = Bilingual(*(question.text.spoken(code, **question.values) for code in ("en", "zh")))
    return Asked(
        key=question.key,
        id=question.id,
        section=question.section,
        kind=question.kind,
        text=text,
        about=question.about,
        choices=question.choices,
        default=question.default,
        required=question.required,
        minutes=question.minutes,
        shows=tuple(Shown(noun=_noun(value), data=value) for value in question.shows),
    )


def care_for(answers: Mapping[str, Any]) -> Care | None:
    level = worry(answers)
    return Care(level=level, text=Bilingual(**words_of_care()[level]["text"])) if level else None


def kept(sheet: Sheet) -> Answers:
    """The draft without answers to questions that are not asked any more."""
    keys = {question.key for question in sheet.interview(sheet.draft)}
    return {key: value for key, value in sheet.draft.items() if key in keys}


def _asked(sheet: Sheet, key: str) -> Question:
    """The question of a key, if it may be answered now. Raises BadAnswers."""
    every = sheet.interview(sheet.draft)
    may = seen(Step(name="", section="", questions=every), every, sheet.draft)
    found = next((question for question in may if question.key == key and question.kind != "show"), None)
    if found is None:
        raise BadAnswers(unknown=(key,))
    return found


def _noun(value: object) -> str:
    """A class's name as names are written in JSON."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(value).__name__).lower()


WEEK = Interview(find=of_week, kind="weekly_review", noun=WeeklyReview)
QUARTER = Interview(find=of_quarter, kind="quarterly_review", noun=QuarterlyReview)
YEARS = Interview(
    find=lambda name, day: of_long(str(parse_period(name, day)), day), kind="long_review", noun=LongReview
)
WHY = Interview(find=lambda goal, _today: of_why(goal), kind="verdict", noun=Verdict)

router = APIRouter()
router.include_router(WEEK.routes("/weeks"))
router.include_router(QUARTER.routes("/quarters"))
router.include_router(YEARS.routes("/years"))
router.include_router(WHY.routes("/why"))
