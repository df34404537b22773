"""`fupan mentor`: the two grades, their gap, and what became of the mentor's requests."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli import offers
from fupan.cli.tree import command, group
from fupan.language import N_
from fupan.period_words import parse_period
from fupan.periods import Span, Week
from fupan.render import graded

HALF_A_YEAR = 26  # weeks


def shown(
    ctx: typer.Context,
    *,
    period: Annotated[
        str,
        typer.Option("--period", "-p", metavar="PERIOD", help=N_("e.g. 2026-Q4, W40..W47, 本季度")),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    if ctx.invoked_subcommand:
        return
    door = ctx.obj
    today = door.app.moment.today
    wanted = parse_period(period, today) if period else Span(Week.of(today).shift(-HALF_A_YEAR), Week.of(today))
    door.echo(wanted)
    with door.app.journal() as journal:
        found = journal.mentors_view(wanted)
    door.answer("mentors_view", found, lambda: graded.mentor(found, door.say, width=door.app.width))


app = group(
    "mentor",
    N_(
        "Your weeks through your mentor's or boss's eyes.\n"
        "Two grades a week and their gap, and what became of the one thing asked for. Mondays ask for both grades, "
        "and whether last week's request was acted on. Without a period: half a year."
    ),
    "fupan mentor",
    "fupan mentor --period 2026-Q4",
    "fupan mentor --json",
    "fupan mentor read mail.txt --from 'Prof. He'",
    bare=shown,
)


@command(
    app,
    "read",
    N_(
        "Read a mentor's answer: the form at the end of your letter, filled in, out of a mail.\n"
        "It is kept as not signed. The letter itself is made by `fupan pact send`."
    ),
    "fupan mentor read mail.txt --from 'Prof. He'",
)
def read(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE", help=N_("what came; - is standard input"))],
    *,
    sender: Annotated[str, typer.Option("--from", metavar="MENTOR", help=N_("whose it is"))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    from fupan.cli import letters  # noqa: PLC0415 - the view above needs no post

    del as_json  # the door has seen it
    letters.take(ctx.obj, source, sender, yes=False)
