"""Two journals become one: what of an exported journal comes into the present one, row by row.

The newer row wins, by the moment of its last change, which the history of its own journal tells; what is here
and newer is never overwritten. Two different goals, notes or trials that bear one number are both kept: the
one that comes gets a new number, everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING, Any

from fupan.archive import IMPORT, KEYS, TABLES, UNDO, VERSION, key_of
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Row = dict[str, Any]
Data = dict[str, list[Row]]

NAMED = {  # what tells that two rows of one number are the same thing
    "goal": ("created", "level"),
    "trial": ("goal", "response", "started"),
    "note": ("written", "day", "week"),
    "problem": ("written", "week"),
    "decision": ("written", "week"),
    "letter": ("written", "opens"),
    "rule": ("since", "text"),
    "pact": ("since", "secret"),
}
ALIKE = {  # and, under another number
    "goal": ("title",),
    "trial": ("slots",),
    "note": ("text", "goal"),
    "problem": ("text",),
    "decision": ("question", "goal"),
    "letter": ("text",),
    "rule": ("born",),
    "pact": ("partner",),
}
LETTER = {
    "goal": "g",
    "trial": "r",
    "note": "n",
    "problem": "p",
    "decision": "d",
    "letter": "l",
    "rule": "s",
    "pact": "a",
}
PLAIN = ("journal", "counter", "draft", "draft_answer", "history")  # tables with rules of their own


@dataclass(kw_only=True)
class Merged:
    """The rows to write, and how many of each table come, change, or are kept as they are here."""

    rows: Data = field(default_factory=lambda: {table: [] for table in TABLES})
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    renamed: dict[str, str] = field(default_factory=dict)
    imported: tuple[int, int] = (0, -1)  # the numbers that the changes that come get
    moments: dict[tuple[str, str], str] = field(default_factory=dict)  # when each row was changed over there


def fresh(present: Mapping[str, list[Row]]) -> bool:
    """Whether nothing was ever written there."""
    return not any(rows for table, rows in present.items() if table not in ("journal", "field_audience"))


def merge(present: Data, given: Data) -> Merged:
    """What of `given` comes into `present`; both have every table, their rows in the document's form."""
    if fresh(present):
        return _whole(given)
    merged = Merged()
    _rename(present, given, merged)
    given = {table: [_renamed(table, row, merged.renamed) for row in rows] for table, rows in given.items()}
    here, there = _changes(present["history"]), _changes(given["history"])
    for table in TABLES:
        if table not in PLAIN:
            _rows(table, present[table], given[table], (here, there), merged)
    _drop_orphans(present, merged)
    _facts(present["journal"], given["journal"], merged)
    _drafts(present, given, merged)
    _history(present, given, merged)
    _counters(present, given, merged)
    return merged


def _whole(given: Data) -> Merged:
    merged = Merged(rows=given)
    merged.added.update({table: len(rows) for table, rows in given.items() if rows})
    return merged


# --- numbers ---------------------------------------------------------------------------------------------


def _rename(present: Data, given: Data, merged: Merged) -> None:
    """Find the number that each goal, trial and note of `given` has here."""
    last = {row["kind"]: row["last"] for row in present["counter"]}
    for table, letter in LETTER.items():
        numbers = [int(row["id"][1:]) for row in (*present[table], *given[table])]
        last[letter] = max([last.get(letter, 0), *numbers])
        here = {row["id"]: row for row in present[table]}
        for old in given[table]:
            row = _renamed(table, old, merged.renamed)
            namesake = here.get(old["id"])
            if namesake is None or _same(NAMED[table], namesake, row):
                continue
            twins = [one for one in present[table] if _same(NAMED[table] + ALIKE[table], one, row)]
            if twins:
                merged.renamed[old["id"]] = twins[0]["id"]
                continue
            last[letter] += 1
            merged.renamed[old["id"]] = f"{letter}{last[letter]}"


def _same(names: tuple[str, ...], one: Row, other: Row) -> bool:
    return all(one[name] == other[name] for name in names)


def _renamed(table: str, row: Row, names: Mapping[str, str]) -> Row:
    """`row` with the numbers that its things have here."""
    if not names:
        return row
    made = {
        name: names.get(value, value) if TABLES[table].get(name, "").startswith("name") else value
        for name, value in row.items()
    }
    if table == "history":
        made["key"] = " ".join(names.get(part, part) for part in row["key"].split(" "))
        if row["before"] is not None and row["noun"] in TABLES:
            made["before"] = _renamed(row["noun"], row["before"], names)
    elif table in ("draft", "draft_answer"):
        made["period"] = _named_in(row["period"], names)
        if table == "draft_answer":
            made["key"] = _named_in(row["key"], names)
            value = row["value"]
            made["value"] = names.get(value, value) if isinstance(value, str) else value
    elif table == "review" and isinstance(row.get("answers"), dict):
        made["answers"] = {_named_in(key, names): value for key, value in row["answers"].items()}
    return made


def _named_in(path: str, names: Mapping[str, str]) -> str:
    return re.sub(r"[^. ]+", lambda part: names.get(part[0], part[0]), path)


# --- rows ------------------------------------------------------------------------------------------------


