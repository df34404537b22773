"""The terminal's door: data goes to standard output, talk to standard error, in the person's language."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from fupan.errors import Bug, CannotWrite, FileExists, FupanError, NeedsTerminal
from fupan.language import N_
from fupan.render.speaking import plain, spoken
from fupan.settings import DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path
    from typing import TextIO

    from fupan.app import App
    from fupan.language import Language
    from fupan.periods import Period
    from fupan.render.screen import Screen
    from fupan.render.words import Words


class PipeClosed(Exception):
    """Whoever read standard output went away."""


class Door:
    """What a command speaks through. `json` and `pager` are as the command line said."""

    def __init__(self, app: App, *, json: bool = False, pager: bool = True) -> None:
        self.app = app
        self.json = json
        self.pager = pager
        self.out = sys.stdout
        self.err = sys.stderr
        for stream in (self.out, self.err):
            _speak_utf8(stream)

    @property
    def say(self) -> Language:
        return self.app.say

    @property
    def words(self) -> Words:
        from fupan.render.words import Words  # noqa: PLC0415 - `--help` has no dates

        return Words(self.say)

    # --- talk --------------------------------------------------------------------------------------------

    def talk(self, message: str = "", /, **values: object) -> None:
        """Say a marked message on standard error."""
        self.write_talk(self.say(message, **{name: plain(value) for name, value in values.items()}))

    def write_talk(self, text: str) -> None:
        """Words that are spoken already, on standard error; if nobody can hear them, they are lost."""
        if self.err.isatty():
            from fupan.render.cells import wrap  # noqa: PLC0415

            text = "\n".join(wrap(text, self.app.width))
        with contextlib.suppress(OSError, ValueError):
            self.err.write(text + "\n")
            self.err.flush()

    def echo(self, period: Period) -> None:
        """The period that was understood, with its days."""
        words = self.words
        year = period.first_day.year != self.app.moment.today.year
        self.write_talk(f"{period} · {words.days(period.first_day, period.last_day, year=year)}")

    # --- data --------------------------------------------------------------------------------------------

    def give(self, text: str, *, paged: bool = False) -> None:
        """Data on standard output, page by page where it is long and a person reads it."""
        text = text if text.endswith("\n") else text + "\n"
        if paged and self._pages(text):
            return
        with self._delivering():
            self.out.write(text)
            self.out.flush()

    def give_piece(self, text: str) -> None:
        """A piece of data that is too long to be given at once."""
        with self._delivering():
            self.out.write(text)

    def answer(self, kind: str, data: object, show: Callable[[], str]) -> None:
        """The answer of a reading command: the envelope with --json, else what `show` draws."""
        if self.json:
            from fupan.render import wire  # noqa: PLC0415

            self.give(wire.envelope(kind, data))
        else:
            self.give(show(), paged=True)

    @contextlib.contextmanager
    def _delivering(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise PipeClosed from None
        except OSError as error:
            raise CannotWrite(self.say(N_("standard output")), error.strerror or str(error)) from error

    def _pages(self, text: str) -> bool:
        """Whether a pager showed `text`: on a terminal, when it is longer than the screen."""
        if not (self.pager and self.out.isatty()) or text.count("\n") < self.app.height:
            return False
        command = self.app.pager
        if not command:
            return False
        import subprocess  # noqa: PLC0415 - nearly half of Python's own start

        keys = self.say(N_("Space goes on, b goes back, q leaves"))  # in ASCII also in Chinese: less shows no other
        environ = {"LESS": f"-FRX -Ps?e(END) .{keys}$", "LESSCHARSET": "utf-8", **self.app.environ}
        try:
            done = subprocess.run(command, input=text.encode(), env=environ, check=False)  # noqa: S603 - the person's own
        except (OSError, BrokenPipeError):
            return False
        return done.returncode == 0

    def give_bytes(self, data: bytes) -> None:
        """Data that is no text on standard output."""
        with self._delivering():
            self.out.flush()
            self.out.buffer.write(data)
            self.out.buffer.flush()

    def save(self, path: Path, text: str | bytes, *, force: bool = False) -> None:
        """Data into a file that only its owner may read; nothing is replaced and no link followed unasked."""
        if force:
            path.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        try:
            with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
                file.write(text.encode() if isinstance(text, str) else text)
        except FileExistsError:
            raise FileExists(str(path)) from None
        except OSError as error:
            raise CannotWrite(str(path), error.strerror or str(error)) from error

    # --- the terminal ---------------------------------------------------------------------------------------

    def screen(self, stream: TextIO, *, like: TextIO | None = None) -> Screen:
        """What is drawn on `stream`, coloured as `like` may be."""
        from fupan.render.screen import Screen  # noqa: PLC0415 - `--help` draws nothing

        colored = like is not None and self.app.colored(terminal=like.isatty())
        return Screen(stream=stream, width=self.app.width, colored=colored)

    def terminal(self, command: str) -> TextIO:
        """The stream that a person reads on and types beside; refused where nobody can answer."""
        if sys.stdin is not None and sys.stdin.isatty():
            for stream in (self.err, self.out):
                if stream.isatty():
                    return stream
        raise NeedsTerminal(command)

    def review_time(self, monday: date) -> str:
        """When the next review is: on the person's day of that week, at their time."""
        settings = self.app.settings
        ahead = DAYS.index(settings.review_day)
        day = monday + timedelta(days=ahead if ahead < 3 else ahead - 7)  # from Thursday on, the running week
        comma = " " if self.say.zh else ", "
        return f"{self.words.weekday(day)} {self.words.day(day)}{comma}{settings.review_time}"

    def next_review(self) -> str:
        from fupan.journal.standings import Standings  # noqa: PLC0415 - said after a review only

        with self.app.desk(Standings) as journal:
            return self.review_time(journal.standing().next_review)

    def ask_unseen(self, message: str, wrong: str = "", /, **values: object) -> str | None:
        """Ask for a passphrase, after what was wrong with the last one; None where nobody can be asked.

        A script that wants JSON is never kept waiting.
        """
        from fupan.cli import unseen  # noqa: PLC0415 - encrypted journals alone

        if self.json or not self.err.isatty() or not unseen.somebody():
            return None
        if wrong:
            self.talk(wrong)
        try:
            return unseen.typed(self.say(message, **{name: plain(value) for name, value in values.items()}))
        except EOFError:
            self.write_talk("")
            return ""

    # --- refusals ----------------------------------------------------------------------------------------

    def refuse(self, problem: FupanError) -> int:
        """Say what is wrong, in words on standard error and with --json as an envelope too; the exit status."""
        self.write_talk(spoken(problem, self.say))
        if self.json:
            from fupan.render import wire  # noqa: PLC0415

            with contextlib.suppress(FupanError, PipeClosed):
                self.give(wire.error(problem))
        return problem.status

    def warn(self, message: str, problem: FupanError) -> None:
        """Say what did not work beside what did; the exit status does not change."""
        self.talk(message)
        self.write_talk(spoken(problem, self.say))

    def bug(self, error: BaseException) -> Bug:
        """Write what nobody foresaw into the log, without any variable's value, and name the log.

        A message may quote what a journal says, so that of an encrypted one leaves only the places.
        """
        import traceback  # noqa: PLC0415

        log = self.app.paths.log
        trace = _places(error) if self.app.sealed else "".join(traceback.format_exception(error))
        try:
            when = self.app.instant().astimezone(UTC).isoformat(timespec="seconds")
            log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
                file.write(f"{when}\n{trace}\n")
        except (OSError, FupanError):
            self.write_talk(trace)
        return Bug(what=type(error).__name__, log=str(log))


def _places(error: BaseException | None) -> str:
    """Where something went wrong, and in what it came from, without a word of any message."""
    import traceback  # noqa: PLC0415

    lines: list[str] = []
    while error:
        lines += [f"{type(error).__name__}\n", *traceback.format_tb(error.__traceback__)]
        error = error.__cause__ or error.__context__
    return "".join(lines)


def _speak_utf8(stream: TextIO) -> None:
    """A file gets UTF-8 whatever the locale says; a terminal gets what it can show, and never a crash."""
    if isinstance(stream, io.TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
