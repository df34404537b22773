"""Two editors on one review: both texts are kept, the difference is shown, nothing is overwritten unseen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from fupan.cli.elsewhere import Keeper, difference, sealed_elsewhere
from fupan.language import Language

if TYPE_CHECKING:
    from pathlib import Path

FIRST = {
    "had": {"1": {"title": "Read 5 papers", "hours": "6/2", "outcome": "missed"}},
    "goals": {"had1": {"why": "from the script"}},
    "motive": {"kind": "fear"},
    "next": {"new1": {"title": "Draft section 3", "measure": "sent to Ana", "hours": 8}},
}


class Heard:
    """A door that keeps what it says."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def talk(self, message: str, **values: object) -> None:
        self.said.append(message % values)

    def write_talk(self, text: str) -> None:
        self.said.append(text)


def test_the_difference_of_two_texts() -> None:
    """What stands there is marked by -, what was typed by +, line by line; controls are harmless."""
    assert difference("a\nb", "a\nc\x1b[2J") == "    a\n  - b\n  + c�[2J"


def test_an_answer_given_elsewhere_is_joined(journal: Any) -> None:
    """The later window finds the earlier one's text, shows both, and both are stored."""
    sheet = journal.open_week()
    one, other = (Keeper(Heard(), journal, sheet) for _ in range(2))  # type: ignore[arg-type]
    assert one.keep("had.1.title", "write the paper") == "write the paper"
    assert one.keep("had.1.title", "write the paper, whole") == "write the paper, whole"  # its own correction
    assert other.keep("had.1.title", "read the book") == "write the paper, whole\nread the book"
    assert other.door.said[1] == "  - write the paper, whole\n  + read the book"  # type: ignore[attr-defined]
    assert journal.open_week().draft["had.1.title"] == "write the paper, whole\nread the book"


def test_of_two_choices_the_later_one_holds(journal: Any) -> None:
    """A choice cannot be two; the one given last stands, and it is told."""
    sheet = journal.open_week()
    one, other = (Keeper(Heard(), journal, sheet) for _ in range(2))  # type: ignore[arg-type]
    one.keep("motive.kind", "fear")
    assert other.keep("motive.kind", "desire") == "desire"
    assert other.door.said  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "asked", "told"), [
    ("en", "A goal that you had", "was sealed in another window"),
    ("zh", "你有过的一个目标", "在另一个窗口封存了"),
])  # fmt: skip
def test_a_review_sealed_elsewhere_loses_nothing(language: str, asked: str, told: str, home: Path, run: Any) -> None:
    """At a terminal one evening is typed while a script seals it: the difference is shown, and --again goes on."""
    pytest.importorskip("pexpect")
    from terminal import Terminal

    here = Terminal(["-m", "fupan", "--lang", language, "week"])
    here.see(asked)
    here.type("my own goal 我自己的")
    sealed = run("week", "--answers", "-", input=json.dumps(FIRST))
    assert sealed.status == 0, sealed.err
    while here.feed(0.3) and told not in here.text:
        here.type("")
    here.see(told)
    here.see("my own goal")
    here.see("--again")
    assert here.end() == 1
    shown = json.loads(run("show", "2026-W47", "--json").out)["data"]
    assert shown["goals"][0]["title"] == "Read 5 papers"
    [draft] = json.loads(run("export", "-").out)["data"]["draft"]
    assert draft["period"] == "2026-W47"
    assert "my own goal 我自己的" in run("export", "-").out


def test_where_two_windows_differ_the_question_is_told(journal: Any) -> None:
    """Also of an answer that this window was not asked for: the question's words and the answer's, never their keys."""
    sheet = journal.open_week()
    journal.write_week(sheet, journal.take_document(sheet, {**FIRST, "motive": {"kind": "desire"}}))
    door = Heard()
    door.say = Language.load("en")
    sealed_elsewhere(door, journal, sheet, {"rule": "mine"}, "fupan week")
    said = "\n".join(door.said)
    assert "a desire or a fear" in said
    assert "- a desire" in said
    assert "+ mine" in said
    assert "motive." not in said
