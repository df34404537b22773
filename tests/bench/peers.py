"""The same life as other programs keep it, and what one types there for the same wish.

A weekly review is an entry of jrnl, a week's goal is a task of taskwarrior and a stretch of time of watson.
"""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench.commands import Command

if TYPE_CHECKING:
    from pathlib import Path

    Data = dict[str, Any]

JRNL = """\
colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
editor: ''
encrypt: false
highlight: false
indent_character: '|'
journals:
  default: {{journal: {journal}}}
linewrap: 79
tagsymbols: '#@'
template: false
timeformat: '%Y-%m-%d %H:%M'
version: v{version}
"""
TASKRC = """\
data.location={folder}
confirmation=off
hooks=off
recurrence=off
verbose=nothing
"""
NAMES = uuid.UUID("5d1cf1c2-3c1b-4d5e-9a8e-0f2f3c0a7b11")


def as_jrnl(data: Data) -> str:
    """Every weekly review as one entry: what was set out, what came of it, and what was said of it."""
    goals: dict[str, list[Data]] = {}
    for row in data["goal_week"]:
        goals.setdefault(row["week"], []).append(row)
    entries = []
    for review in data["review"]:
        if review["level"] == "week":
            week = review["period"]
            lines = [line for row in goals.get(week, ()) for line in _told(row)]
            lines += [f"{name}: {text}" for name, text in review["answers"].items() if isinstance(text, str)]
            body = "\n".join(line.replace("[", "(").replace("\n", " ") for line in lines)
            entries.append((review["written"][:16].replace("T", " "), f"Review of {week}.", body))
    return "".join(f"[{when}] {title}\n{body}\n\n" for when, title, body in sorted(entries))


def _told(row: Data) -> list[str]:
    gap = row["gap"] or {}
    texts = (row["title"], row["measure"], row["first_step"], row["proof"], gap.get("why", ""))
    return [f"{row['outcome']} {row['actual_hours']} / {row['planned_hours']} h", *filter(None, texts)]


def as_tasks(data: Data) -> list[Data]:
    """Every week's goal as one task with its words as annotations; the quarter is its project."""
    made = []
    for row in data["goal_week"]:
        monday = datetime.fromisocalendar(int(row["week"][:4]), int(row["week"][6:]), 1)
        entry, end = f"{monday:%Y%m%dT120000Z}", f"{monday + timedelta(days=6):%Y%m%dT120000Z}"
        task = {
            "uuid": str(uuid.uuid5(NAMES, f"{row['goal']} {row['week']}")),
            "description": row["title"].replace("\n", " "),
            "project": quarter_of(row["week"]),
            "entry": entry,
            "status": "completed" if row["outcome"] else "pending",
            "due": end,
            "annotations": [
                {
                    "entry": f"{monday + timedelta(minutes=number):%Y%m%dT%H%M%SZ}",
                    "description": text.replace("\n", " "),
                }
                for number, text in enumerate(_told(row)[1:])
            ],
        }
        made.append(task | ({"end": end, "modified": end} if row["outcome"] else {}))
    return made


def as_frames(data: Data) -> list[list[Any]]:
    """The hours of every week's goal as one stretch of time on its Wednesday; the quarter is a tag."""
    made = []
    for row in data["goal_week"]:
        if row["actual_hours"]:
            wednesday = datetime.fromisocalendar(int(row["week"][:4]), int(row["week"][6:]), 3)
            start = int(wednesday.timestamp()) + 9 * 3600
            stop = start + round(row["actual_hours"] * 3600)
            name = uuid.uuid5(NAMES, f"{row['goal']} {row['week']}").hex
            made.append([start, stop, row["title"], name, [quarter_of(row["week"])], stop])
    return made


def quarter_of(week: str) -> str:
    thursday = date.fromisocalendar(int(week[:4]), int(week[6:]), 4)
    return f"{thursday.year}-Q{(thursday.month + 2) // 3}"


# --- what one types --------------------------------------------------------------------------------------


