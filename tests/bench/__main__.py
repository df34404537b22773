"""Measure everything and write the tables: `nox -s bench`; `nox -s bench -- --quick --only status,due` a part."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench import page, table
from bench.figures import Figures
from bench.measuring import Failed, Runner, instructions, modules, rounds, talk, usable
from bench.rows import SQLITE, TASKS, YEARS, Desk, rows, yardsticks
from bench.workshop import PEERS, ROOT, Workshop, version_in

if TYPE_CHECKING:
    from bench.commands import Command, Row

ROUNDS, QUICK_ROUNDS = 11, 3
PAGES = "page"  # the word for the page's table in --only
JOURNALS = (("en", 1), ("en", YEARS), ("zh", YEARS), ("en", 100))
GROWTH_ROUNDS = 3
GROWTH_COUNTED = ("status", "week", "report-md")  # the others are told by the processor's time
LIBRARIES = ("fupan", "typer", "rich", "prompt_toolkit", "sqlmodel", "SQLAlchemy", "pydantic", "Jinja2", "fastapi")
PAGE = ROOT / "docs" / "explanation" / "speed.md"


def main() -> int:
    asked = _asked()
    began = time.monotonic()
    try:
        if asked.keep:
            _measure(Workshop(asked.keep.resolve()), asked)
        else:
            with tempfile.TemporaryDirectory(prefix="fupan-bench-") as folder:
                _measure(Workshop(Path(folder)), asked)
    except Failed as problem:
        talk(f"\nStopped: {problem}")
        return 1
    talk(f"{time.monotonic() - began:.0f} seconds")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nox -s bench --", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, no growth; the docs are left alone")
    parser.add_argument("--only", metavar="ROWS", default="", help=f"these rows alone, e.g. status,report-md,{PAGES}")
    parser.add_argument("--write", action="store_true", help="write also what is only a part into the docs")
    parser.add_argument("--rounds", type=int, default=0, metavar="N", help=f"{ROUNDS} unless told")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="build here, and find it again the next time")
    return parser.parse_args()


def _measure(shop: Workshop, asked: argparse.Namespace) -> None:
    part = bool(asked.quick or asked.only)
    versions = _build(shop, JOURNALS[1:2] if part else JOURNALS)
    chosen = _chosen(rows(shop, versions), asked.only)
    load = os.getloadavg()[0]
    figures = _figures(shop, chosen, asked.rounds or (QUICK_ROUNDS if asked.quick else ROUNDS), part=part)
    if not part or PAGES in asked.only.split(","):
        pages, peak = page.requested(shop, "en", YEARS)
        figures = replace(figures, pages=pages, page_peak=peak)
    machine = _machine(shop, versions, max(load, os.getloadavg()[0]) - 1)  # one is the measurement itself
    for chinese, path in enumerate((PAGE, PAGE.with_suffix(".zh.md"))):
        told = table.Writer(figures, machine, bool(chinese)).text()
        if part and not asked.write:
            print(told)
        else:
            path.write_text(table.put(path.read_text(encoding="utf-8"), told), encoding="utf-8")


def _build(shop: Workshop, journals: tuple[tuple[str, int], ...]) -> dict[str, str]:
    """Everything that is measured; which peers there are, in which version."""
    shop.install()
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(shop.demo, {language for language, _ in journals}))
        made = [pool.submit(shop.journal, *journal) for journal in reversed(journals)]
        versions = {name: shop.install_peer(name) for name in PEERS}
        for one in made:
            one.result()
    if shutil.which(TASKS):
        versions[TASKS] = shop.run(shutil.which(TASKS) or "", "--version").strip()
    return {name: version for name, version in versions.items() if version}


def _chosen(every: list[Row], only: str) -> list[Row]:
    """The rows that are asked for. Raises Failed for a row that there is not."""
    there = [row.key for row in every] + [PAGES]
    wanted = [key for key in only.split(",") if key] or there
    if unknown := set(wanted) - set(there):
        raise Failed(f"no row {', '.join(sorted(unknown))}; there are {', '.join(there)}")
    return [row for row in every if row.key in wanted]


def _figures(shop: Workshop, chosen: list[Row], number: int, *, part: bool) -> Figures:
    with tempfile.TemporaryDirectory(dir=shop.folder) as folder:
        runner = Runner(str(shop.python), shop.environ, Path(folder))
        chosen = _with_imports(shop, runner, usable(runner, chosen, talk))
        commands: dict[str, Command] = yardsticks(shop)
        wanted = dict.fromkeys(commands, number)
        for row in chosen:
            commands |= row.commands()
            wanted |= dict.fromkeys(row.commands(), min(number, row.rounds or number))
        more, growing = ({}, {}) if part else _growing(shop)
        costs = rounds(runner, commands | more, wanted | dict.fromkeys(more, min(number, GROWTH_ROUNDS)), talk)
        runner.close()
    counting = {name: command for name, command in (commands | more).items() if command.counted}
    counted = instructions(counting, str(shop.python), shop.environ, talk)
    return Figures(rows=chosen, costs=costs, instructions=counted, growing=growing)


def _growing(shop: Workshop) -> tuple[dict[str, Command], dict[str, dict[str, str]]]:
    """The same commands on the other journals; and for each command its name on every one."""
    commands: dict[str, Command] = {}
    names: dict[str, dict[str, str]] = {}
    for language, years in JOURNALS:
        for key, command in Desk(shop, language, years).growing().items():
            name = key if (language, years) == ("en", YEARS) else f"{key}@{language}-{years}"
            names.setdefault(key, {})[f"{language}-{years}"] = name
            if name != key:
                commands[name] = replace(command, counted=key in GROWTH_COUNTED)
    return commands, names


def _with_imports(shop: Workshop, runner: Runner, chosen: list[Row]) -> list[Row]:
    """Each row with a command that imports what ours does, of others' modules, and does nothing else."""
    made = []
    for row in chosen:
        if not row.ours.argv[0].endswith("fupan"):
            made.append(row)
            continue
        talk(f"what {row.key} imports")
        names = [name for name in modules(runner, row.ours) if importable(name)]
        name = f"imports_{row.key.replace('-', '_')}"
        text = "".join(f"try:\n    import {one}\nexcept ImportError:\n    pass\n" for one in names)
        (shop.folder / "raw" / f"{name}.py").write_text(text, encoding="utf-8")
        made.append(replace(row, imports=shop.code(f"import {name}", counted=row.ours.counted)))
    shop.compile()
    return made


def importable(name: str) -> bool:
    """A module of others that a statement can name."""
    parts = name.split(".")
    return parts[0] != "fupan" and all(part.isidentifier() for part in parts)


def _machine(shop: Workshop, versions: dict[str, str], load: float) -> table.Machine:
    libraries = {name: version_in(shop.environment("fupan"), name) for name in LIBRARIES}
    missing = [name for name in (*PEERS, TASKS) if name not in versions]
    missing += [name for name in ("valgrind", SQLITE, "bash") if not shutil.which(name)]
    return table.Machine(
        cores=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        libraries=libraries | versions,
        missing=missing,
        load=load,
    )


if __name__ == "__main__":
    sys.exit(main())
