"""The JSON Schema of a whole journal as one document: what `fupan schema journal` prints."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from fupan.archive import ENUMS, KIND, MOMENT, NAME, QUARTER, TABLES, WEEK, YEARS, columns
from fupan.model import Diagnosis, Finding, Gap

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "name": {"type": "string", "pattern": NAME},
    "week": {"type": "string", "pattern": WEEK},
    "quarter": {"type": "string", "pattern": QUARTER},
    "period": {"type": "string", "pattern": f"{WEEK}|{QUARTER}"},
    "years": {"type": "string", "pattern": YEARS},
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
