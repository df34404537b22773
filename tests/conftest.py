"""What tests share: a private home, a fixed day, the program run in this process, golden files."""

from __future__ import annotations

import io
import json
import os
import sys
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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="write the golden files anew")


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


@pytest.fixture
def journal(tmp_path: Path) -> Any:
    """An empty journal in a real file, on Monday evening."""
    from fupan.journal import Journal
    from fupan.periods import Moment
    from fupan.store import open_store

    now = datetime.fromisoformat(MONDAY_EVENING)
    return Journal(open_store(tmp_path / "journal.db", now=now), Moment(now, "Asia/Shanghai"))


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A home with two quarters of one life in each language, as the demo writes them; to be copied."""
    from fupan.demo import write

    homes = {}
    for language in ("en", "zh"):
        homes[language] = tmp_path_factory.mktemp(language) / "home"
        homes[language].mkdir()
        write(homes[language], language)
    return homes


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
    whole = not config.args or [str(Path(arg)) for arg in config.args] == [str(Path(__file__).parent)]
    if config.getoption("--golden-update") and whole and config.option.keyword == "":
        used = config.stash.get(_USED, set())
        for path in GOLDEN.rglob("*"):
            if path.is_file() and path not in used:
                path.unlink()
