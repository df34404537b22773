"""How a review comes into the journal through this door: asked at a terminal, or taken from a document."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.errors import BadFile, ChangedMeanwhile
from fupan.language import N_
from fupan.lean import dataclass
from fupan.periods import Week

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fupan.cli.door import Door
    from fupan.cli.editor import Editor
    from fupan.journal import Journal
    from fupan.review.sheet import Answers

LATE_EVENING = 22  # o'clock; from here on the short way is named
MOST_BYTES = 10_000_000  # of a document; a review is a few kilobytes


@dataclass(kw_only=True)
class Sitting:
    """One review from its opening to its sealing. `command` goes on with it."""

    door: Door
    command: str
    kind: str
    open: Callable[[Journal], Any]
    write: Callable[[Journal, Any, Mapping[str, Any]], Any]
    kept: Callable[[Any], str]

    def run(self, answers: str | None, *, editor_first: bool = False) -> None:
        if answers is None:
            self.at_terminal(editor_first=editor_first)
        else:
            self.from_document(answers)

    def from_document(self, source: str) -> None:
        """Take every answer from a document, or name all that is missing or bad and store nothing."""
        self.door.app.unlock()
        document = read_document(source)
        with self.door.app.journal() as journal:
            sheet = self.open(journal)
            self.door.echo(sheet.span)
            answers = journal.take_document(sheet, document)
            comfort(self.door, answers)
            review = self.write(journal, sheet, answers)
        self.door.answer(self.kind, review, lambda: self.kept(review))

    def at_terminal(self, *, editor_first: bool) -> None:
        """Ask. The week is fixed at the beginning; the time of writing is that of the sealing."""
        with self.door.app.journal() as journal:
            sheet = self.open(journal)  # what cannot be written at all is told first, also where nobody could answer
            self.door.terminal(self.command)
            self.door.echo(sheet.span)
            self.greet(sheet)
            self.look_back(journal, sheet)
            answers = self.ask(journal, sheet, editor_first=editor_first)
        if answers is None:
            return
        with self.door.app.journal() as journal:
            try:
                review = self.write(journal, sheet, answers)
            except ChangedMeanwhile:
                from fupan.cli.elsewhere import sealed_elsewhere  # noqa: PLC0415 - two windows on one review

                sealed_elsewhere(self.door, journal, sheet, answers, self.command)
                raise
        self.door.answer(self.kind, review, lambda: self.kept(review))

    def greet(self, sheet: Any) -> None:
        """What one should know before the first question."""
        door = self.door
        if sheet.resumed:
            return
        if sheet.mode == "first":
            from fupan.render.screens import first_time  # noqa: PLC0415

            door.write_talk(first_time(Week.read(sheet.period), door.app.paths.journal, door.say))
        if sheet.late:
            door.talk(N_("This is late: it is stored and marked so, and its hours count as estimates."))
        elif sheet.mode == "full" and self._little_time():
            door.talk(N_("Little time? `%(command)s --short` takes 10 minutes."), command=self.command)

    def look_back(self, journal: Journal, sheet: Any) -> None:
        """The same week a year ago, at the opening of a weekly review."""
        door = self.door
        new = self.kind == "weekly_review" and sheet.mode in ("full", "short") and not (sheet.resumed or sheet.again)
        then = journal.year_ago(sheet.week) if new and door.app.settings.year_ago == "on" else None
        if then is None:
            return
        from fupan.render.habit import year_ago  # noqa: PLC0415 - after a year
        from fupan.render.lines import Lines  # noqa: PLC0415

        lines = Lines(door.app.width)
        year_ago(then, door.say, lines)
        door.write_talk(lines.plain())

    def _little_time(self) -> bool:
        """A missed Monday, or late at night."""
        moment = self.door.app.moment
        missed_monday = moment.today.isoweekday() in (2, 3)
        late = moment.now.hour >= LATE_EVENING or moment.now.hour < moment.day_ends
        return self.kind == "weekly_review" and (missed_monday or late)

    def ask(self, journal: Journal, sheet: Any, *, editor_first: bool) -> Answers | None:
        from fupan.cli.ask import Tools, interview  # noqa: PLC0415 - a document needs no terminal
        from fupan.cli.elsewhere import Keeper  # noqa: PLC0415
        from fupan.cli.prompt import reader  # noqa: PLC0415
        from fupan.cli.rescue import rescue  # noqa: PLC0415

        door, app = self.door, self.door.app
        stream = door.terminal(self.command)
        tools = Tools(
            say=door.say,
            screen=door.screen(stream, like=stream),
            read=reader(stream, colored=app.colored(terminal=True)),
            keep=Keeper(door, journal, sheet).keep,
            editor=in_editor(door),
            clock=app.stopwatch,
            command=self.command,
            rescue=lambda text: rescue(door, text),
            editor_first=editor_first,
            dumb=app.dumb,
        )
        return interview(sheet, tools)


def in_editor(door: Door) -> Editor:
    """The person's editor, its files in their own private folder."""
    from fupan.cli.editor import Editor  # noqa: PLC0415 - most commands open none

    def wait() -> None:
        from fupan.cli.prompt import reader  # noqa: PLC0415

        door.talk(N_("The editor came back at once. If it is still open, save there, then press Enter here."))
        reader(screen, colored=False)("› ", "", "")

    screen = door.terminal("fupan")
    app = door.app
    return Editor(
        app.editor,
        app.editor_folder,
        screen=screen,
        clock=app.stopwatch,
        wait=wait,
        wipe=app.wipe if app.sealed else None,
    )


def comfort(door: Door, answers: Mapping[str, Any]) -> None:
    """Words of crisis or distress are answered whichever way they come in."""
    from fupan.care import care  # noqa: PLC0415

    told = {worry.text for text in answers.values() if isinstance(text, str) and (worry := care(text))}
    for text in told:
        door.write_talk(text.spoken(door.say.code))


# --- documents -------------------------------------------------------------------------------------------


def read_document(source: str) -> dict[str, Any]:
    """The object in a JSON or TOML file; `-` is standard input."""
    name = "-" if source == "-" else str(Path(source))
    text = read_text(source)
    toml = source.endswith(".toml") or (not source.endswith(".json") and not text.lstrip().startswith(("{", "[{")))
    try:
        document = tomllib.loads(text) if toml else json.loads(text, object_pairs_hook=_once, parse_constant=_never)
    except (ValueError, RecursionError) as error:
        raise BadFile(name, str(error)) from error
    if not isinstance(document, dict):
        raise BadFile(name, N_("an object of answers is expected."))
    return document


def read_text(source: str) -> str:
    """A file's text, or that of standard input for `-`; it must be UTF-8."""
    try:
        if source == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise BadFile(source, N_("it is too long."))
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(source, N_("it is not written in UTF-8.")) from error
    except OSError as error:
        raise BadFile(source, error.strerror or str(error)) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice: of two answers nobody can tell which is meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(next(name for name in names if names.count(name) > 1))
    return found


def _never(constant: str) -> float:
    raise ValueError(constant)
