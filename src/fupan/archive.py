"""A whole journal as one document: its tables, their columns, and what may stand in each.

`fupan export` writes it, `fupan import` and `fupan undo` read it. A test holds it against the tables that the
store has.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from fupan.audience import Audience
from fupan.custody import BadArchive
from fupan.language import N_
from fupan.long_view import Path, Scope, Side
from fupan.model import (
    Call,
    Carry,
    Cause,
    Change,
    Field,
    Kind,
    Level,
    MotiveKind,
    Outcome,
    Reason,
    TrialResult,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import Enum

KIND = "journal"
MOST_BYTES = 64 * 2**20  # a hundred years of weeks with their history are about forty million bytes
MOST_PARTS = 1_500_000  # objects and lists: what half a gigabyte of memory holds
MOST_VALUES = 4_000_000
MOST_NAMES = 100_000  # different ones; a journal has some hundreds
MANY = 1_000_000  # values; below, the memory does for any names

WEEK = "^[0-9]{4}-W[0-9]{2}$"
QUARTER = "^[0-9]{4}-Q[1-4]$"
YEARS = r"^[0-9]{4}(\.\.[0-9]{4})?$"
NAME = "^[a-z][0-9]{1,15}$"
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"

# A type with ? may be null. Every table has the version of its rows besides.
TABLES: Mapping[str, Mapping[str, str]] = {
    "journal": {"key": "text", "value": "text"},
    "counter": {"kind": "text", "last": "count"},
    "field_audience": {"noun": "text", "field": "text", "level": "audience"},
    "goal": {
        "id": "name",
        "title": "text",
        "level": "level",
        "quarter": "quarter?",
        "parent": "name?",
        "kind": "kind",
        "field": "field",
        "measure": "text",
        "hours": "number?",
        "confidence": "integer?",
        "created": "moment",
        "closed": "moment?",
        "outcome": "outcome?",
        "why": "text",
        "motive": "week?",
    },
    "goal_week": {
        "goal": "name",
        "week": "week",
        "title": "text",
        "measure": "text",
        "planned_hours": "number?",
        "confidence": "integer?",
        "done_before": "text",
        "first_step": "text",
        "carried": "integer",
        "carried_as": "carry?",
        "outcome": "outcome?",
        "actual_hours": "number?",
        "estimated": "flag",
        "proof": "text",
        "progress": "number?",
        "credit": "text",
        "let_go": "text",
        "replaced_by": "text",
        "gap": "gap?",
    },
    "review": {
        "period": "period",
        "level": "level",
        "first_day": "day",
        "started": "moment",
        "written": "moment",
        "zone": "text",
        "offset_minutes": "offset",
        "day_ends": "integer",
        "late": "flag",
        "mode": "text",
        "minutes": "number?",
        "quality": "integer?",
        "reread": "flag",
        "answers": "object",
        "marks": "weeks",
    },
    "score": {"period": "period", "goal": "name", "own": "number?", "computed": "number?", "final": "number?"},
    "motive": {
        "week": "week",
        "kind": "motive?",
        "of": "text",
        "strength": "integer?",
        "change": "change?",
        "event": "text",
        "positive": "text",
    },
    "verdict": {
        "goal": "name",
        "period": "period",
        "own": "call?",
        "mentor": "call?",
        "program": "diagnosis?",
        "probe_answer": "text",
        "final": "cause?",
        "reason": "reason?",
        "overruled": "text",
        "around": "text",
        "decided": "moment?",
    },
    "trial": {
        "id": "name",
        "goal": "name",
        "response": "text",
        "slots": "words",
        "started": "week",
        "review_weeks": "integer",
        "dose_planned": "number?",
        "result": "result?",
        "ended": "week?",
    },
    "trial_week": {"trial": "name", "week": "week", "doses": "number?", "helped": "text"},
    "note": {
        "id": "name",
        "day": "day",
        "week": "week",
        "text": "text",
        "goal": "name?",
        "hours": "number?",
        "estimated": "flag",
        "written": "moment",
    },
    "problem": {
        "id": "name",
        "week": "week",
        "text": "text",
        "is_motive": "text",
        "academic": "integer?",
        "academic_proof": "text",
        "commercial": "integer?",
        "commercial_proof": "text",
        "growth": "integer?",
        "growth_proof": "text",
        "written": "moment",
    },
    "decision": {
        "id": "name",
        "week": "week",
        "question": "text",
        "options": "words",
        "choice": "text",
        "path": "path?",
        "reasons": "text",
        "against": "text",
        "expected": "text",
        "test": "text",
        "goal": "name?",
        "review": "week",
        "reviewed": "week?",
        "came": "text",
        "quality": "text",
        "written": "moment",
    },
    "letter": {
        "id": "name",
        "text": "text",
        "opens": "day",
        "opened": "moment?",
        "period": "text",
        "written": "moment",
    },
    "rule": {"id": "name", "text": "text", "born": "text", "since": "week", "retired": "week?"},
    "long_review": {
        "period": "years",
        "scope": "scope",
        "started": "moment",
        "written": "moment",
        "zone": "text",
        "answers": "object",
    },
    "pact": {
        "id": "name",
        "partner": "text",
        "role": "text",
        "address": "text",
        "language": "text",
        "sees": "object",
        "secret": "text",
        "key": "text",
        "compared": "flag",
        "since": "week",
        "ended": "week?",
    },
    "pact_letter": {
        "pact": "name",
        "week": "week",
        "side": "side",
        "at": "moment",
        "text": "text",
        "facts": "object",
        "signed": "flag",
    },
    "draft": {"period": "text", "started": "moment", "zone": "text", "mode": "text", "again": "flag"},
    "draft_answer": {"period": "text", "key": "text", "position": "integer", "value": "any"},
    "history": {
        "change": "count",
        "position": "integer",
        "at": "moment",
        "noun": "text",
        "key": "text",
        "before": "object?",
    },
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "journal": ("key",),
    "counter": ("kind",),
    "field_audience": ("noun", "field"),
    "goal": ("id",),
    "goal_week": ("goal", "week"),
    "review": ("period",),
    "score": ("period", "goal"),
    "motive": ("week",),
    "verdict": ("goal", "period"),
    "trial": ("id",),
    "trial_week": ("trial", "week"),
    "note": ("id",),
    "problem": ("id",),
    "decision": ("id",),
    "letter": ("id",),
    "rule": ("id",),
    "long_review": ("period",),
    "pact": ("id",),
    "pact_letter": ("pact", "week", "side"),
    "draft": ("period",),
    "draft_answer": ("period", "key"),
    "history": ("change", "position"),
}
ADDED: Mapping[int, Mapping[str, dict[str, Any]]] = {  # what a schema added to older tables, and what it is there
    2: {"goal": {"motive": None}},
}
VERSION = "version"
UNDO, IMPORT = "undo", "import"  # rows of the history that tell of other changes: what was undone, what came in
ENUMS: Mapping[str, type[Enum]] = {
    "audience": Audience,
    "call": Call,
    "carry": Carry,
    "cause": Cause,
    "change": Change,
    "field": Field,
    "kind": Kind,
    "level": Level,
    "motive": MotiveKind,
    "outcome": Outcome,
    "path": Path,
    "reason": Reason,
    "result": TrialResult,
    "scope": Scope,
    "side": Side,
}
JSON = ("any", "object", "words", "weeks", "gap", "diagnosis")  # kept as JSON text in the store


def columns(table: str) -> dict[str, str]:
    """The columns of a table with their types, as they stand in every row of the document."""
    return {**TABLES[table], VERSION: "integer"}


def brought_up(data: Mapping[str, Any]) -> dict[str, Any]:
    """A document of an older schema as this one would have written it: tables that came later are empty."""
    made = dict(data)
    for schema in range(data["schema"] + 1, max(ADDED, default=0) + 1):
        for table, usual in ADDED.get(schema, {}).items():
            made[table] = [usual | row for row in made.get(table, [])]
    return made


def key_of(table: str, row: Mapping[str, Any]) -> str:
    """A row's key as one text, as the history names it."""
    return " ".join(str(row[name]) for name in KEYS[table])


