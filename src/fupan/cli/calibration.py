"""`fupan calibration`: how sure you were, against what came."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli import offers
from fupan.cli.tree import command, single
from fupan.language import N_
from fupan.period_words import parse_period
from fupan.render import forecasts

app = single()


@command(
    app,
    "calibration",
    N_(
        "How sure you were, against what came of it; how long doubts were carried; what plans become.\n"
        "Below five forecasts the single ones are listed and no share is told. Without a period: the whole journal."
    ),
    "fupan calibration",
    "fupan calibration 2026",
    "fupan calibration last quarter --show",
)
def calibration(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERIOD", help=N_("e.g. 2026-Q4, W40..W47, 本季度"), autocompletion=offers.periods),
    ] = None,
    *,
    show: Annotated[bool, typer.Option("--show", help=N_("list every forecast behind the figures"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    wanted = parse_period(" ".join(period), door.app.moment.today) if period else None
    with door.app.journal() as journal:
        door.echo(wanted or journal.all_weeks())
        found = journal.calibration(wanted)
    door.answer("calibration", found, lambda: forecasts.calibration(found, door.say, show=show, width=door.app.width))
