"""Nouns inside nouns as JSON and back: a gap, a diagnosis with its findings, slots and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from fupan.model import Cause, Diagnosis, Finding, Gap, Reason
from fupan.periods import Week, Weeks


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no blanks, Chinese as it is; NaN is refused."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def plain(value: Any) -> Any:
    """`value` in JSON's own types. Fields of a noun that say the usual are left out."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (Weeks, date)):  # moments are dates too
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        said = {field.name: getattr(value, field.name) for field in fields(value)}
        usual = {field.name: field.default for field in fields(value)}
        return {name: plain(one) for name, one in said.items() if one != usual[name]}
    return value


def known(noun: type, said: Mapping[str, Any]) -> dict[str, Any]:
    """What of `said` this version knows: a newer program may have written more."""
    return {field.name: said[field.name] for field in fields(noun) if field.name in said}


def read_gap(text: str) -> Gap:
    return Gap(**known(Gap, json.loads(text)))


def read_diagnosis(text: str) -> Diagnosis:
    said = known(Diagnosis, json.loads(text))
    said["cause"] = Cause(said["cause"])
    said["reason"] = Reason(said["reason"]) if "reason" in said else None
    said["findings"] = tuple(_finding(one) for one in said.get("findings", ()))
    return Diagnosis(**said)


def _finding(written: Mapping[str, Any]) -> Finding:
    said = known(Finding, written)
    said["side"] = Cause(said["side"])
    said["week"] = Week.read(said["week"]) if "week" in said else None
    return Finding(**said)
