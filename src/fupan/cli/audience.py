"""`fupan audience`: who may read which field of whatever is made for someone else."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli import offers
from fupan.cli.tree import command, group
from fupan.errors import BadUsage
from fupan.language import N_
from fupan.render import audience

Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]
LEVELS = ("self", "partner", "boss")


def listed(ctx: typer.Context, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    if ctx.invoked_subcommand:
        return
    door = ctx.obj
    with door.app.journal() as journal:
        found = journal.audience()
    names = {name: level.name.lower() for name, level in found.items()}
    door.answer("audience", names, lambda: audience.table(found, door.say, width=door.app.width))


app = group(
    "audience",
    N_("Who may read which field of a report that is made for somebody else."),
    "fupan audience",
    "fupan audience set goal_week.actual_hours boss",
    "fupan report 2026-Q4 --for boss --as html -o for-my-boss.html",
    bare=listed,
)


@command(
    app,
    "set",
    N_(
        "Let a field be read by a partner, a boss, or by yourself alone.\n"
        "What a boss may read, a partner may read too. It holds for every file made from then on."
    ),
    "fupan audience set goal_week.actual_hours boss",
    "fupan audience set goal_week.proof self",
)
def change(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FIELD", help=N_("as `fupan audience` names it"))],
    level: Annotated[
        str,
        typer.Argument(metavar="READER", help=N_("self, partner or boss"), autocompletion=offers.one_of(*LEVELS)),
    ],
    *,
    as_json: Json = False,
) -> None:
    from fupan.audience import AUDIENCE, Audience  # noqa: PLC0415 - the list comes from the journal

    del as_json  # the door has seen it
    door = ctx.obj
    if name not in AUDIENCE:
        raise BadUsage(N_("There is no field “%(given)s”. There are: %(near)s."), given=name, near=", ".join(AUDIENCE))
    if level not in LEVELS:
        raise BadUsage(N_("A reader is one of %(near)s, not “%(given)s”."), given=level, near=", ".join(LEVELS))
    with door.app.journal() as journal:
        found = journal.set_audience(name, Audience[level.upper()])
    names = {one: wanted.name.lower() for one, wanted in found.items()}
    door.answer("audience", names, lambda: audience.table(found, door.say, width=door.app.width))