def jrnl(program: Path, folder: Path, data: Data, version: str, rare: str) -> dict[str, dict[str, Command]]:
    """jrnl's command for each of our rows."""
    kept, live, config, more = (folder / name for name in ("kept.txt", "live.txt", "jrnl.yaml", "new.txt"))
    empty, fill = folder / "empty.txt", folder / "fill.yaml"
    kept.write_text(as_jrnl(data), encoding="utf-8")
    live.write_text(as_jrnl(data), encoding="utf-8")
    empty.touch()
    config.write_text(JRNL.format(journal=live, version=version), encoding="utf-8")
    fill.write_text(JRNL.format(journal=folder / "filled.txt", version=version), encoding="utf-8")
    more.write_text("2026-11-23 20:00: Review of 2026-W47.\n" + as_jrnl(data)[-2000:], encoding="utf-8")

    def typed(*arguments: str, **more: Any) -> Command:
        return Command(argv=(str(program), "--config-file", str(config), *arguments), **more)

    quarter = ("-from", "2026-06-29", "-to", "2026-09-28")
    imported = Command(
        argv=(str(program), "--config-file", str(fill), "--import", "--file", str(kept)),
        fresh=((empty, folder / "filled.txt"),),
        counted=False,
    )
    return {
        "version": {"jrnl --version": typed("--version")},
        "help": {"jrnl --help": typed("--help")},
        "status": {"jrnl -n 3": typed("-n", "3")},
        "save": {"jrnl < entry": typed(stdin=more, fresh=((kept, live),))},
        "report-md": {"jrnl -from -to --format md": typed(*quarter, "--format", "md")},
        "search": {"jrnl -contains": typed("-contains", rare)},
        "export": {"jrnl --format json": typed("--format", "json", counted=False)},
        "import": {"jrnl --import": imported},
    }


def watson(program: Path, folder: Path, data: Data) -> dict[str, dict[str, Command]]:
    """watson's command for each of our rows."""
    kept, live = folder / "kept", folder / "watson"
    live.mkdir()
    kept.write_text(json.dumps(as_frames(data), ensure_ascii=False), encoding="utf-8")
    (live / "frames").write_text(kept.read_text(encoding="utf-8"), encoding="utf-8")

    def typed(*arguments: str, **more: Any) -> Command:
        return Command(argv=(str(program), *arguments), env={"WATSON_DIR": str(live)}, **more)

    add = typed(
        "add", "--from", "2026-11-18 09:00", "--to", "2026-11-18 12:00", "Draft", fresh=((kept, live / "frames"),)
    )
    return {
        "version": {"watson --version": typed("--version")},
        "help": {"watson --help": typed("--help")},
        "due": {"watson status": typed("status")},
        "status": {"watson status": typed("status")},
        "goals": {"watson projects": typed("projects")},
        "save": {"watson add": add},
        "report-json": {"watson report -j": typed("report", "-j", "--from", "2026-06-29", "--to", "2026-09-28")},
    }


def task(program: str, folder: Path, data: Data, rare: str) -> dict[str, dict[str, Command]]:
    """taskwarrior's command for each of our rows; `main` still has to import the tasks."""
    rc, filling, tasks = folder / "taskrc", folder / "fillrc", folder / "tasks.json"
    for path, place in ((rc, folder / "live"), (filling, folder / "filled")):
        place.mkdir()
        path.write_text(TASKRC.format(folder=place), encoding="utf-8")
    tasks.write_text(json.dumps(as_tasks(data), ensure_ascii=False), encoding="utf-8")

    def typed(*arguments: str, rc: Path = rc, **more: Any) -> Command:
        return Command(argv=(program, *arguments), env={"TASKRC": str(rc)}, **more)

    imported = typed("import", str(tasks), rc=filling, without=(folder / "filled",), counted=False)
    return {
        "version": {"task --version": typed("--version")},
        "due": {"task count": typed("due.before:2026-11-24", "status:pending", "count")},
        "goals": {"task list": typed("list")},
        "save": {"task add": typed("add", "project:2026-Q4", "Draft the research statement")},
        "report-json": {"task project: export": typed("project:2026-Q3", "export")},
        "search": {"task /word/ export": typed(f"/{rare}/", "export")},
        "export": {"task export": typed("export", counted=False)},
        "import": {"task import": imported},
    }
