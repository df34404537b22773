"""The table's lines: what is typed, what it may cost, and what stands beside it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench import peers, stock
from bench.commands import FLOOR, RARE, Command, Row
from bench.workshop import NOW

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.workshop import Workshop

QUARTER = "2026-Q3"
REVIEWED = "2026-W47"
DECADE = "2016-Q4..2026-Q3"
YEARS = 10  # of the journal that everything is measured on
PROMPT = "›"  # stands before the cursor when the interview asks
HEAVY = 3  # rounds of what takes seconds
TASKS, BASH, SQLITE = "task", "bash", "sqlite3"
BARE_BASH, PLAIN_JSON, PLAIN_IMPORT = "bash -c :", "sqlite3 -json", "sqlite3 .import"
MEGABYTES_OF_A_DECADE = 60


@dataclass(frozen=True)
class Desk:
    """One journal, and command lines about it."""

    shop: Workshop
    language: str
    years: int

    @property
    def home(self) -> Path:
        return self.shop.home(self.language, self.years)

    @property
    def scratch(self) -> Path:
        """Where what writes does it: what only reads must find the same journal at every run."""
        return self.home / "scratch"

    @property
    def fresh(self) -> tuple[tuple[Path, Path], ...]:
        """The journal as it was, for what writes into it."""
        return tuple((self.home / f"journal.{end}", self.scratch / f"journal.{end}") for end in ("db", "stamp"))

    def fupan(self, *words: str, now: str = NOW, home: Path | None = None, **more: Any) -> Command:
        environ = {"FUPAN_HOME": str(home or self.home)} | ({"FUPAN_NOW": now} if now else {})
        return Command(argv=(str(self.shop.fupan), *words), env=environ, **more)

    def writing(self, *words: str, **more: Any) -> Command:
        return self.speaking(*words, home=self.scratch, fresh=self.fresh, **more)

    def speaking(self, *words: str, **more: Any) -> Command:
        return self.fupan("--lang", self.language, *words, **more)

    def raw(self, call: str, *more: str, home: Path | None = None, **how: Any) -> Command:
        """A function of raw.py on this journal."""
        given = ", ".join(repr(word) for word in (str((home or self.home) / "journal.db"), *more))
        return self.shop.code(f"from raw import {call}; {call}({given})", **how)

    def growing(self) -> dict[str, Command]:
        """What must cost the same, however many years lie behind."""
        return {
            "status": self.speaking("status"),
            "week": self.writing("week", until=PROMPT),
            "save": self.writing("week", "--answers", str(self.answers())),
            "report-md": self.speaking("report", QUARTER, "--as", "md"),
            "search": self.speaking("search", RARE[self.language]),
        }

    def answers(self) -> Path:
        """A week's answers, as a script hands them in: every promise kept, two new ones."""
        path = self.home / "answers.json"
        rows = self.shop.data(self.language, self.years)["goal_week"]
        promised = [row["goal"] for row in rows if row["week"] == REVIEWED]
        path.write_text(json.dumps(WEEK | {"goals": {goal: {"outcome": "done", "hours": 3} for goal in promised}}))
        return path


WEEK: dict[str, Any] = {
    "motive": {"kind": "fear", "of": "falling behind", "strength": 6},
    "mentor": {"solid": "Two pages.", "not_pass": "The second has no figure.", "request": "The figure by Thursday."},
    "next": {
        "new1": {"title": "Draft section 3, 1,500 words", "measure": "sent to Ana", "hours": 8},
        "new2": {"title": "Run 12 km", "measure": "three tracks", "hours": 2},
    },
    "rule": "The phone stays in the other room until nine.",
}


def yardsticks(shop: Workshop) -> dict[str, Command]:
    """What the rows are multiples of; what is not there is left out."""
    desk = Desk(shop, "en", YEARS)
    found = {FLOOR: shop.code("pass")}
    if bash := shutil.which(BASH):
        found[BARE_BASH] = Command(argv=(bash, "-c", ":"))
    if sqlite := shutil.which(SQLITE):
        tables = "\n".join(f'SELECT * FROM "{table}";' for table in desk.shop.data("en", YEARS) if table != "schema")
        found[PLAIN_JSON] = Command(argv=(sqlite, "-readonly", "-json", str(desk.home / "journal.db"), tables))
        found[PLAIN_IMPORT] = stock.plain_import(sqlite, desk.home)
    return found


def rows(shop: Workshop, versions: Mapping[str, str]) -> list[Row]:
    """All lines of the table, with the peers that are there."""
    desk = Desk(shop, "en", YEARS)
    beside = _peers(shop, versions)
    found = [*_small(desk), *_weekly(desk), *_reports(desk), *_whole(desk)]
    return [row.beside(beside.get(row.key, {})) for row in found]


