"""A journal's rows in the form of an exported document, table by table. Standard library only."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from fupan.archive import JSON, KEYS, TABLES, columns
from fupan.custody import unheard
from fupan.store import digest, file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fupan.secrecy import Keys
    from fupan.store.file import Ask

    Row = dict[str, Any]


READ = frozenset({"flag", "moment", *JSON})  # the kinds of columns that do not lie there as they are shown


def tables(ask: Ask, damaged: Callable[[str], None] | None = None) -> Iterator[tuple[str, Iterator[Row]]]:
    """Every table with its rows; `damaged` is told each row whose content is not what was written."""
    present = digest.tables(ask)
    for table in TABLES:
        yield table, rows(ask, table, damaged) if table in present else iter(())


def rows(ask: Ask, table: str, damaged: Callable[[str], None] | None = None) -> Iterator[Row]:
    kinds = {name: kind.removesuffix("?") for name, kind in columns(table).items()}
    for keys, row in digest.table_rows(ask, table):
        if damaged and row.get("digest") != digest.digest(table, row):
            damaged(" ".join([table, *(str(row[key]) for key in keys)]))
        yield {
            name: shown(kind, row.get(name)) if kind in READ or isinstance(row.get(name), bytes) else row.get(name)
            for name, kind in kinds.items()
        }


def keys(ask: Ask, table: str) -> set[tuple[Any, ...]]:
    """The keys of a table's rows."""
    if table not in digest.tables(ask):
        return set()
    return set(ask(f"SELECT {file.quoted(*KEYS[table])} FROM {file.quoted(table)}"))  # noqa: S608 - names of ours


def shown(kind: str, value: Any) -> Any:
    """A stored value as the document says it; what cannot be read is shown as it lies there."""
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    try:
        if kind == "flag":
            return bool(value)
        if kind == "moment":
            return datetime.fromisoformat(value).replace(tzinfo=UTC).isoformat()
        return json.loads(value) if kind in JSON else value
    except (ValueError, TypeError):
        return value


@contextmanager
def whole(
    path: Path,
    damaged: Callable[[str], None] | None = None,
    keys: Keys | None = None,
    *,
    at: Callable[[int, int], None] = unheard,
) -> Iterator[Iterator[tuple[str, Iterator[Row]]]]:
    """The whole journal at one moment; broken text is read too. One that is not there has no rows."""
    if not file.filled(path):
        yield ((table, iter(())) for table in TABLES)
        return
    with file.reading(path, keys, lenient=True) as ask:
        yield _counted(ask, tables(ask, damaged), at)


def _counted(
    ask: Ask, found: Iterator[tuple[str, Iterator[Row]]], at: Callable[[int, int], None]
) -> Iterator[tuple[str, Iterator[Row]]]:
    """The same tables and rows; how many rows of how many were taken is told."""
    total = sum(ask(f"SELECT count(*) FROM {file.quoted(name)}")[0][0] for name in TABLES if name in digest.tables(ask))  # noqa: S608
    done = count()

    def told(rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            at(next(done), total)
            yield row

    return ((table, told(rows)) for table, rows in found)
