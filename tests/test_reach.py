"""What the hot commands reach for: which modules, how many statements, how much of a long journal."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from conftest import MONDAY_EVENING
from fupan.cli.glances import glance
from fupan.journal import Journal
from fupan.journal.looking import Looking
from fupan.periods import Moment, Quarter, Week, Year
from fupan.standing import Rhythm
from fupan.store import file, open_store

if TYPE_CHECKING:
    from pathlib import Path

# --- modules ---------------------------------------------------------------------------------------------

LOADED = (
    "import json, sys; from fupan.cli import run; run(sys.argv[1:]); print(json.dumps([*sys.modules]), file=sys.stderr)"
)
NEVER = {"pydantic", "sqlmodel", "sqlalchemy", "alembic", "asyncio", "importlib.metadata", "statistics", "subprocess"}
TEXT = {*NEVER, "typer", "jinja2", "tomllib", "prompt_toolkit", "rich.console", "fupan.render.document"}
JUDGING = {"fupan.diagnosis.diagnose", "fupan.diagnosis.wording", "fupan.diagnosis.cues", "fupan.diagnosis.decide"}


@pytest.fixture
def at_home(home: Path, lived: dict[str, Path]) -> Path:
    shutil.copytree(lived["en"], home)
    return home


@pytest.mark.parametrize(
    ("line", "never"),
    [
        ("--help", {*NEVER, "jinja2", "tomllib", "sqlite3"} - {"subprocess"}),
        ("", {*TEXT, *JUDGING}),
        ("status", {*TEXT, *JUDGING}),
        ("--lang zh status", {*TEXT, *JUDGING}),
        ("goal list", {*TEXT, *JUDGING}),
        ("--lang zh goal list", {*TEXT, *JUDGING}),
        ("report 2026-Q3", {*TEXT, *JUDGING}),
        ("--lang zh report 2026-Q3 --as md", {*NEVER, *JUDGING, "typer", "jinja2.sandbox", "tomllib"}),
        ("report 2026-Q3 --as html", {*NEVER, *JUDGING, "typer", "jinja2.sandbox", "tomllib"}),
    ],
)
def test_a_look_imports_nothing_that_it_does_not_need(line: str, never: set[str], at_home: Path) -> None:
    """Neither the ORM, pydantic nor the parser, and of a judged quarter not even what judges."""
    done = subprocess.run([sys.executable, "-c", LOADED, *line.split()], capture_output=True, text=True, check=True)
    assert done.stdout

    assert never & set(json.loads(done.stderr.split("\n")[-2])) == set()


@pytest.mark.parametrize(
    "line", ["", "status", "goal list", "report", "report 2026-Q3", "report 2026-Q3 --as md", "report W33", "report Q9"]
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_with_and_without_the_parser_the_same_is_said(
    line: str, language: str, at_home: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command lines that are obeyed before the parser is imported give the same bytes and status through it."""
    words = ["--lang", language, *line.split()]
    quick = run(*words)
    assert glance(line.split())
    monkeypatch.setattr("fupan.cli.glance", lambda _words: None)
    assert run(*words) == quick


def test_other_words_go_through_the_parser() -> None:
    """An option that is not known here is left to what knows all of them."""
    for line in ("status --json", "goal list --all", "report --for boss", "report Q3 --as md -o f", "week", "goal"):
        assert glance(line.split()) is None


# --- statements ------------------------------------------------------------------------------------------

COLUMNS = {
    "goal": ("id", "parent"),
    "goal_week": ("goal",),
    "review": (),
    "score": ("goal",),
    "motive": (),
    "verdict": ("goal",),
    "trial": ("id", "goal"),
    "trial_week": ("trial",),
    "note": ("id", "goal"),
}
HALF = 26  # weeks


def longer(home: Path, times: int, target: Path) -> Path:
    """A life of half a year lived again and again before it began."""
    shutil.copytree(home, target)
    with closing(sqlite3.connect(target / "journal.db")) as connection, connection:
        connection.row_factory = sqlite3.Row
        for table, ids in COLUMNS.items():
            rows = [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]
            for n in range(1, times + 1):
                for row in rows:
                    made = {name: earlier(value, n, known=name in ids) for name, value in row.items()}
                    if table == "goal":
                        made["closed"] = made["closed"] or made["created"]
                    if table == "trial":
                        made["ended"] = made["ended"] or made["started"]
                    marks = ", ".join("?" * len(made))
                    connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", [*made.values()])
    return target


def earlier(value: Any, n: int, *, known: bool) -> Any:
    """A period so many half years before, an id of its own."""
    if known and value:
        return f"{value[0]}{int(value[1:]) + 1000 * n}"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-W\d\d", value):
        return str(Week.read(value).shift(-HALF * n))
    if isinstance(value, str) and re.fullmatch(r"\d{4}-Q\d", value):
        return str(Quarter.read(value).shift(-2 * n))
    return value


@pytest.fixture(scope="module")
def lifetimes(lived: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Six years and twelve."""
    place = tmp_path_factory.mktemp("lifetimes")
    return longer(lived["en"], 12, place / "short"), longer(lived["en"], 24, place / "long")


CASES = {
    "status": lambda journal: journal.standing(),
    "goal list": lambda journal: journal.goals(),
    "week": lambda journal: journal.open_week(),
    "quarter": lambda journal: journal.open_quarter(Quarter(2026, 4)),
    "report": lambda journal: journal.report(Quarter(2026, 3)),
    "the stamp": lambda journal: journal.appointment(Rhythm()),
}


def asked(home: Path, use: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """How many statements a use case asks, and how many rows it is given; weeks that are only named count for none."""
    statements, rows = 0, 0
    reading = file.reading

    @contextmanager
    def counted(*given: Any, **named: Any) -> Any:
        with reading(*given, **named) as ask:

            def counting(statement: str, values: Any = ()) -> Any:
                nonlocal statements, rows
                found = ask(statement, values)
                statements += 1
                rows += len(found) if not statement.startswith("SELECT period FROM review") else 0
                return found

            yield counting

    now = datetime.fromisoformat(MONDAY_EVENING)
    with monkeypatch.context() as patch:
        patch.setattr(file, "reading", counted)
        use(
            type("Both", (Journal, Looking), {})(open_store(home / "journal.db", now=now), Moment(now, "Asia/Shanghai"))
        )
    return statements, rows


@pytest.mark.parametrize("case", CASES)
def test_no_look_grows_with_the_years(case: str, lifetimes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """After twelve years a command asks as many statements and reads as many rows as after six."""
    short, long = (asked(home, CASES[case], monkeypatch) for home in lifetimes)
    assert short == long
    assert short[0] <= 40


def test_a_longer_report_asks_no_more_often(lifetimes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A year's report takes as many statements as a quarter's."""
    periods = (Quarter(2026, 3), Year(2025), Year(2026))
    counts = [asked(lifetimes[0], lambda j, p=period: j.report(p), monkeypatch)[0] for period in periods]
    assert len(set(counts)) == 1
