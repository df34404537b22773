"""What tests share: a private home, a fixed day, the program run in this process, golden files."""

from __future__ import annotations

import fcntl
import io
import json
import os
import signal
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from fupan.cli import run as run_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The same examples on every machine and every run; `HYPOTHESIS_PROFILE=explore pytest` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

GOLDEN = Path(__file__).parent / "golden"
MONDAY_EVENING = "2026-11-23T19:30:00+08:00"  # in 2026-W48; the week under review is W47


# Ctrl-C is tested in children; whoever started this in the background had it ignored in all of them.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="write the golden files anew")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """The whole suite runs on every core; a few files, or new golden files, in this process alone."""
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    return 0 if named or config.getoption("--golden-update") else None


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's own directory, a fixed day and an environment without the machine's wishes."""
    place = tmp_path / "home"
    for name in list(os.environ):
        if name.startswith(("FUPAN_", "_FUPAN", "LC_")) or name in {
            "LANG", "LANGUAGE", "NO_COLOR", "FORCE_COLOR", "VISUAL", "EDITOR", "PAGER", "COLUMNS", "LINES",
        }:  # fmt: skip
            monkeypatch.delenv(name)
    for name, value in {
        "FUPAN_HOME": str(place),
        "FUPAN_NOW": MONDAY_EVENING,
        "TZ": "Asia/Shanghai",
        "LANG": "en_US.UTF-8",
        "COLUMNS": "80",
        "PAGER": "",
    }.items():
        monkeypatch.setenv(name, value)
    return place


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Makes a new journal as a copy of one that the schema's steps made: a fiftieth of their time."""
    import sqlite3

    from fupan.store import file, migrate, rows
    from fupan.store.nouns import digest_of

    made = tmp_path_factory.mktemp("pristine") / "journal.db"
    migrate.create(made, now=datetime.fromisoformat(MONDAY_EVENING))

    def create(path: Path, *, now: datetime) -> None:
        created = rows.JournalRow(key="created", value=now.isoformat())
        with closing(sqlite3.connect(made, isolation_level=None)) as new:
            new.execute(
                "UPDATE journal SET value = ?, digest = ? WHERE key = 'created'", (created.value, digest_of(created))
            )
        file.make(path)
        if not file.filled(path):
            path.write_bytes(made.read_bytes())

    return create


@pytest.fixture(autouse=True)
def _new_journals(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """New journals are copies, but where a test is about how one is made."""
    if not any(request.node.get_closest_marker(name) for name in ("steps", "trust", "server")):
        monkeypatch.setattr("fupan.store.migrate.create", request.getfixturevalue("pristine"))


@pytest.fixture
def journal(tmp_path: Path) -> Any:
    """An empty journal in a real file, on Monday evening."""
    from fupan.journal import Journal
    from fupan.periods import Moment
    from fupan.store import open_store

    now = datetime.fromisoformat(MONDAY_EVENING)
    return Journal(open_store(tmp_path / "journal.db", now=now), Moment(now, "Asia/Shanghai"))


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, Path]:
    """A home with two quarters of one life in each language, as the demo writes them; to be copied.

    Several workers share them: who comes first writes. The quarter that the demo named stands beside its home.
    """
    from fupan.demo import write

    own = tmp_path_factory.getbasetemp()
    place = (own if worker_id == "master" else own.parent) / "lived"
    for language in ("en", "zh"):
        home, told = place / language / "home", place / language / "quarter"
        home.parent.mkdir(parents=True, exist_ok=True)
        with (place / f"{language}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not told.exists():
                home.mkdir()
                told.write_text(str(write(home, language)))
    return {language: place / language / "home" for language in ("en", "zh")}


@dataclass
class Ran:
    """What a command gave: data, talk, exit status."""

    out: str
    err: str
    status: int

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def data(self) -> Any:
        return self.json["data"]

    @property
    def error(self) -> Any:
        return self.json["error"]


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """`run("week", "--answers", "-", input=…)` in this process, without a terminal."""
    del home

    def ran(*arguments: str, input: str | bytes = "", **environ: str) -> Ran:  # noqa: A002
        raw = input.encode() if isinstance(input, str) else input
        with monkeypatch.context() as patch:
            for name, value in environ.items():
                patch.setenv(name, value)
            out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in "oe")
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            status = run_line(list(arguments))
        said = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
        return Ran(*said, status)

    return ran


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(name, text)` compares with tests/golden/NAME; --golden-update writes it."""
    used: set[Path] = request.config.stash.setdefault(_USED, set())

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        used.add(path)
        if request.config.getoption("--golden-update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing; --golden-update writes it"
        assert text == path.read_text(encoding="utf-8")

    return compare


_USED: pytest.StashKey[set[Path]] = pytest.StashKey()


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """After an update of the whole suite, golden files that no test asked for are removed."""
    yield
    config = session.config
    if config.option.dist != "no" or hasattr(config, "workerinput"):
        return  # no process knows what the others asked for
    whole = not config.args or [str(Path(arg)) for arg in config.args] == [str(Path(__file__).parent)]
    if config.getoption("--golden-update") and whole and config.option.keyword == "":
        used = config.stash.get(_USED, set())
        for path in GOLDEN.rglob("*"):
            if path.is_file() and path not in used:
                path.unlink()
