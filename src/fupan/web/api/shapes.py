"""What an answer looks like, as JSON Schema made from the nouns themselves, so that it cannot lag behind them."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from importlib import import_module
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from fupan.periods import Weeks

Shape = dict[str, Any]
SIMPLE: Mapping[object, Shape] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Any: {},
    object: {},
}
ERROR: Shape = {
    "type": "object",
    "properties": {
        "fupan": {"const": 1},
        "kind": {"const": "error"},
        "error": {
            "type": "object",
            "properties": {"code": {"type": "string"}, "values": {"type": "object"}, "message": {"type": "string"}},
            "required": ["code", "values", "message"],
            "additionalProperties": False,
        },
    },
    "required": ["fupan", "kind", "error"],
    "additionalProperties": False,
}


class Shapes:
    """The shapes of one document: every noun once, the rest by reference."""

    def __init__(self) -> None:
        self.known: dict[str, Shape] = {"Error": ERROR}

    def envelope(self, kind: str, data: object) -> Shape:
        """The envelope of an answer. `data` is a type, or a shape that is written down already."""
        return {
            "type": "object",
            "properties": {
                "fupan": {"const": 1},
                "kind": {"const": kind},
                "data": data if isinstance(data, dict) else self.of(data),
            },
            "required": ["fupan", "kind", "data"],
        }

    def of(self, kind: Any) -> Shape:
        """The shape of a type's values, as `render.wire` writes them."""
        if kind in SIMPLE:
            return SIMPLE[kind]
        origin, inner = get_origin(kind), get_args(kind)
        if origin is None:
            return self._named(kind)
        if origin is tuple and inner[-1:] != (...,):
            parts = [self.of(part) for part in inner]
            return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
        if origin in (tuple, list, frozenset, set):
            return {"type": "array", "items": self.of(inner[0])}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        return {"anyOf": [self.of(part) for part in inner]}

    def _named(self, kind: Any) -> Shape:
        if issubclass(kind, Weeks):
            return {"type": "string"}
        if issubclass(kind, Enum):
            return {"enum": [each.value for each in kind]}
        name = kind.__name__
        if not is_dataclass(kind):
            raise TypeError(f"{name} has no form in JSON")
        if name not in self.known:
            self.known[name] = {}  # a noun may hold its own kind
            self.known[name] = self._noun(kind)
        return {"$ref": f"#/components/schemas/{name}"}

    def _noun(self, kind: Any) -> Shape:
        hints = get_type_hints(kind, names_of(kind.__module__))
        names = [field.name for field in fields(kind)]
        return {
            "type": "object",
            "title": kind.__name__,
            "description": (kind.__doc__ or "").strip(),
            "properties": {name: self.of(hints[name]) for name in names},
            "required": names,
            "additionalProperties": False,
        }


@cache
def names_of(module: str) -> dict[str, Any]:
    """Every name that a module's annotations may use: its own, and those that it imports for checkers alone."""
    there = sys.modules[module]
    names: dict[str, Any] = {}
    for node in ast.walk(ast.parse(inspect.getsource(there))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found = import_module(node.module)
            names |= {(one.asname or one.name): getattr(found, one.name, None) for one in node.names}
    return names | vars(there)


# --- the shapes of the interface's answers ---------------------------------------------------------------

_ANSWERS: dict[str, tuple[str, object]] = {}


def answer(kind: str, data: object) -> Shape:
    """A reference to the envelope of a kind; the shape itself is made when somebody asks for the description."""
    if _ANSWERS.setdefault(f"{kind}_answer", (kind, data)) != (kind, data):
        raise ValueError(f"there are two shapes of {kind}")
    return {"$ref": f"#/components/schemas/{kind}_answer"}


def every_answer() -> dict[str, Shape]:
    """All shapes that the routes refer to, by their names."""
    shapes = Shapes()
    envelopes = {name: shapes.envelope(kind, data) for name, (kind, data) in _ANSWERS.items()}
    return shapes.known | envelopes
