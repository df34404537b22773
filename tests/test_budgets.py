"""The house's budgets: small rooms, short functions, few broad excepts, and no clock outside the hall."""

import ast
from pathlib import Path

import pytest

import fupan

SOURCES = [
    path for path in sorted(Path(fupan.__file__).parent.rglob("*.py")) if "templates" not in path.parts
]  # compiled ones are made, not written
ROOM, FUNCTION = 400, 40
BROAD_EXCEPTS = {
    "cli/__init__.py",  # the door
    "cli/taking_out.py",  # half an export is taken away again, whatever stopped it; the error goes on
    "settings.py",  # a half-written file is taken away again, whatever stopped it; the error goes on
    "store/beginning.py",  # the same for what is remembered of a file
    "store/file.py",  # the same for a connection
    "web/guard.py",  # the other door
}
# a reason that one would defend stands beside each
LONGER = {
    "store/migrations/versions/0001_first.py": "a schema's step is read from top to bottom",
    "store/migrations/versions/0002_long_view.py": "a schema's step is read from top to bottom",
    "store/migrations/env.py": "alembic's own form",
}


def name(path):
    return path.relative_to(Path(fupan.__file__).parent).as_posix()


def functions(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(node):
    """Lines of a function without its signature and docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return node.end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_room_is_small(path):
    """No file over 400 lines, no function over 40 without a reason."""
    if name(path) in LONGER:
        return
    assert len(path.read_text(encoding="utf-8").splitlines()) <= ROOM
    assert [node.name for node in functions(path) if body_lines(node) > FUNCTION] == []


def test_broad_excepts_stand_at_the_doors_only():
    """Whatever nobody foresaw is caught once per door, never in a room."""
    found = {
        name(path)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    }
    assert found <= BROAD_EXCEPTS


def test_only_the_hall_knows_the_clock_and_only_doors_print():
    """`now` and `today` are asked for in app.py alone; nothing prints but the doors."""
    clocks, prints = set(), set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                clocks |= (
                    {name(path)} if called in ("datetime.now", "date.today", "datetime.utcnow", "time.time") else set()
                )
                prints |= {name(path)} if called == "print" else set()
    assert clocks <= {"app.py", "__main__.py"}  # `fupan due` is answered before the hall is opened
    assert {place.partition("/")[0] for place in prints} <= {"cli", "__main__.py", "diagnosis"}
    assert {place for place in prints if place.startswith("diagnosis")} <= {"diagnosis/__main__.py"}
