"""JSON as the program writes it: one envelope, stable keys, never translated."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from fupan.periods import Weeks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.errors import FupanError
    from fupan.report import Report

VERSION = 1
# Control and direction characters are escaped beyond what JSON asks for: the text may meet a terminal.
_HIDDEN = (*range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
_ESCAPED = {c: f"\\u{c:04x}" for c in _HIDDEN}
_ON_ONE_LINE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def plain(value: object) -> Any:
    """`value` as JSON values: nouns become objects of their fields, periods and times text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is no text
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else None
    return _plain_object(value)


def _plain_object(value: object) -> Any:
    if isinstance(value, Weeks):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "items"):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return [plain(item) for item in items]
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _key(key: object) -> str:
    return str(key.value if isinstance(key, Enum) else key)


def text(content: Mapping[str, object]) -> str:
    written = json.dumps(plain(content), ensure_ascii=False, indent=2, allow_nan=False)
    return written.translate(_ESCAPED) + "\n"


def line(content: Mapping[str, object]) -> str:
    """One object on one line, for documents that are too long to be written at once."""
    try:  # what comes from the store has JSON's values already
        written = _ON_ONE_LINE(content)
        bare = written.isascii() or bool(written.encode())  # a lone surrogate is no text
    except (TypeError, ValueError):
        bare = False
    return (written if bare else _ON_ONE_LINE(plain(content))).translate(_ESCAPED)


def envelope(kind: str, data: object) -> str:
    """`data` as the one JSON text of an answer."""
    return text({"fupan": VERSION, "kind": kind, "data": data})


def error(problem: FupanError, message: str = "") -> str:
    """`problem` as the one JSON text of an answer that could not be given; `message` for who has no other channel."""
    said = {"code": problem.code, "values": {key: _value(value) for key, value in problem.values().items()}}
    said |= {"message": message} if message else {}
    return text({"fupan": VERSION, "kind": "error", "error": said})


def _value(value: object) -> object:
    """An error inside an error (all bad answers of a sheet) is written by its code and values too."""
    if isinstance(value, (list, tuple)):
        return [_value(item) for item in value]
    if isinstance(value, Exception) and hasattr(value, "values"):
        return {"code": value.code, **value.values()} if hasattr(value, "code") else value.values()
    return value


def report(report: Report) -> str:
    return envelope("report", report)
