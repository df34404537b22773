"""`fupan motive`: what drives you, how it moved, and which goals serve it."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli import offers
from fupan.cli.sitting import Sitting
from fupan.cli.tree import command, group
from fupan.language import N_
from fupan.render import driving

Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]
Which = Annotated[
    list[str],
    typer.Argument(metavar="GOAL", help=N_("its id, or a part of its title"), autocompletion=offers.goals),
]


def shown(
    ctx: typer.Context,
    *,
    line: Annotated[bool, typer.Option("--line", help=N_("only the line of kind and strength by week"))] = False,
    orphans: Annotated[bool, typer.Option("--orphans", help=N_("only the open goals that serve no motive"))] = False,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    if ctx.invoked_subcommand:
        return
    door = ctx.obj
    with door.app.journal() as journal:
        found = journal.motive()
    draw = driving.line if line else driving.orphans if orphans else driving.ledger
    door.answer("motive", found, lambda: draw(found, door.say, width=door.app.width))


app = group(
    "motive",
    N_(
        "What drives you: a desire or a fear, how it moved, which goals serve it.\n"
        "Nothing is rewritten: a week says what it said. Your raw words are for you alone."
    ),
    "fupan motive",
    "fupan motive --line",
    "fupan motive change",
    "fupan motive serve g7",
    bare=shown,
)


@command(
    app,
    "change",
    N_(
        "Say that it changed, in the week in which it did.\n"
        "A different motive asks once which goals belonged to the old one."
    ),
    "fupan motive change",
    "fupan motive change --answers motive.json",
)
def change(
    ctx: typer.Context,
    *,
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="FILE", help=N_("take the answers from JSON or TOML; - is standard input")),
    ] = None,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    Sitting(
        door=door,
        command="fupan motive change",
        kind="motive",
        open=lambda journal: journal.open_motive(),
        write=lambda journal, sheet, given: journal.write_motive(sheet, given),
        kept=lambda found: driving.ledger(found, door.say, width=door.app.width),
    ).run(answers)


@command(app, "serve", N_("Goals that serve what drives you now."), "fupan motive serve g7 g9")
def serve(ctx: typer.Context, goals: Which, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.journal() as journal:
        found = journal.serve(goals)
    door.answer("goals", found, lambda: driving.serving(found, door.say))


@command(app, "unlink", N_("Goals that serve no motive: information, not an error."), "fupan motive unlink g7")
def unlink(ctx: typer.Context, goals: Which, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.journal() as journal:
        found = journal.serve(goals, serves=False)
    door.answer("goals", found, lambda: driving.serving(found, door.say))
