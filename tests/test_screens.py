"""Small screens: right at 80 columns with Chinese, and deaf to what a person's words might do to a terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.render.cells import cells
from fupan.render.lines import Lines

if TYPE_CHECKING:
    from pathlib import Path

STEERING = {*range(9), *range(11, 32), 127, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
TEXTS = st.text(st.characters(codec=None), max_size=200) | st.text("去图书馆 word[]\x1b\u202e\n", max_size=200)


@given(TEXTS, st.integers(24, 80), st.sampled_from(["", "  1  ", "    │ ", "  计划 "]))
def test_no_line_is_wider_than_the_terminal(text: str, width: int, first: str) -> None:
    """Whatever is put, every line fits and carries nothing that steers the terminal."""
    lines = Lines(width)
    lines.put(text, first=first)
    lines.quote(text)
    lines.pair("name", text)
    lines.dots([text, text])
    for line in lines.plain().split("\n"):
        assert cells(line) <= width
        assert not STEERING & {ord(character) for character in line}


def test_two_gaps_are_one_empty_line() -> None:
    """Empty lines do not add up, and none stands at the beginning."""
    lines = Lines()
    lines.gap()
    lines.put("a")
    lines.gap()
    lines.gap()
    lines.put("b")
    assert lines.plain() == "a\n\nb\n"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_small_screen_fits_eighty_columns(language: str, home: Path, lived: Any, run: Any) -> None:
    """Status, lists, stories and whole weeks of two quarters fit, in both languages."""
    shutil.copytree(lived[language], home)
    lines = []
    for words in (
        (),
        ("status",),
        ("goal", "list", "--all"),
        ("goal", "story", "g28"),
        ("goal", "show", "g28"),
        ("show", "2026"),
        ("show", "2026-Q3"),
        ("config", "list"),
    ):
        ran = run(*words, "--lang", language)
        assert ran.status == 0, ran.err
        lines += ran.out.split("\n")
    assert [line for line in lines if cells(line) > 80] == []
    assert len(lines) > 500


def test_a_week_is_shown_as_it_was_written(home: Path, lived: Any, run: Any) -> None:
    """Every word that the person wrote that week stands on the page."""
    shutil.copytree(lived["zh"], home)
    data = run("show", "2026-W32", "--json").data
    page = "".join(run("show", "2026-W32", "--lang", "zh").out.replace("│", "").split())
    said = [goal["title"] for goal in data["goals"]]
    said += [goal["proof"] for goal in data["goals"]]
    said += [goal["gap"]["why"] for goal in data["goals"] if goal["gap"]]
    said += [text for key, text in data["answers"].items() if isinstance(text, str) and key != "request.acted"]
    said += [goal["title"] for goal in data["promises"]]
    assert len(said) > 8
    for text in said:
        assert "".join(text.split()) in page


def test_a_story_tells_a_goal_s_life(home: Path, run: Any) -> None:
    """Weeks, notes, what it serves, and how it ended stand in its story."""
    run("goal", "add", "投出论文", "-q", "Q4", "--sure", "七成", "--hours", "80")
    run("goal", "add", "写第三章", "--for", "投出", "--hours", "5h", "-m", "5 页")
    run("note", "写了半页", "-g", "第三章", "--hours", "1小时半")
    run("goal", "drop", "g2", "--why", "不再需要")
    story = run("goal", "story", "g2").out
    assert "写第三章" in story
    assert "serves g1" in story
    assert "1.5 h · 写了半页" in story
    assert "不再需要" in story
    assert "写第三章" in run("goal", "story", "投出").out
    assert run("goal", "list").out.count("g2") == 0
    assert run("goal", "reopen", "g2").status == 0
    assert "g2" in run("goal", "list").out


def test_the_linter_speaks_once_and_lets_pass(run: Any) -> None:
    """A vague goal is stored, with the remark on standard error."""
    ran = run("goal", "add", "多看论文", "--lang", "zh")
    assert ran.status == 0
    assert ran.err.startswith("! ")
    assert "多看论文" in ran.out


def test_an_empty_journal_says_four_lines_and_what_to_do(run: Any, home: Path) -> None:
    """What will happen, how long it takes, where the text lives, and that nothing leaves the machine."""
    out = run().out.rstrip().split("\n")
    assert len(out) == 5
    assert "2026-W47" in out[0]
    assert "15 minutes" in out[1]
    assert str(home / "journal.db") in out[2]
    assert "Nothing leaves this machine" in out[3]
    assert "fupan week" in out[4]


def test_long_output_is_paged_on_a_terminal_only(home: Path, lived: Any, tmp_path: Path) -> None:
    """A pager gets what is longer than the screen; --no-pager and a pipe get the text itself."""
    pexpect = pytest.importorskip("pexpect")
    shutil.copytree(lived["en"], home)
    seen = tmp_path / "paged"
    environ = {**os.environ, "PAGER": f"tee {seen}", "TERM": "xterm"}
    for more, paged in ((["--no-pager"], False), ([], True)):
        child = pexpect.spawn(sys.executable, ["-m", "fupan", "show", "2026-W30", *more], env=environ, timeout=30)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
        assert seen.exists() is paged
    piped = subprocess.run(
        [sys.executable, "-m", "fupan", "show", "2026-W30"], env=environ, capture_output=True, check=True
    )
    assert b"2026-W30" in piped.stdout