# --- reading a document ----------------------------------------------------------------------------------


def parse(raw: bytes, path: str) -> dict[str, Any]:
    """The `data` of an exported journal: {"schema": …, table: [row, …]}. Raises BadArchive."""
    if len(raw) > MOST_BYTES:
        raise BadArchive(path, N_("it is larger than any journal."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadArchive(path, N_("it is not written in UTF-8.")) from None
    if text.count("{") + text.count("[") > MOST_PARTS or text.count(",") > MOST_VALUES:
        raise BadArchive(path, N_("it is larger than any journal."))
    if text.count(",") > MANY and _names(text) > MOST_NAMES:
        raise BadArchive(path, N_("it is larger than any journal."))
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_never)
    except RecursionError:
        raise BadArchive(path, N_("its parts lie in one another without end.")) from None
    except ValueError as error:
        where = f"{getattr(error, 'lineno', '?')}:{getattr(error, 'colno', '?')}"
        raise BadArchive(path, N_("it is no whole JSON (at %(place)s)."), where) from None
    return _data(document, path)


def _names(text: str) -> int:
    """How many different names stand before colons, as far as that matters."""
    names: set[str] = set()
    for found in re.finditer(r'"\s{0,9}:', text):
        end = found.start()
        names.add(text[max(text.rfind('"', end - 80 if end > 80 else 0, end), end - 80) : end])
        if len(names) > MOST_NAMES:
            break
    return len(names)


def _data(document: Any, path: str) -> dict[str, Any]:
    if not isinstance(document, dict) or document.get("kind") != KIND or document.get("fupan") != 1:
        raise BadArchive(path, N_("it is no journal that `fupan export` wrote."))
    data = document.get("data")
    if not isinstance(data, dict) or not isinstance(data.get("schema"), int) or isinstance(data["schema"], bool):
        raise BadArchive(path, N_("it does not say of which schema it is."))
    for name, rows in data.items():
        if name != "schema" and not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
            raise BadArchive(path, N_("%(place)s is no list of rows."), name)
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _never(constant: str) -> float:
    raise ValueError(constant)


def finite(value: object) -> bool:
    """Whether `value` is a number that a file can keep."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
