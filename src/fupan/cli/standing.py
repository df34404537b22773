"""`fupan status`: where one stands, with the calendar."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli import glances, offers
from fupan.cli.tree import command, single
from fupan.language import N_

app = single()


@command(
    app,
    "status",
    N_("Where you stand: the calendar, the promises, what is due."),
    "fupan status",
    "fupan status --json",
)
def status(
    ctx: typer.Context, *, as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False
) -> None:
    del as_json  # the door has seen it
    glances.status(ctx.obj)
