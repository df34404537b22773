"""The judging format: one JSON object a line, read strictly, each mistake named."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fupan.diagnosis.evidence import MADE_IT
from fupan.lean import dataclass
from fupan.model import Cause, GoalRecord, Outcome, WeekFacts
from fupan.periods import Week

if TYPE_CHECKING:
    from collections.abc import Iterable

ID = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")
OUTCOMES = {
    "done": "done",
    "met": "done",
    "partly": "partly",
    "partial": "partly",
    "missed": "missed",
    "dropped": "dropped",
}
KNOWN = ("full", "hours", "answers", "text")
SHARE_KEYS = ("external_share",)
NUMBER_KEYS = (*SHARE_KEYS, "stuck_hours", "approaches_tried", "peer_hours")


class BadCaseError(ValueError):
    """One line that is no case; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    id: str
    lang: str
    known: str  # full, hours, answers, text
    record: GoalRecord
    label: Cause | None


def read_cases(lines: Iterable[str]) -> tuple[list[Case], list[tuple[int, str]]]:
    """The cases, and each bad line with its number and what is wrong with it."""
    cases: list[Case] = []
    bad: list[tuple[int, str]] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("//"):
            continue
        try:
            case = read_case(json.loads(line))
            if case.id in seen:
                raise BadCaseError(f"id {case.id!r} was used before")
        except (ValueError, RecursionError) as error:
            bad.append((number, str(error)))
            continue
        seen.add(case.id)
        cases.append(case)
    return cases, bad


def read_case(raw: Any) -> Case:
    """One case from its JSON value; raises BadCaseError."""
    if not isinstance(raw, dict):
        raise BadCaseError("not an object")
    name, lang, goal = raw.get("id"), raw.get("lang"), raw.get("goal")
    if not isinstance(name, str) or not ID.match(name):
        raise BadCaseError("id must be 1-40 letters, digits, _ or -")
    if lang not in ("zh", "en"):
        raise BadCaseError('lang must be "zh" or "en"')
    if not isinstance(goal, str) or not 1 <= len(goal) <= 300:
        raise BadCaseError("goal must be 1-300 characters")
    weeks = _weeks(raw.get("weeks"))
    answers = _answers(raw.get("answers"))
    record = GoalRecord(
        goal=goal,
        measure=_text(raw, "measure", 10_000),
        weeks=weeks,
        answers=answers,
        quarter_note=_text(raw, "quarter_note", 2000),
        language=lang,
    )
    return Case(id=name, lang=lang, known=known(record), record=record, label=_label(raw.get("label")))


def known(record: GoalRecord) -> str:
    """What a record holds: hours (planned and real in one week), answers, both, or neither."""
    hours = any(w.planned_hours is not None and w.actual_hours is not None for w in record.weeks)
    answers = any(key != "note" for key in record.answers)
    return KNOWN[(0 if answers else 1) if hours else (2 if answers else 3)]


def _label(raw: Any) -> Cause | None:
    if raw is None:
        return None
    if raw not in list(Cause):
        raise BadCaseError("label must be laziness, ability or unclear")
    return Cause(raw)


def _weeks(raw: Any) -> tuple[WeekFacts, ...]:
    if not isinstance(raw, list) or not 1 <= len(raw) <= 14:
        raise BadCaseError("weeks must be a list of 1-14")
    weeks = tuple(_week(entry) for entry in raw)
    if any(a.week >= b.week for a, b in pairwise(weeks)):
        raise BadCaseError("weeks must ascend without duplicates")
    return weeks


def _week(raw: Any) -> WeekFacts:
    if not isinstance(raw, dict) or not isinstance(raw.get("week"), str):
        raise BadCaseError("a week needs its name like 2026-W27")
    try:
        week = Week.read(raw["week"])
    except ValueError:
        raise BadCaseError(f"{raw['week']!r} is no ISO week") from None
    outcome = raw.get("outcome")
    if outcome is not None and (not isinstance(outcome, str) or outcome not in OUTCOMES):
        raise BadCaseError(f"outcome {outcome!r} is not known")
    return WeekFacts(
        week=week,
        planned_hours=_number(raw, "planned_hours", None),
        actual_hours=_number(raw, "actual_hours", None),
        outcome=Outcome(OUTCOMES[outcome]) if outcome else None,
        progress=_number(raw, "progress", 1.0),
        why=_text(raw, "why", 2000),
    )


def _answers(raw: Any) -> dict[str, str | float | int]:
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise BadCaseError("answers must be an object")
    given: dict[str, str | float | int] = {}
    for key, value in raw.items():
        name = MADE_IT if key == "would_make_it" else key
        if value is None:
            continue
        if name in NUMBER_KEYS:
            number = _number(raw, key, 1.0 if key in SHARE_KEYS else None)
            given[name] = number if number is not None else 0.0
        elif isinstance(value, str):
            given[name] = value
    return given


def _number(raw: dict[str, Any], key: str, most: float | None) -> float | None:
    value = raw.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= (most or 1e6):
        raise BadCaseError(f"{key} must be a number from 0" + (f" to {most:g}" if most else ""))
    return float(value)


def _text(raw: dict[str, Any], key: str, most: int) -> str:
    value = raw.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most:
        raise BadCaseError(f"{key} must be text of at most {most} characters")
    return value
