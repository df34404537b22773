"""A journal's rows as SQLite's own program takes them: one CSV file a table."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from bench.commands import Command

if TYPE_CHECKING:
    from pathlib import Path


def plain_import(program: str, home: Path) -> Command:
    """`.import` of all rows that raw.py fills in, into the same empty tables."""
    folder = home / "csv"
    folder.mkdir(exist_ok=True)
    script = [".mode csv"]
    for line in (home / "rows.jsonl").read_text(encoding="utf-8").splitlines():
        table, rows = json.loads(line)
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        script.append(f'.import "{folder / table}.csv" "{table}"')
    (folder / "load.sql").write_text("\n".join(script) + "\n", encoding="utf-8")
    filled = folder / "filled.db"
    return Command(
        argv=(program, str(filled)), stdin=folder / "load.sql", fresh=((home / "empty.db", filled),), counted=False
    )