def _small(desk: Desk) -> list[Row]:
    found = [
        Row(key="version", name="fupan --version", ours=desk.fupan("--version"), target=1.2),
        Row(key="help", name="fupan --help", ours=desk.fupan("--help"), target=8.5),
        Row(key="due", name="fupan due", ours=desk.fupan("due", now="", ok=(0, 3)), target=2.2, raw=desk.raw("due")),
    ]
    if bash := shutil.which(BASH):
        lines = desk.shop.run(desk.shop.fupan, "due", "--snippet", BASH, home=desk.home)
        ours = Command(argv=(bash, "-c", f"{lines}\n__fupan_due"))
        says = ("the prompt's lines, bash", "提示符里那几行，bash")
        found.append(Row(key="snippet", says=says, ours=ours, target=1.3, against=BARE_BASH))
    return found


def _weekly(desk: Desk) -> list[Row]:
    ours = desk.growing()
    return [
        Row(key="status", name="fupan status", ours=ours["status"], target=9, raw=desk.raw("status")),
        Row(key="goals", name="fupan goal list", ours=desk.speaking("goal", "list"), target=9, raw=desk.raw("goals")),
        Row(
            key="week", name="fupan week", says=("to the first question", "到第一个问题"),
            ours=ours["week"], target=20, raw=desk.raw("first"),
        ),
        Row(key="save", name="fupan week --answers", ours=ours["save"], raw=desk.raw("save", home=desk.scratch, fresh=desk.fresh)),
        Row(key="search", name="fupan search", ours=ours["search"], raw=desk.raw("search", RARE["en"])),
    ]  # fmt: skip


def _reports(desk: Desk) -> list[Row]:
    def row(paper: str, target: float | None) -> Row:
        ours = desk.speaking("report", QUARTER, "--as", paper)
        name = f"fupan report {QUARTER} --as {paper}"
        return Row(key=f"report-{paper}", name=name, ours=ours, target=target, raw=desk.raw("report"))

    decade = Row(
        key="decade", name=f"fupan report {DECADE}", ours=desk.speaking("report", DECADE, counted=False),
        megabytes=MEGABYTES_OF_A_DECADE, rounds=HEAVY,
    )  # fmt: skip
    printed = ("--as", "pdf", "-o", str(desk.home / "quarter.pdf"), "--force")
    pdf = Row(
        key="report-pdf", name=f"fupan report {QUARTER} --as pdf", ours=desk.speaking("report", QUARTER, *printed, counted=False),
        rounds=HEAVY, optional=True,
    )  # fmt: skip
    return [row("terminal", 14), row("md", 12), row("html", 14.5), row("json", None), pdf, decade]


def _whole(desk: Desk) -> list[Row]:
    document = desk.home.with_suffix(".json")
    empty = desk.home.with_name("filled")
    importing = Command(
        argv=(str(desk.shop.fupan), "import", str(document)), env={"FUPAN_HOME": str(empty), "FUPAN_NOW": NOW},
        without=(empty,), counted=False,
    )  # fmt: skip
    filling = desk.home / "filled.db"
    raw = desk.shop.code(
        f"from raw import fill; fill({str(filling)!r}, {str(desk.home / 'rows.jsonl')!r})",
        fresh=((desk.home / "empty.db", filling),), counted=False,
    )  # fmt: skip
    exporting = desk.fupan("export", "-", counted=False)
    against, into = (PLAIN_JSON, PLAIN_IMPORT) if shutil.which(SQLITE) else (FLOOR, FLOOR)
    return [
        Row(
            key="export", name="fupan export -", ours=exporting, target=1.3 if against == PLAIN_JSON else None,
            against=against, raw=desk.raw("export", counted=False), rounds=HEAVY,
        ),
        Row(key="import", name="fupan import", ours=importing, against=into, raw=raw, rounds=HEAVY),
        Row(key="doctor", name="fupan doctor", ours=desk.fupan("doctor", counted=False), raw=desk.raw("check", counted=False), rounds=HEAVY),
    ]  # fmt: skip


def _peers(shop: Workshop, versions: Mapping[str, str]) -> dict[str, dict[str, Command]]:
    """For each row what one types elsewhere for the same wish."""
    data = shop.data("en", YEARS)
    made = []
    for name in versions:
        folder = shop.folder / "peers" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        program = shop.environment(name) / "bin" / name
        if name == "jrnl":
            made.append(peers.jrnl(program, folder, data, versions[name], RARE["en"]))
        elif name == "watson":
            made.append(peers.watson(program, folder, data))
        elif name == TASKS and (found := shutil.which(TASKS)):
            made.append(peers.task(found, folder, data, RARE["en"]))
            shop.run(found, f"rc:{folder / 'taskrc'}", "import", folder / "tasks.json")
    together: dict[str, dict[str, Command]] = {}
    for one in made:
        for key, commands in one.items():
            together.setdefault(key, {}).update(commands)
    return together
