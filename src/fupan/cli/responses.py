"""`fupan responses` and `fupan double`: what is tried about a miss, and what came of it."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli import offers
from fupan.cli.tree import command, single
from fupan.errors import BadUsage
from fupan.language import N_
from fupan.period_words import parse_week
from fupan.quantities import parse_hours
from fupan.render import trying

app = single()
Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]


@command(app, "responses", N_("The responses under way, and what worked for you, always with n."), "fupan responses")
def responses(ctx: typer.Context, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.journal() as journal:
        found = journal.responses()
    door.answer("responses", found, lambda: trying.ledger(found, door.say, width=door.app.width))


@command(
    app,
    "double",
    N_(
        "Twice the time that others take, counted.\n"
        "With a goal, put it under the rule; alone, show how the hours stand against the doubled pace."
    ),
    "fupan double 'GRE verbal' --others 40h --until 2027-W05",
    "fupan double",
)
def double(
    ctx: typer.Context,
    goal: Annotated[
        list[str] | None,
        typer.Argument(metavar="GOAL", help=N_("its id, or a part of its title"), autocompletion=offers.goals),
    ] = None,
    *,
    others: Annotated[
        str | None,
        typer.Option("--others", metavar="HOURS", help=N_("hours that others take for the whole of it")),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="WEEK", help=N_("its last week: 2027-W05"), autocompletion=offers.weeks),
    ] = None,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.journal() as journal:
        if goal:
            if not (others and until):
                raise BadUsage(N_("To put a goal under the rule, give --others HOURS and --until WEEK."))
            last = parse_week(until, door.app.moment.today)
            found = (journal.double(" ".join(goal), others=parse_hours(others).value, until=last),)
        else:
            found = journal.doublings()
    door.answer("doublings", found, lambda: trying.doublings(found, door.say, width=door.app.width))
