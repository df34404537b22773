"""Long work: a line on a terminal that tells how far it is, nothing in a pipe, and after Ctrl-C nothing is changed."""

from __future__ import annotations

import io
from itertools import count
from types import SimpleNamespace

import pytest

from fupan.cli import taking_out
from fupan.cli.progress import progress
from fupan.errors import INTERRUPTED
from fupan.language import Language
from fupan.store import copies, importing


def door(language="en", *, terminal=True, dumb=False, seconds=1.0):
    """A door whose clock goes on by `seconds` at each look."""
    ticks = count()
    err = io.StringIO()
    err.isatty = lambda: terminal
    app = SimpleNamespace(dumb=dumb, stopwatch=lambda: seconds * next(ticks))
    return SimpleNamespace(err=err, app=app, say=Language.load(language))


def said(one):
    with progress(one, "Exporting") as at:
        for number in range(4):
            at(number, 4)
    return one.err.getvalue()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Exporting … 75 %  (Ctrl-C: stop, nothing is changed)"),
        ("zh", "正在导出…… 75%（按 Ctrl-C 停下，什么都不改）"),
    ],
)
def test_a_terminal_is_told_how_far_it_is(language, words):
    """One line that is written over, and gone at the end."""
    told = said(door(language)).split("\r\x1b[K")
    assert told[-2:] == [words, ""]
    assert "\n" not in "".join(told)


@pytest.mark.parametrize("how", [{"terminal": False}, {"dumb": True}, {"seconds": 0.01}])
def test_others_are_told_nothing(how):
    """A pipe, a terminal that cannot write over a line, and whoever waits for a moment only."""
    assert said(door(**how)) == ""


@pytest.fixture
def written(run, home):
    for number in range(3):
        run("note", f"fact {number}")
    return home / "journal.db"


def interrupted(monkeypatch, place, name, after):
    """Have Ctrl-C come at the `after`-th call."""
    real, calls = getattr(place, name), count(1)

    def call(*arguments, **named):
        if next(calls) == after:
            raise KeyboardInterrupt
        return real(*arguments, **named)

    monkeypatch.setattr(place, name, call)


@pytest.mark.parametrize("paper", ["json", "md", "csv"])
def test_a_stopped_export_leaves_nothing(run, written, tmp_path, monkeypatch, paper):
    """Neither half a file nor half a folder."""
    monkeypatch.setattr(taking_out.os, "fsync", _ctrl_c)
    target = tmp_path / "out"
    assert run("export", str(target), "--as", paper).status == INTERRUPTED
    assert not target.exists()


def _ctrl_c(*_):
    raise KeyboardInterrupt


def test_a_stopped_import_changes_nothing(run, written, tmp_path, monkeypatch):
    """Not a byte of the journal."""
    other = {"FUPAN_HOME": str(tmp_path / "other")}
    for number in range(3):
        run("goal", "add", f"goal {number}", "--hours", "1", **other)
    run("export", str(tmp_path / "j.json"), **other)
    before = written.read_bytes()
    interrupted(monkeypatch, importing, "row_of", 2)
    assert run("import", str(tmp_path / "j.json")).status == INTERRUPTED
    assert written.read_bytes() == before


@pytest.mark.parametrize("line", [("verify",), ("backup",), ("restore", "hand")])
def test_a_stopped_look_changes_nothing(run, written, monkeypatch, line):
    """Neither the journal nor its copies."""
    run("backup")
    [hand] = (one.stem for one in copies.every(written) if one.stem.startswith("hand"))
    line = [hand if word == "hand" else word for word in line]
    before = {one: one.read_bytes() for one in written.parent.rglob("*.db")}
    interrupted(monkeypatch, copies, "look", 1)
    monkeypatch.setattr(copies.backup, "_same", _ctrl_c)
    assert run(*line).status == INTERRUPTED
    assert {one: one.read_bytes() for one in written.parent.rglob("*") if one.suffix in (".db", ".part")} == before
