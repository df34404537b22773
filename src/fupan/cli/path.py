"""`fupan path`: from the motive to a problem, its value, and the path it points to; decisions that come back."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli import offers
from fupan.cli.sitting import Sitting
from fupan.cli.tree import command, group
from fupan.language import N_
from fupan.render import compass

Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]
Answers = Annotated[
    str | None,
    typer.Option("--answers", metavar="FILE", help=N_("take the answers from JSON or TOML; - is standard input")),
]


def shown(
    ctx: typer.Context,
    *,
    table: Annotated[bool, typer.Option("--table", help=N_("only the table of the three paths"))] = False,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    if ctx.invoked_subcommand:
        return
    door = ctx.obj
    if table and not door.json:
        door.give(compass.table(door.say, width=door.app.width), paged=True)
        return
    with door.app.journal() as journal:
        found = journal.path()
    door.answer("path", found, lambda: compass.page(found, door.say, width=door.app.width))


app = group(
    "path",
    N_(
        "Job, PhD or startup: what your motive, your problem and its value point to, and how you lived.\n"
        "Never a verdict: evidence, what is missing, and the cheapest test of the next four weeks."
    ),
    "fupan path",
    "fupan path state",
    "fupan path decide",
    "fupan path --table",
    bare=shown,
)


@command(
    app,
    "state",
    N_(
        "State the problem that your motive points to, and score its three values with proof.\n"
        "What you stated before stays beside it."
    ),
    "fupan path state",
    "fupan path state --answers problem.toml",
)
def state(ctx: typer.Context, *, answers: Answers = None, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    Sitting(
        door=door,
        command="fupan path state",
        kind="problem",
        open=lambda journal: journal.open_path("state"),
        write=lambda journal, sheet, given: journal.write_problem(sheet, given),
        kept=lambda problem: compass.stated(problem, door.say, width=door.app.width),
    ).run(answers)


@command(
    app,
    "decide",
    N_(
        "Take a decision: its options, what you know now, what speaks against it, and when it comes back.\n"
        "Its cheapest test becomes a goal; on its day the weekly review asks what came of it."
    ),
    "fupan path decide",
    "fupan path decide --answers decision.toml",
)
def decide(ctx: typer.Context, *, answers: Answers = None, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    Sitting(
        door=door,
        command="fupan path decide",
        kind="decision",
        open=lambda journal: journal.open_path("decide"),
        write=lambda journal, sheet, given: journal.write_decision(sheet, given),
        kept=lambda decision: compass.decided(decision, door.say, width=door.app.width),
    ).run(answers)
