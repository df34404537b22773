"""`fupan rule`: standing rules, shown every Monday."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli import offers
from fupan.cli.tree import command, group
from fupan.language import N_
from fupan.render import years

Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]


def listed(ctx: typer.Context, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    if ctx.invoked_subcommand:
        return
    door = ctx.obj
    with door.app.journal() as journal:
        found = journal.rules()
    door.answer("rules", found, lambda: years.rules(found, door.say, width=door.app.width))


app = group(
    "rule",
    N_("Standing rules, shown every Monday. `fupan year` makes one of what you learnt twice."),
    "fupan rule",
    "fupan rule add 'No new feature after Thursday'",
    "fupan rule retire s1",
    bare=listed,
)


@command(app, "add", N_("A rule that stands from now on."), "fupan rule add 'No new feature after Thursday'")
def add(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="RULE", help=N_("the rule, in one sentence"))],
    *,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.journal() as journal:
        rule = journal.add_rule(" ".join(text))
    door.answer("rule", rule, lambda: years.rules([rule], door.say, width=door.app.width))


@command(app, "retire", N_("A rule that no longer stands; it stays on record."), "fupan rule retire s1")
def retire(
    ctx: typer.Context,
    rule: Annotated[str, typer.Argument(metavar="RULE", help=N_("its id"))],
    *,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.journal() as journal:
        found = journal.retire_rule(rule)
    door.answer("rule", found, lambda: years.rules([found], door.say, width=door.app.width))
