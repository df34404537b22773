"""Rows of a document, checked one by one before any of them comes near the journal. Standard library only."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from fupan.archive import ENUMS, KEYS, NAME, TABLES, brought_up, columns, finite, key_of
from fupan.archive_schema import noun_fields
from fupan.custody import BadArchive
from fupan.language import N_
from fupan.model import Diagnosis, Finding, Gap
from fupan.periods import Quarter, Week, Year
from fupan.store import file
from fupan.store.forms import canonical
from fupan.store.text import clean, clean_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Row = dict[str, Any]
    Data = dict[str, list[Row]]

LARGEST = 2**63 - 1
DEEPEST = 40
NEWER = N_("it has schema %(place)s, which a newer fupan wrote; install that one first.")
ORPHAN = N_("%(place)s speaks of something that is not in it.")
OLDER = N_("it has schema %(place)s, which there never was.")
LINKS = (  # a column, and the table that its values are keys of
    ("goal", "parent", "goal"),
    ("goal_week", "goal", "goal"),
    ("score", "period", "review"),
    ("score", "goal", "goal"),
    ("verdict", "goal", "goal"),
    ("trial", "goal", "goal"),
    ("trial_week", "trial", "trial"),
    ("note", "goal", "goal"),
    ("decision", "goal", "goal"),
    ("pact_letter", "pact", "pact"),
    ("draft_answer", "period", "draft"),
)


def check(data: Mapping[str, Any], path: str) -> Data:
    """Every table with its rows, in the one form that an export has. Raises BadArchive at the first misfit."""
    schema = data["schema"]
    if schema not in file.RELEASES:
        raise BadArchive(path, NEWER if schema > file.SCHEMA else OLDER, str(schema))
    data = brought_up(data)
    for name in data:
        if name != "schema" and name not in TABLES:
            raise BadArchive(path, N_("no journal has a table %(place)s."), _short(name))
    made = {table: _table(table, data.get(table, []), path) for table in TABLES}
    for table, column, to in LINKS:
        there = {row[KEYS[to][0]] for row in made[to]} | {None}
        for number, row in enumerate(made[table]):
            if row[column] not in there:
                raise BadArchive(path, ORPHAN, f"{table}[{number}].{column}")
    return made


def _table(table: str, rows: list[Row], path: str) -> list[Row]:
    kinds, made, seen = columns(table), [], set()
    for number, row in enumerate(rows):
        place = f"{table}[{number}]"
        if row.keys() != kinds.keys():
            odd = min(row.keys() ^ kinds.keys())
            raise BadArchive(path, N_("it lacks, or should not have, %(place)s."), f"{place}.{_short(odd)}")
        values = {}
        for name, kind in kinds.items():
            try:
                values[name] = read(kind, row[name])
            except (ValueError, TypeError, KeyError, OverflowError, AttributeError):
                raise BadArchive(path, N_("%(place)s cannot be what it says."), f"{place}.{name}") from None
        if table == "review" and values["level"] != ("week" if "W" in values["period"] else "quarter"):
            raise BadArchive(path, N_("%(place)s cannot be what it says."), f"{place}.level")
        key = key_of(table, values)
        if key in seen:
            raise BadArchive(path, N_("%(place)s stands twice."), place)
        seen.add(key)
        made.append(values)
    return made


def _short(name: str) -> str:
    return clean(name)[:60]


# --- values ----------------------------------------------------------------------------------------------


def read(kind: str, value: Any) -> Any:
    """`value` in the document's own form; an error of Python's where it is not of its kind."""
    if kind.endswith("?"):
        if value is None:
            return None
        kind = kind[:-1]
    if kind in ENUMS:
        _expect(not isinstance(value, bool))
        return ENUMS[kind](value).value
    return READ[kind](value)


def _expect(fits: bool) -> None:  # noqa: FBT001 - one fact
    if not fits:
        raise ValueError


def _text(value: Any) -> str:
    _expect(isinstance(value, str))
    return clean(value)


def _name(value: Any) -> str:
    _expect(isinstance(value, str) and re.fullmatch(NAME, value) is not None)
    return str(value)


def _week(value: Any) -> str:
    return str(Week.read(_text(value)))


def _quarter(value: Any) -> str:
    return str(Quarter.read(_text(value)))


def _period(value: Any) -> str:
    return _week(value) if "W" in value else _quarter(value)


def _years(value: Any) -> str:
    first, _, last = _text(value).partition("..")
    _expect(Year.read(first) < Year.read(last) if last else bool(Year.read(first)))
    return str(value)


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def whole(value: Any) -> int:
        _expect(isinstance(value, int) and not isinstance(value, bool) and least <= value <= most)
        return int(value)

    return whole


def _number(value: Any) -> float:
    _expect(finite(value))
    return float(value)


def _flag(value: Any) -> bool:
    _expect(isinstance(value, bool))
    return bool(value)


def _moment(value: Any) -> str:
    moment = datetime.fromisoformat(_text(value))
    _expect(moment.tzinfo is not None)
    return moment.astimezone(UTC).isoformat()


def _day(value: Any) -> str:
    return date.fromisoformat(_text(value)).isoformat()


def _any(value: Any) -> Any:
    _shallow(value, DEEPEST)
    value = clean_all(value)
    canonical(value)  # refuses numbers that no file can keep
    return value


def _shallow(value: Any, left: int) -> None:
    _expect(left > 0)
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _shallow(one, left - 1)


def _object(value: Any) -> Row:
    _expect(isinstance(value, dict))
    return dict(_any(value))


def _words(value: Any) -> Row:
    _expect(all(isinstance(one, str) for one in value.values()))
    return _object(value)


def _weeks(value: Any) -> Row:
    return {name: _week(week) for name, week in _object(value).items()}


def _noun(noun: type, value: Any) -> Row:
    """A noun inside a noun: what is known of it is checked, what a newer program added comes along."""
    said, kinds = _object(value), noun_fields(noun)
    for name, one in said.items():
        read(kinds.get(name, "any"), one)
    return said


def _gap(value: Any) -> Row:
    return _noun(Gap, value)


def _diagnosis(value: Any) -> Row:
    said = _noun(Diagnosis, value)
    _expect(said.keys() >= {"cause", "p_laziness", "log_odds"})
    if "findings" in said:
        said["findings"] = [_finding(one) for one in said["findings"]]
    return said


def _finding(value: Any) -> Row:
    said = _noun(Finding, value)
    _expect(said.keys() >= {"code", "side", "weight"} and isinstance(said.get("values", {}), dict))
    return said


READ: Mapping[str, Callable[[Any], Any]] = {
    "text": _text,
    "name": _name,
    "week": _week,
    "quarter": _quarter,
    "period": _period,
    "years": _years,
    "count": _whole(0, LARGEST),
    "integer": _whole(-LARGEST, LARGEST),
    "offset": _whole(-1439, 1439),
    "number": _number,
    "flag": _flag,
    "moment": _moment,
    "day": _day,
    "any": _any,
    "object": _object,
    "words": _words,
    "weeks": _weeks,
    "gap": _gap,
    "diagnosis": _diagnosis,
}


def bound(table: str, row: Mapping[str, Any]) -> Row:
    """A checked row as the values that its table's columns take."""
    kinds = columns(table)
    return {name: _value(kinds[name].removesuffix("?"), value) for name, value in row.items() if name in kinds}


def _value(kind: str, value: Any) -> Any:
    if value is not None and kind == "moment":
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if value is not None and kind == "day" else value


def past(table: str, before: str) -> Row:
    """What the history says of a row, in the document's form. Raises ValueError and its like."""
    told = json.loads(before)
    return {name: read(kind, told.get(name)) for name, kind in columns(table).items()}
