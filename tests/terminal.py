"""A real terminal for tests: a program behind a pseudo-terminal, and the screen as a person sees it."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

import pexpect
import pyte

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATIENCE = 30  # seconds until a test gives up waiting for a text
MOST_QUESTIONS = 150


class Terminal:
    """80 columns and 50 lines; `see` waits for a text, `type` types and presses Enter."""

    def __init__(self, arguments: Sequence[str], environ: dict[str, str] | None = None) -> None:
        self.screen = pyte.HistoryScreen(80, 50, history=5000)
        self.stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            sys.executable,
            list(arguments),
            env={**os.environ, "TERM": "xterm-256color", **(environ or {})},
            dimensions=(50, 80),
            timeout=PATIENCE,
        )
        self.child.delaybeforesend = None
        self.child.delayafterread = None
        self.raw = b""
        self.scrolled: list[str] = []  # lines that left the screen at its top

    def feed(self, wait: float = 0.05) -> bool:
        """Take what the program wrote; False once it has ended."""
        try:
            data = self.child.read_nonblocking(65536, wait)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self.stream.feed(data)
        return True

    @property
    def text(self) -> str:
        """Everything written so far, scrolled lines too. A wide character takes one character here."""
        top = self.screen.history.top
        self.scrolled += [_line(top[n]) for n in range(len(self.scrolled), len(top))]
        shown = (_line(self.screen.buffer[n]) for n in range(self.screen.cursor.y + 1))
        return "\n".join([*self.scrolled, *shown]).rstrip()

    def see(self, text: str, times: int = 1) -> None:
        """Wait until `text` stands on the screen, wherever its lines are broken."""
        until = time.monotonic() + PATIENCE
        wanted = "".join(text.split())
        while "".join(self.text.split()).count(wanted) < times:
            alive = self.feed()
            seen = "".join(self.text.split()).count(wanted) >= times
            assert alive or seen, f"ended without {text!r}:\n{self.text}"
            assert time.monotonic() < until, f"no {text!r} in:\n{self.text}"

    def write(self, text: str) -> None:
        self.child.send(text)

    def type(self, text: str = "") -> None:
        """Type a line once the program waits for one, and wait until it was taken."""
        self.ready()
        before = self.text.count("›")
        self.child.send(text + "\r")
        until = time.monotonic() + PATIENCE
        while self.feed() and self.text.count("›") <= before:
            assert time.monotonic() < until, f"not taken:\n{self.text}"

    def ready(self) -> None:
        """Wait for the cursor's sign on the line of the cursor."""
        assert self.waits(), f"ended:\n{self.text}"

    def settle(self) -> None:
        """Let the program draw until it is quiet for a moment."""
        quiet = 0
        while quiet < 2:
            before = len(self.raw)
            if not self.feed(0.03):
                return
            quiet = quiet + 1 if len(self.raw) == before else 0

    def press(self, key: str) -> None:
        self.ready()
        self.child.send(key)

    def kill(self) -> None:
        self.child.kill(signal.SIGKILL)
        self.child.wait()

    def converse(self, replies: Mapping[str, str | list[str]], *, stop_at: str = "") -> list[str]:
        """Answer each question by the reply whose key it contains, else by Enter; gives the questions.

        A key is used up when its reply is a list; `stop_at` leaves the program waiting at that question.
        """
        asked: list[str] = []
        while self.waits():
            assert len(asked) < MOST_QUESTIONS, self.text
            question = self.text.rstrip().rpartition("\n\n")[2]
            if stop_at and stop_at in question:
                break
            asked.append(question)
            key = next((key for key in replies if key in question), None)
            reply = replies[key] if key is not None else ""
            if isinstance(reply, list):
                reply = reply.pop(0) if reply else ""
            self.type(reply)
        return asked

    @property
    def cursor_line(self) -> str:
        return _line(self.screen.buffer[self.screen.cursor.y])

    def waits(self) -> bool:
        """Whether the program waits for a line; False once it has ended."""
        until = time.monotonic() + PATIENCE
        while "›" not in self.cursor_line:
            if not self.feed():
                return False
            assert time.monotonic() < until, f"neither a prompt nor the end in:\n{self.text}"
        return True

    def end(self) -> int:
        """The exit status."""
        until = time.monotonic() + PATIENCE
        while self.feed():
            assert time.monotonic() < until, f"still running:\n{self.text}"
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus


def _line(row: Mapping[int, Any]) -> str:
    return "".join(row[column].data for column in range(80)).rstrip()
