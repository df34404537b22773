"""One line at a real terminal: typed Chinese is edited by characters, and the screen stays right."""

from __future__ import annotations

import pytest

pytest.importorskip("pexpect")
from terminal import Terminal

PROGRAM = """
import sys
from fupan.cli.prompt import reader
read = reader(sys.stderr, colored=True)
try:
    given = read("29:30 › ", "ansiyellow", PREFILL)
    print("got", [given], flush=True)
except (KeyboardInterrupt, EOFError) as end:
    print("end", type(end).__name__, flush=True)
"""
BACKSPACE, LEFT, CTRL_C, CTRL_D, CTRL_A = "\x7f", "\x1b[D", "\x03", "\x04", "\x01"


def open_line(prefill: str = "") -> Terminal:
    terminal = Terminal(["-c", PROGRAM.replace("PREFILL", repr(prefill))])
    terminal.ready()
    return terminal


def test_backspace_takes_one_chinese_character() -> None:
    """中文 and one backspace is 中, on the screen and in what is read."""
    line = open_line()
    line.write("中文")
    line.see("中文")
    line.write(BACKSPACE)
    line.settle()
    assert line.cursor_line.endswith("中")
    line.write("\r")
    line.see("got ['中']")
    assert line.end() == 0


def test_the_cursor_moves_by_characters_among_wide_ones() -> None:
    """Two steps left from the end of 去图书馆 stand before 书."""
    line = open_line()
    line.write("去图书馆")
    line.see("去图书馆")
    line.write(LEFT + LEFT + "X")
    line.see("去图X书馆")
    line.write("\r")
    line.see("got ['去图X书馆']")
    line.end()


def test_a_long_chinese_line_wraps_and_is_read_whole() -> None:
    """More than eighty columns of Chinese are shown on several lines and read as typed."""
    typed = "这一周没有按计划每天去图书馆因为晚上总在刷视频" * 4
    line = open_line()
    line.write(typed)
    line.see(typed)
    line.write("\r")
    line.see(f"got ['{typed}']")
    line.end()


def test_what_stands_there_already_can_be_edited() -> None:
    """A former answer is prefilled; Enter gives it back, a change gives the changed one."""
    line = open_line("写论文")
    line.write(BACKSPACE + "\r")
    line.see("got ['写论']")
    line.end()


def test_pasted_lines_are_one_answer() -> None:
    """A paste with line ends does not answer the next questions by accident."""
    line = open_line()
    line.write("\x1b[200~one\ntwo\x1b[201~")
    line.see("two")
    line.write("\r")
    line.see("got ['one\\ntwo']")
    line.end()


@pytest.mark.parametrize(("key", "name"), [(CTRL_C, "KeyboardInterrupt"), (CTRL_D, "EOFError")])
def test_ctrl_c_and_ctrl_d_are_told_apart(key: str, name: str) -> None:
    """Ctrl-C interrupts, Ctrl-D ends the input."""
    line = open_line()
    line.write(key)
    line.see(f"end {name}")
    line.end()


def test_the_terminal_is_asked_nothing() -> None:
    """No request for the cursor's position is sent: its answer would mix with what is typed."""
    line = open_line()
    line.write("x\r")
    line.see("got")
    line.end()
    assert b"\x1b[6n" not in line.raw
    assert b"WARNING" not in line.raw
