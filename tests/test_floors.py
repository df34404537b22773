"""Who may import whom: the contracts hold, and each of them turns red when it is broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("importlinter")
ROOT = Path(__file__).parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def lint(root: Path) -> tuple[int, str]:
    environ = {**os.environ, "PYTHONPATH": str(root / "src")}
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=root, env=environ, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources with their contracts, to be broken."""
    place = tmp_path_factory.mktemp("floors")
    shutil.copytree(ROOT / "src", place / "src", ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def test_the_house_keeps_its_floors() -> None:
    """No module imports from a floor above it, or what is not its business."""
    status, said = lint(ROOT)
    assert status == 0, said


@pytest.mark.parametrize(
    ("module", "planted", "contract"),
    [
        ("periods.py", "from fupan import review", "Floors: doors, hall, rooms, cellar, ground"),
        ("journal/desk.py", "from fupan.render import words", "Floors: doors, hall, rooms, cellar, ground"),
        ("store/cipher.py", "from fupan.store import file", "No circles"),
        ("model.py", "import pydantic", "The ground floor is plain Python"),
        ("app.py", "import sqlite3", "Only journal and app know the store, only the store knows SQL"),
        ("render/screens.py", "from fupan.store import peek", "Doors and renderers never read the store"),
        ("web/desk.py", "from fupan.store import peek", "Doors and renderers never read the store"),
        ("web/desk.py", "import sqlite3", "Only journal and app know the store, only the store knows SQL"),
        ("web/desk.py", "from fupan.cli import door", "Floors: doors, hall, rooms, cellar, ground"),
        ("cli/week.py", "from fupan.web import desk", "Floors: doors, hall, rooms, cellar, ground"),
        ("app.py", "import fastapi", "Only the page knows the server"),
    ],
)
def test_each_contract_turns_red(copy: Path, module: str, planted: str, contract: str) -> None:
    """One bad import is enough to break the contract that forbids it."""
    path = copy / "src" / "fupan" / module
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{planted}\n", encoding="utf-8")
    try:
        status, said = lint(copy)
    finally:
        path.write_text(before, encoding="utf-8")
    assert status != 0
    assert f"{contract} BROKEN" in said


def test_every_module_of_the_ground_floor_is_held_to_it() -> None:
    """What stands below the store in the floors is also forbidden everything but plain Python."""
    named = {contract["name"]: contract for contract in CONTRACTS}
    floors = named["Floors: doors, hall, rooms, cellar, ground"]["layers"]
    ground = set(named["The ground floor is plain Python"]["source_modules"])
    below = floors[floors.index("store") + 1 :]
    names = {name for layer in below for name in layer.replace("|", ":").replace("\n", " ").split(":")}
    assert {f"fupan.{name.strip()}" for name in names} == ground
