"""`fupan schema`: the JSON Schema of the answers that `--answers` takes."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from fupan.archive_schema import journal_schema
from fupan.cli import offers
from fupan.cli.tree import command, single
from fupan.errors import BadUsage
from fupan.language import N_
from fupan.schema import schema as schema_of

app = single()
SHEETS = ("week", "quarter", "why", "journal")


@command(
    app,
    "schema",
    N_("The JSON Schema of the answers that --answers takes, or of a whole exported journal."),
    "fupan schema week",
    "fupan schema quarter > quarter.schema.json",
    "fupan schema journal",
)
def schema(
    ctx: typer.Context,
    sheet: Annotated[
        str,
        typer.Argument(
            metavar="SHEET", help=N_("week, quarter, why or journal"), autocompletion=offers.one_of(*SHEETS)
        ),
    ] = "week",
) -> None:
    door = ctx.obj
    if sheet not in SHEETS:
        why = N_("“%(given)s” is no sheet; there are %(near)s.")
        raise BadUsage(why, given=sheet, near=", ".join(SHEETS), command="fupan schema")
    made = journal_schema(door.app.known_schema) if sheet == "journal" else schema_of(sheet, door.say.code)
    door.give(json.dumps(made, ensure_ascii=False, indent=2))