def _changes(history: list[Row]) -> dict[tuple[str, str], str]:
    """When each row was last changed; moments are written in UTC, so that their text can be compared."""
    last: dict[tuple[str, str], str] = {}
    for row in history:
        place = (row["noun"], row["key"])
        last[place] = max(last.get(place, ""), row["at"])
    return last


def _rows(
    table: str,
    present: list[Row],
    given: list[Row],
    changes: tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]],
    merged: Merged,
) -> None:
    here = {key_of(table, row): row for row in present}
    for row in given:
        key = key_of(table, row)
        ours, theirs = (told.get((table, key), "") for told in changes)
        mine = here.get(key)
        if mine is None and not ours:
            merged.added[table] += 1
        elif mine is not None and _content(mine) == _content(row):
            continue
        elif (theirs, row[VERSION]) <= (ours, mine[VERSION] if mine else row[VERSION]):
            merged.kept[table] += 1  # ours is newer; one that was taken out here stays out
            continue
        else:
            merged.changed[table] += 1
        merged.rows[table].append(row)
        if theirs:
            merged.moments[table, key] = theirs


def _content(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != VERSION}


def _drop_orphans(present: Data, merged: Merged) -> None:
    """Leave out what speaks of a thing that was taken out here and stays out."""
    there = {
        table: {row[KEYS[table][0]] for rows in (present[table], merged.rows[table]) for row in rows}
        for table in ("goal", "trial", "review", "note", "pact")
    }
    names = there["goal"] | there["trial"] | there["note"] | there["pact"]
    for table, rows in merged.rows.items():
        if table in ("goal", "note", "decision"):  # they stand without what they served
            column = "parent" if table == "goal" else "goal"
            rows[:] = [row if row[column] in names else {**row, column: None} for row in rows]
            continue
        linked = [name for name, kind in TABLES[table].items() if kind == "name" and name != "id"]
        left = [row for row in rows if all(row[name] in names for name in linked)]
        if table == "score":
            left = [row for row in left if row["period"] in there["review"]]
        merged.added[table] -= len(rows) - len(left)
        rows[:] = left


def _facts(present: list[Row], given: list[Row], merged: Merged) -> None:
    """The journal is as old as the older of the two; what it knows besides comes if it is not known here."""
    here = {row["key"]: row for row in present}
    for row in given:
        mine = here.get(row["key"])
        if mine is None or (row["key"] == "created" and row["value"] < mine["value"]):
            merged.rows["journal"].append(row)


def _drafts(present: Data, given: Data, merged: Merged) -> None:
    """An unfinished interview comes where none is under way here and nothing is written yet."""
    taken = {row["period"] for table in ("draft", "review") for row in present[table]}
    for row in given["draft"]:
        if row["period"] in taken:
            merged.kept["draft"] += _draft(row["period"], given) != _draft(row["period"], present)
            continue
        merged.added["draft"] += 1
        merged.rows["draft"].append(row)
        merged.rows["draft_answer"] += [one for one in given["draft_answer"] if one["period"] == row["period"]]


def _draft(period: str, data: Data) -> list[Row]:
    return [_content(row) for table in ("draft", "draft_answer") for row in data[table] if row["period"] == period]


def _history(present: Data, given: Data, merged: Merged) -> None:
    """What the rows that come said before comes too, under numbers of its own, unless it is here already."""
    known = Counter(_past(row) for row in present["history"])
    known.update(_own_pasts(present, merged))
    last = first = max([0, *(row["change"] for row in present["history"])])
    numbers: dict[int, int] = {}
    for row in given["history"]:
        past = _past(row)
        if row["noun"] in (UNDO, IMPORT):
            continue
        if known[past]:
            known[past] -= 1
            continue
        if row["change"] not in numbers:
            last += 1
            numbers[row["change"]] = last
        merged.rows["history"].append({**row, "change": numbers[row["change"]]})
    if numbers:
        merged.imported = (first + 1, last)


def _own_pasts(present: Data, merged: Merged) -> Iterator[tuple[str, str, str, str]]:
    """What the history will say of the rows that come: they need not be told twice."""
    for table in {table for table, _ in merged.moments}:
        here = {key_of(table, row): row for row in present[table]}
        for row in merged.rows[table]:
            key = key_of(table, row)
            if at := merged.moments.get((table, key)):
                yield _past({"at": at, "noun": table, "key": key, "before": here.get(key)})


def _past(row: Row) -> tuple[str, str, str, str]:
    return row["at"], row["noun"], row["key"], repr(sorted((row["before"] or {}).items()))


def _counters(present: Data, given: Data, merged: Merged) -> None:
    """A number that was given in either journal is not given again."""
    last = {row["kind"]: row["last"] for row in present["counter"]}
    wanted = dict(last)
    for row in given["counter"]:
        if row["kind"] != "change":
            wanted[row["kind"]] = max(wanted.get(row["kind"], 0), row["last"])
    for table, letter in LETTER.items():
        wanted[letter] = max([wanted.get(letter, 0), *(int(row["id"][1:]) for row in merged.rows[table])])
    wanted["change"] = max([wanted.get("change", 0), *(row["change"] for row in merged.rows["history"])])
    versions = {row["kind"]: row[VERSION] for row in present["counter"]}
    merged.rows["counter"] = [
        {"kind": kind, "last": number, VERSION: versions.get(kind, 1) + 1}
        for kind, number in wanted.items()
        if number != last.get(kind, 0)
    ]
