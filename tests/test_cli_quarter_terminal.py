"""The whole quarter at a real terminal of 80 columns, in both languages, interrupted and resumed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("pexpect")
from terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

AFTERWARDS = "2026-11-23T20:00+08:00"  # after everything that the journal holds
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "reread": "A line to this week",
        "best": "Which week was the best",
        "own": "Your own score",
        "why": "over the whole quarter",
        "letter": "Five lines to yourself",
        "on": "Going on where you stopped",
    },
    "zh": {
        "reread": "再看这一周",
        "best": "哪一周最好",
        "own": "给这个目标打个分",
        "why": "放到整个季度看",
        "letter": "以导师的口吻",
        "on": "接着",
    },
}


def begin(language: str, *more: str) -> Terminal:
    return Terminal(["-m", "fupan", "quarter", *more], {"FUPAN_LANG": language, "FUPAN_NOW": AFTERWARDS})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_quarter_is_re_read_scored_judged_and_sealed(language: str, home: Path, lived: Any, run: Any) -> None:
    """Weeks are re-read before any score is shown; killed and stopped, it goes on where it was."""
    shutil.copytree(lived[language], home)
    words = WORDS[language]

    one = begin(language, "2026-Q3", "--again")
    asked = one.converse({words["reread"]: ["one line to the first week"]}, stop_at=words["best"])
    assert len(asked) == 12
    assert words["own"] not in one.text
    one.kill()

    two = begin(language, "2026-Q3", "--again")
    two.see(words["on"])
    two.converse({words["best"]: "w30", words["own"]: ["0.3"]}, stop_at=words["why"])
    two.type(":q")
    assert two.end() == 0
    assert "fupan quarter 2026-Q3" in two.text

    three = begin(language, "2026-Q3", "--again")
    three.see(words["on"])
    asked = three.converse({words["why"]: ["flat evenings"], words["letter"]: "write less, send sooner"})
    assert words["why"] in asked[0]
    assert three.end() == 0, three.text

    data = run("show", "2026-Q3", "--json").data
    assert data["marks"]["best"] == "2026-W30"
    assert data["scores"][0]["own"] == 0.3
    assert data["answers"]["letter"] == "write less, send sooner"
    assert "one line to the first week" in run("show", "2026-Q3", "--lang", language).out


def test_closing_a_quarter_names_the_next_one_s_goals(home: Path, lived: Any, run: Any) -> None:
    """A quarter that is open yet is closed with Enter alone, but for a goal of the quarter after it."""
    shutil.copytree(lived["en"], home)
    quarter = Terminal(["-m", "fupan", "quarter", "2026-Q4"], {"FUPAN_NOW": "2027-01-05T20:00+08:00"})
    quarter.converse({"A goal for 2027-Q1": ["send the thesis draft"], "Hours in all": "80"})
    assert quarter.end() == 0, quarter.text
    [goal] = run("goal", "list", "2027-Q1", "--level", "quarter", "--json").data
    assert (goal["title"], goal["hours"], goal["quarter"]) == ("send the thesis draft", 80, "2027-Q1")


def test_a_quarter_without_a_terminal_is_refused(home: Path, lived: Any, run: Any) -> None:
    """The quarter asks no one in a script: it names --answers."""
    shutil.copytree(lived["en"], home)
    ran = run("quarter", "2026-Q3", "--again")
    assert ran.status == 2
    assert "fupan quarter 2026-Q3 --answers" in ran.err
