"""A whole journal as one document: its tables, their columns, and what may stand in each.

`fupan export` writes it, `fupan import` and `fupan undo` read it, `fupan schema journal` prints it. A test
holds it against the tables that the store has.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from fupan.audience import Audience
from fupan.custody import BadArchive
from fupan.language import N_
from fupan.model import (
    Call,
    Carry,
    Cause,
    Change,
    Diagnosis,
    Field,
    Finding,
    Gap,
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
    "draft": ("period",),
    "draft_answer": ("period", "key"),
    "history": ("change", "position"),
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
    "reason": Reason,
    "result": TrialResult,
}
JSON = ("any", "object", "words", "weeks", "gap", "diagnosis")  # kept as JSON text in the store


def columns(table: str) -> dict[str, str]:
    """The columns of a table with their types, as they stand in every row of the document."""
    return {**TABLES[table], VERSION: "integer"}


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


# --- its schema ------------------------------------------------------------------------------------------

_TYPES: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "name": {"type": "string", "pattern": NAME},
    "week": {"type": "string", "pattern": WEEK},
    "quarter": {"type": "string", "pattern": QUARTER},
    "period": {"type": "string", "pattern": f"{WEEK}|{QUARTER}"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time", "pattern": MOMENT},
    "flag": {"type": "boolean"},
    "count": {"type": "integer", "minimum": 0},
    "integer": {"type": "integer"},
    "offset": {"type": "integer", "minimum": -1439, "maximum": 1439},
    "number": {"type": "number"},
    "any": {},
    "object": {"type": "object"},
    "words": {"type": "object", "additionalProperties": {"type": "string"}},
    "weeks": {"type": "object", "additionalProperties": {"type": "string", "pattern": WEEK}},
}


def journal_schema(schema: int) -> dict[str, Any]:
    """The JSON Schema of an exported journal."""
    tables = {name: {"type": "array", "items": _row(name)} for name in TABLES}
    data = _object({"schema": {"const": schema}, **tables})
    root = _object({"fupan": {"const": 1}, "kind": {"const": KIND}, "data": data})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "fupan journal", **root}


def _row(table: str) -> dict[str, Any]:
    return _object({name: type_schema(kind) for name, kind in columns(table).items()})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def type_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of one type of column."""
    name = kind.removesuffix("?")
    if name in ENUMS:
        made: dict[str, Any] = {"enum": [one.value for one in ENUMS[name]]}
    elif name == "gap":
        made = noun_schema(Gap)
    elif name == "diagnosis":
        made = noun_schema(Diagnosis)
        made["properties"]["findings"] = {"type": "array", "items": noun_schema(Finding)}
    else:
        made = dict(_TYPES[name])
    return {"anyOf": [made, {"type": "null"}]} if kind.endswith("?") else made


_FIELDS: Mapping[str, str] = {  # annotations of the nouns inside nouns
    "str": "text",
    "float": "number",
    "float | None": "number?",
    "int | None": "integer?",
    "Cause": "cause",
    "Reason | None": "reason?",
    "Week | None": "week?",
}


def noun_fields(noun: type) -> dict[str, str]:
    """The fields of a noun inside a noun with the types that they have in the document."""
    return {one.name: _FIELDS.get(str(one.type), "any") for one in fields(noun)}


def noun_schema(noun: type) -> dict[str, Any]:
    """A noun inside a noun: fields that say the usual are left out, and a newer program may add some."""
    made = {name: type_schema(kind) for name, kind in noun_fields(noun).items()}
    return {"type": "object", "properties": made}


def finite(value: object) -> bool:
    """Whether `value` is a number that a file can keep."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
