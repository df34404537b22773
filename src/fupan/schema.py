"""The JSON Schema of an interview's answers, made from the very data that the interview is asked from."""

from __future__ import annotations

from typing import Any

from fupan.questions import choices, entries

# the names that may stand in the places of a key
PLACES = {
    "{goal}": "^(g[0-9]+|new[1-3]|had[1-3])$",
    "{n}": "^[1-3]$",
    "{trial}": "^r[0-9]+$",
    "{k}": "^[1-5]$",
    "{d}": "^d[0-9]+$",
    "{s}": "^s[0-9]+$",
    "{year}": "^[0-9]{4}$",
    "{week}": "^[0-9]{4}-W[0-9]{2}$",
}
_NUMBER = {"type": "number", "minimum": 0}
TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "long": {"type": "string"},
    "hours": {"anyOf": [_NUMBER, {"type": "string", "examples": ["1.5h", "90m", "1小时半", "~3"]}]},
    "pair": {"type": "string", "examples": ["6/2", "6/~2", "?/2"]},
    "percent": {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 100}, {"type": "string", "examples": ["70%"]}]},
    "number": _NUMBER,
    "scale": {"type": "integer", "minimum": 0, "maximum": 10},
    "grade": {"type": "integer", "minimum": 1, "maximum": 5},
    "value": {"type": "integer", "minimum": 0, "maximum": 3},
    "score": {"type": "number", "minimum": 0, "maximum": 1},
    "week": {"type": "string", "pattern": PLACES["{week}"]},
}


LENT = ("G5", "B4", "P1", "V1", "V2", "F0", "F3", "F3who", "F3where", "F3when", "F3hours", "F3n")
GAP = ("G1", "G2", "G2b", "G3", "G4a", "G4b", "G4c", "G4d")
# which entries of the week the other interviews ask too
BORROWED: dict[str, tuple[str, ...]] = {"week": (), "quarter": LENT, "why": (*GAP, *LENT)}


def schema(sheet: str, code: str) -> dict[str, Any]:
    """The schema of "week", "quarter" or "why", its descriptions in the language of `code`."""
    root: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"fupan {sheet}",
        "type": "object",
        "properties": {},
        "additionalProperties": False,
    }
    for entry in (*entries(sheet).values(), *(entries("week")[name] for name in BORROWED[sheet])):
        if entry["kind"] != "show":
            _place(root, entry["key"].split("."), _leaf(entry, code))
    return root


def _leaf(entry: dict[str, Any], code: str) -> dict[str, Any]:
    offered = [choice.value for choice in choices(entry.get("choices", ""))]
    fixed = {"type": "string", "enum": offered} if offered else TYPES.get(entry["kind"], {"type": "string"})
    kind = {} if entry["id"] == "P1" else {"anyOf": [fixed, {"type": "null"}]}  # the probe's kind depends on the miss
    return {**kind, "description": f"{entry['id']}: {entry[code].replace('%%', '%')}"}


def _place(node: dict[str, Any], path: list[str], leaf: dict[str, Any]) -> None:
    """Put a leaf at its path, making the objects on the way; a place in a key becomes a pattern."""
    *way, last = path
    for step in way:
        node = _child(node, step, {"type": "object", "properties": {}, "additionalProperties": False})
    _child(node, last, leaf)


def _child(node: dict[str, Any], step: str, fresh: dict[str, Any]) -> dict[str, Any]:
    group = "patternProperties" if step in PLACES else "properties"
    made: dict[str, Any] = node.setdefault(group, {}).setdefault(PLACES.get(step, step), fresh)
    return made
