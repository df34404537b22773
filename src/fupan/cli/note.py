"""`fupan note`: a fact or hours kept during the week, for Monday."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli import offers
from fupan.cli.rescue import handed_back, rescue
from fupan.cli.sitting import comfort, in_editor, read_text
from fupan.cli.tree import command, single
from fupan.errors import NothingToNote
from fupan.language import N_
from fupan.period_words import parse_day
from fupan.quantities import parse_hours
from fupan.render.screens import note_line

if TYPE_CHECKING:
    from fupan.cli.door import Door

app = single()
FILE = "note"  # the editor's, until the note is stored


@command(
    app,
    "note",
    N_(
        "Keep a fact or hours for Monday.\n"
        "What stands on a command line also stands in your shell's history: for private words use - or "
        "give no text, and your editor opens."
    ),
    "fupan note 'two pages of related work' -g g7 --hours 1.5h",
    "fupan note -g g7 --hours ~2 --day 周三",
    "fupan note - < thoughts.txt",
)
def note(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help=N_("the note; - reads standard input"))
    ] = None,
    *,
    goal: Annotated[
        str, typer.Option("--goal", "-g", help=N_("the goal it is about"), autocompletion=offers.goals)
    ] = "",
    hours: Annotated[str, typer.Option("--hours", help=N_("hours spent: 1.5h, 90m, 1小时半, ~3"))] = "",
    day: Annotated[str, typer.Option("--day", help=N_("the day it was: wed, yesterday, 周三, 2026-11-18"))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    spent = parse_hours(hours) if hours else None
    when = parse_day(day, door.app.moment.today) if day else None
    door.app.unlock()
    words, typed = _words(door, text or [], needed=not hours)
    with handed_back(partial(rescue, door, words)), door.app.journal() as journal:
        kept = journal.note(words, goal=goal, hours=spent, day=when)
    if typed:
        in_editor(door).done(FILE)
    comfort(door, {"note": words})
    door.answer("note", kept, lambda: note_line(kept, door.words))


def _words(door: Door, given: list[str], *, needed: bool) -> tuple[str, bool]:
    """The text of the note, from the command line, standard input or the editor; whether it was the editor."""
    text, typed = " ".join(given), False
    if text == "-" or (not text and needed and not sys.stdin.isatty()):
        text = read_text("-")
    elif not text and needed:
        text, typed = in_editor(door).write(FILE, "") or "", True
    if not text.strip() and needed:
        raise NothingToNote
    return text.strip(), typed
