"""`fupan letter`: letters to oneself, sealed until their day."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from fupan.cli import offers
from fupan.cli.sitting import in_editor, read_text
from fupan.cli.tree import command, group
from fupan.errors import BadUsage
from fupan.language import N_
from fupan.period_words import parse_day
from fupan.render import years

Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]


FILE = "letter"  # the editor's


def listed(ctx: typer.Context, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    if ctx.invoked_subcommand:
        return
    door = ctx.obj
    with door.app.journal() as journal:
        found = journal.letters()
    today = door.app.moment.today
    door.answer("letters", found, lambda: years.letters(found, today, door.say, width=door.app.width))


app = group(
    "letter",
    N_("Letters to yourself, sealed until their day; of a sealed one nothing is shown."),
    "fupan letter",
    "fupan letter write --opens 2027-12-27",
    "fupan letter read l1",
    bare=listed,
)


@command(
    app,
    "write",
    N_(
        "Write a letter and seal it, for a year unless a day is given.\n"
        "Your editor opens; - reads standard input. Nothing opens it before its day."
    ),
    "fupan letter write",
    "fupan letter write --opens 2031-01-01 - < letter.txt",
)
def write(
    ctx: typer.Context,
    source: Annotated[
        str | None, typer.Argument(metavar="FILE", help=N_("the letter's text; - is standard input"))
    ] = None,
    *,
    opens: Annotated[str | None, typer.Option("--opens", metavar="DAY", help=N_("e.g. 2027-12-27"))] = None,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    day = parse_day(opens, door.app.moment.today) if opens else None
    if source is None and not sys.stdin.isatty():
        raise BadUsage(N_("Nobody can type here: give a file, or - for standard input."))
    text = read_text(source) if source else in_editor(door).write(FILE, "")
    if not text or not text.strip():
        raise BadUsage(N_("There is no text: nothing was sealed."))
    with door.app.journal() as journal:
        letter = journal.write_letter(text.strip(), day)
    if not source:
        in_editor(door).done(FILE)
    door.answer("letter", {"id": letter.id, "opens": letter.opens}, lambda: years.letter_sealed(letter, door.say))


@command(app, "read", N_("Open a letter, on its day or later."), "fupan letter read l1")
def read(
    ctx: typer.Context,
    letter: Annotated[str, typer.Argument(metavar="LETTER", help=N_("its id"))],
    *,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.journal() as journal:
        found = journal.read_letter(letter)
    door.answer("letter", found, lambda: years.letter(found, door.say, width=door.app.width))
