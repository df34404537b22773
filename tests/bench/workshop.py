"""A place of its own for the measurement: the program installed as anybody installs it, journals, peers.

Nothing here is editable, compiled anew at every run or found by accident: fresh environments without pip, modules
compiled when they are installed, a home and a PATH that belong to the measurement.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.commands import Command
from bench.measuring import Failed, talk
from bench.raw import tables

ROOT = Path(__file__).parents[2]
PACKAGE = Path(__file__).parent
NOW = "2026-11-23T19:30:00+08:00"  # a Monday evening; the demo's last review is of the week before last
LANGUAGES = ("en", "zh")
PEERS = {"jrnl": "jrnl", "watson": "td-watson"}


@dataclass(frozen=True)
class Workshop:
    """Where everything of one measurement lies."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.environment("fupan") / "bin" / "python"

    @property
    def fupan(self) -> Path:
        return self.environment("fupan") / "bin" / "fupan"

    def environment(self, name: str) -> Path:
        return self.folder / "environments" / name

    def home(self, language: str, years: int) -> Path:
        return self.folder / "journals" / f"{language}-{years}"

    def data(self, language: str, years: int) -> dict[str, Any]:
        """The journal as the document that was imported."""
        text = self.home(language, years).with_suffix(".json").read_text(encoding="utf-8")
        return dict(json.loads(text)["data"])

    @property
    def environ(self) -> dict[str, str]:
        """What every measured command finds. Nothing of this machine's but the PATH."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "person"),
            "LANG": "C.UTF-8",
            "TZ": "Asia/Shanghai",
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "PAGER": "",
        }

    def code(self, text: str, **more: Any) -> Command:
        """A line of Python in fupan's environment; it finds raw.py."""
        return Command(argv=(str(self.python), "-c", text), env={"PYTHONPATH": str(self.folder / "raw")}, **more)

    def run(self, *argv: str | Path, home: Path | None = None) -> str:
        """Something that only has to be done. Raises Failed."""
        environ = self.environ | ({"FUPAN_HOME": str(home), "FUPAN_NOW": NOW} if home else {})
        done = subprocess.run([str(word) for word in argv], env=environ, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failed(f"{' '.join(map(str, argv))}\n{done.stderr[-2000:]}")
        return done.stdout

    # --- environments ------------------------------------------------------------------------------------

    def install(self) -> None:
        """fupan from a wheel of this checkout, with what prints PDF."""
        (self.folder / "person").mkdir(parents=True, exist_ok=True)
        raw = self.folder / "raw"
        raw.mkdir(exist_ok=True)
        shutil.copy(PACKAGE / "raw.py", raw / "raw.py")
        self._make("fupan", f"{ROOT}[pdf]", again=True)
        self.compile()

    def compile(self) -> None:
        """Compile what was put beside raw.py."""
        self.run(self.python, "-m", "compileall", "-q", self.folder / "raw")

    def install_peer(self, name: str) -> str:
        """A peer from the package index; its version, or "" where it cannot be had."""
        try:
            self._make(name, PEERS[name])
        except Failed as problem:
            talk(f"{name} is left out: {str(problem).splitlines()[-1]}")
            return ""
        return version_in(self.environment(name), PEERS[name])

    def _make(self, name: str, requirement: str, *, again: bool = False) -> None:
        """An environment with this requirement and nothing else; modules are compiled when they are installed."""
        made = self.environment(name) / "made"
        if made.exists() and not again:
            return
        talk(f"installing {name}")
        if not made.exists():
            venv.create(self.environment(name), clear=True, symlinks=True)
        pip = (self._tools(), "-m", "pip", "--python", self.environment(name) / "bin" / "python")
        environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        done = subprocess.run(
            [*map(str, pip), "install", "-q", "--compile", requirement],
            env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Failed(done.stderr[-2000:])
        made.touch()

    def _tools(self) -> Path:
        """An interpreter with a pip that is new enough to write short console scripts."""
        python = self.environment("tools") / "bin" / "python"
        if not python.exists():
            venv.create(self.environment("tools"), with_pip=True, symlinks=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", "-U", "pip"], check=True)
        return python

    # --- journals ----------------------------------------------------------------------------------------

    def demo(self, language: str) -> Path:
        """The half-year of `fupan demo`, exported."""
        home = self.folder / "journals" / f"demo-{language}"
        export = home.with_suffix(".json")
        if not export.exists():
            export.parent.mkdir(exist_ok=True)
            self.run(self.fupan, "--lang", language, "demo", "--keep", home)
            self.run(self.fupan, "export", export, home=home)
        return export

    def journal(self, language: str, years: int) -> None:
        """A journal of so many years, written by `fupan import`; a week's answers beside it."""
        home = self.home(language, years)
        if (home / "made").exists():
            return
        talk(f"making a journal of {years} years ({language})")
        export = self.demo(language)
        document = home.with_suffix(".json")
        subprocess.run(
            [str(self.python), "-m", "bench.journals", str(export), str(years), language, str(document)],
            env=self.environ | {"PYTHONPATH": str(PACKAGE.parent)}, check=True,
        )  # fmt: skip
        self.run(self.fupan, "--lang", language, "import", document, home=home)
        self.run(self.fupan, "doctor", home=home)  # brings the search's index up to date
        (home / "scratch").mkdir()
        hand_out(home)
        (home / "made").touch()


def hand_out(home: Path) -> None:
    """A journal's rows as lines of JSON, and its tables empty: what the plain import begins with."""
    source, empty = sqlite3.connect(home / "journal.db"), sqlite3.connect(home / "empty.db")
    with (home / "rows.jsonl").open("w", encoding="utf-8") as file:
        for table in tables(source):
            (made,) = source.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            empty.execute(made)
            if rows := source.execute(f'SELECT * FROM "{table}"').fetchall():
                file.write(json.dumps([table, rows], ensure_ascii=False) + "\n")
    empty.close()
    source.close()


def version_in(environment: Path, distribution: str) -> str:
    """Which version of a distribution an environment has."""
    said = f"import importlib.metadata as m; print(m.version({distribution!r}))"
    done = subprocess.run([str(environment / "bin" / "python"), "-c", said], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def here() -> str:
    """The interpreter that environments are made from."""
    return sys.version.split()[0]
