"""The whole week at a real terminal of 80 columns, in both languages, with everything that can interrupt it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("pexpect")
from terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

CTRL_C = "\x03"
FIRST_MONDAY, SECOND_MONDAY = "2026-11-23T19:30+08:00", "2026-11-30T19:30+08:00"
FIRST: dict[str, dict[str, Any]] = {
    "en": {
        "A goal that you had": ["write chapter three", "read the book", ""],
        "Hours planned": ["6/2", "3/3"],
        "This goal: done": ["p", "d"],
        "Why was it missed": "Wednesday went to meetings",
        "a desire or a fear": "f",
        "for the whole of": "submit the paper",
        "Next week's goal": "one page a day in the library",
        "on Sunday that it is done": "5 pages",
        "Hours you will": "5h",
    },
    "zh": {
        "你有过的一个目标": ["写论文第三章", "看书", ""],
        "真做了几小时": ["6/2", "3/3"],
        "这个目标：做成": ["p", "d"],
        "为什么没做成": "周三被会议打断，之后刷视频",
        "欲望还是恐惧": "f",
        "整个季度的一个": "第四季度投出论文",
        "下周的目标": "每天去图书馆写一页",
        "凭什么看得出": "5 页",
        "打算给几小时": "5h",
    },
}
SECOND: dict[str, dict[str, Any]] = {
    "en": {
        "Turn it into": "I want to publish so that I graduate",
        "How strong": "7",
        "This goal: done": "p",
        "Hours really spent": "~1.5",
        "whole goal stands": "20",
        "Why was it missed": "the evenings went to videos",
        "Had you put in": "y",
        "The moment you put it off": "w",
        "Your own verdict": "l",
        "What was solid": "two pages",
        "As the mentor: why": "l",
        "how does it go on": "s",
        "One rule": "write first, phone later",
    },
    "zh": {
        "翻成一句": "我要发论文，好让自己毕业",
        "有多强": "7",
        "这个目标：做成": "p",
        "真正花在上面": "~1.5",
        "到百分之几": "20",
        "为什么没做成？先": "周三周四晚上都在刷视频",
        "一小时不少": "y",
        "往后推的那一刻": "w",
        "先下你自己的判断": "l",
        "哪件事扎实": "两页",
        "站在导师的位置": "l",
        "没做完": "s",
        "一条规律": "先写再看手机",
    },
}
GOING_ON = {"en": "Going on where you stopped", "zh": "接着"}


def begin(language: str, *more: str, now: str = FIRST_MONDAY, **environ: str) -> Terminal:
    return Terminal(["-m", "fupan", "week", *more], {"FUPAN_LANG": language, "FUPAN_NOW": now, **environ})


def script(replies: dict[str, Any]) -> dict[str, Any]:
    """A copy that can be used up."""
    return {key: list(reply) if isinstance(reply, list) else reply for key, reply in replies.items()}


def an_editor(tmp_path: Path, body: str) -> str:
    path = tmp_path / "ed"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_two_mondays(language: str, home: Path, run: Any) -> None:
    """The first evening takes at most 15 prompts; the second starts from its promise and seals a verdict."""
    first = begin(language)
    asked = first.converse(script(FIRST[language]))
    assert first.end() == 0, first.text
    assert len(asked) <= 15
    second = begin(language, now=SECOND_MONDAY)
    second.see(FIRST[language]["下周的目标" if language == "zh" else "Next week's goal"])
    asked = second.converse(script(SECOND[language]))
    assert second.end() == 0, second.text
    assert len(asked) <= 48
    data = run("show", "2026-W48", "--json").data
    assert data["goals"][0]["actual_hours"] == 1.5
    assert data["goals"][0]["estimated"] is True
    assert data["verdicts"][0]["own"] == "laziness"
    assert data["answers"]["rule"] == SECOND[language]["一条规律" if language == "zh" else "One rule"]
    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in home.iterdir() if path.is_file()} == {0o600}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_interruptions_lose_no_answered_question(language: str, home: Path, tmp_path: Path, run: Any) -> None:
    """Ctrl-C, kill -9, a closed terminal and a failing editor: the next start goes on at the open question."""
    replies = script(FIRST[language])
    why, next_goal = ("Why was it missed", "Next week's goal") if language == "en" else ("为什么没做成", "下周的目标")

    one = begin(language)
    one.converse(replies, stop_at="Hours planned" if language == "en" else "真做了几小时")
    one.press(CTRL_C)
    assert one.end() == 130
    assert "fupan week" in one.text.rpartition("\n\n")[2]

    two = begin(language)
    two.see(GOING_ON[language])
    asked = two.converse(replies, stop_at="This goal: done" if language == "en" else "这个目标：做成")
    assert len(asked) == 1
    two.kill()

    three = begin(language)
    three.see(GOING_ON[language])
    three.converse(replies, stop_at=why)
    three.child.close(force=True)  # the window is closed

    four = begin(language, VISUAL=an_editor(tmp_path, 'echo "half a thought" > "$1"; exit 1'))
    four.see(GOING_ON[language])
    four.type(":e")
    four.see("2026-W47.goals.had1.why.md")
    four.type(":q")
    assert four.end() == 0

    five = begin(language, VISUAL=an_editor(tmp_path, 'echo "and the rest" >> "$1"'))
    five.see(GOING_ON[language])
    five.type(":e")
    five.see("and the rest")
    five.converse(replies)
    assert five.end() == 0, five.text

    data = run("show", "2026-W47", "--json").data
    assert [goal["title"] for goal in data["goals"]] == FIRST[language][
        "A goal that you had" if language == "en" else "你有过的一个目标"
    ][:2]
    assert data["goals"][0]["gap"]["why"] == "half a thought\nand the rest"
    assert data["promises"][0]["title"] == FIRST[language][next_goal]
    assert list((home / "editor").iterdir()) == []


def test_a_written_week_is_refused_before_the_first_question(home: Path) -> None:
    """Nothing is typed for a week that is sealed already."""
    first = begin("en")
    first.converse({})
    assert first.end() == 0, first.text
    again = begin("en")
    assert again.end() == 1
    assert "amends it" in again.text
    assert "›" not in again.text


def test_without_colour_no_colour_is_sent(home: Path) -> None:
    """With NO_COLOR the whole interview sends no colour, and all of it can be read."""
    week = begin("en", NO_COLOR="1")
    week.converse({})
    assert week.end() == 0
    assert not re.search(rb"\x1b\[[0-9;]*(3[0-7]|9[0-7]|4[0-7])m", week.raw)


def test_a_dumb_terminal_can_answer_too(home: Path, run: Any) -> None:
    """Where no line can be edited, answers are taken as they come, and the editor is offered."""
    week = begin("en", TERM="dumb")
    week.see(":e opens your editor")
    week.converse(script(FIRST["en"]))
    assert week.end() == 0, week.text
    assert run("show", "2026-W47", "--json").data["promises"][0]["title"] == "one page a day in the library"


def test_crisis_words_are_answered_at_once(home: Path) -> None:
    """The line of help stands on the screen before the next question does."""
    week = begin("zh")
    week.type("不想活了")
    week.ready()
    assert "12356" in week.text
    week.type(":q")
    assert week.end() == 0


FULL_DISK = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
from fupan.__main__ import main
sys.argv = ["fupan", "week"]
main()
"""


def test_a_full_disk_shows_the_unsaved_answer_and_puts_it_elsewhere(home: Path, tmp_path: Path, run: Any) -> None:
    """What cannot be stored is not lost: it stands on the screen and in a private file that is named."""
    first = begin("en")
    first.type("write chapter three")
    first.type(":q")
    assert first.end() == 0
    elsewhere = tmp_path / "run"
    elsewhere.mkdir()
    full = Terminal(["-c", FULL_DISK], {"XDG_RUNTIME_DIR": str(elsewhere)})
    full.see("one answer is kept")
    full.type("6/2")
    assert full.end() == 1
    assert "the disk is full" in full.text
    [rescued] = elsewhere.iterdir()
    assert rescued.read_text() == "6/2\n"
    assert rescued.stat().st_mode & 0o777 == 0o600
    assert len(run("status", "--json").data["draft"]["answers"]) == 1
