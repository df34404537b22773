"""A digest in every row, over its own values: it sees the flipped bits that SQLite's own check does not.

A row's digest is blake2b over the canonical JSON of its table's name and its values as SQLite stores
them, those that are null left out: a column added later with nothing in it changes no digest.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from fupan.store import file, search_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fupan.secrecy import Keys


SAME = (str, int)  # nearly every value: each is what it is
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def digest(table: str, stored: Mapping[str, Any]) -> str:
    """The digest of one row; `stored` are its values as SQLite keeps them."""
    values = {
        name: value if type(value) in SAME else _same(value)
        for name, value in stored.items()
        if value is not None and name != "digest"
    }
    return blake2b(_canonical([table, values]).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _same(value: Any) -> Any:
    """A number as one number, whether it came as 3, 3.0 or True; what is no text any more, visibly so."""
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() else repr(value)
    return value


def check_digests(path: Path, keys: Keys | None = None) -> tuple[str, ...]:
    """The rows whose content is not what was written, as "table key"; () when all is well."""
    with file.reading(path, keys, lenient=True) as ask:
        return tuple(damaged(ask))


def damaged(ask: file.Ask) -> Iterator[str]:
    for table, keys, row in rows(ask):
        if "digest" in row and row["digest"] != digest(table, row):
            yield " ".join([table, *(str(row[key]) for key in keys)])


def fingerprint(ask: file.Ask) -> dict[str, tuple[int, str]]:
    """Each table's number of rows and one digest of them all: equal only for two equal contents."""
    sums: dict[str, tuple[int, str]] = dict.fromkeys(tables(ask), (0, ""))
    for table, _, row in rows(ask):
        count, text = sums[table]
        sums[table] = count + 1, digest(text, row | {"own digest": row.get("digest")})
    return sums


def tables(ask: file.Ask) -> list[str]:
    found = ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found if not name.startswith("sqlite_") and not search_index.ours(name)]


def rows(ask: file.Ask) -> Iterator[tuple[str, tuple[str, ...], dict[str, Any]]]:
    """Every row of every table: the table, the names of its key, its values by name."""
    for table in tables(ask):
        for keys, row in table_rows(ask, table):
            yield table, keys, row


def table_rows(ask: file.Ask, table: str) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every row of one table by its key: the names of the key, its values by name."""
    place = file.quoted(table)
    columns = ask(f"PRAGMA table_info({place})")
    names = [column[1] for column in columns]
    keys = tuple(column[1] for column in sorted(columns, key=lambda column: column[5]) if column[5])
    order = file.quoted(*(keys or names))
    for row in ask(f"SELECT {file.quoted(*names)} FROM {place} ORDER BY {order}"):  # noqa: S608 - names, quoted
        yield keys, dict(zip(names, row, strict=True))
