"""`fupan why`: the inquiry into one missed goal, at any time."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli import offers
from fupan.cli.sitting import Sitting
from fupan.cli.tree import command, missing, single
from fupan.journal.asking_why import AskingWhy
from fupan.language import N_
from fupan.render import trying

app = single()


@command(
    app,
    "why",
    N_(
        "Ask why a goal was missed: its weeks, what is open, three verdicts, yours first.\n"
        "The facts you add are kept with its last missed week. Without a goal: what was missed in the last 13 weeks."
    ),
    "fupan why g7",
    "fupan why 'draft section 3'",
    "fupan why g7 --answers why.json",
    "fupan why",
)
def why(
    ctx: typer.Context,
    goal: Annotated[
        list[str] | None,
        typer.Argument(metavar="GOAL", help=N_("its id, or a part of its title"), autocompletion=offers.goals),
    ] = None,
    *,
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="FILE", help=N_("take the answers from JSON or TOML; - is standard input")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door, text = ctx.obj, " ".join(goal or ())
    if not text:
        if answers:
            raise missing("GOAL", ctx)
        with door.app.desk(AskingWhy) as journal:
            found = journal.misses()
        door.answer("misses", found, lambda: trying.misses(found, door.say, width=door.app.width))
        return
    Sitting(
        door=door,
        command=f"fupan why {text}",
        kind="verdict",
        open=lambda journal: journal.open_why(journal.goal(text)),
        write=lambda journal, sheet, given: journal.write_why(sheet, given),
        kept=lambda verdict: trying.judged(verdict, door.say, width=door.app.width),
    ).run(answers)
