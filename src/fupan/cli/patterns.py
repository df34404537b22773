"""`fupan patterns`: what comes back in the misses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli import offers
from fupan.cli.tree import command, single
from fupan.errors import BadUsage
from fupan.language import N_
from fupan.period_words import parse_period
from fupan.periods import Quarter, Span, Week, Year
from fupan.render import mirrored

if TYPE_CHECKING:
    from datetime import date

    from fupan.periods import Period

app = single()
LAST = re.compile(r"([1-9][0-9]{0,2})\s*([wqy周季年])")


@command(
    app,
    "patterns",
    N_(
        "What comes back in the misses: causes by quarter, phrases that returned, sorts of goals and of weeks.\n"
        "A phrase has come back when it stands in the whys of three weeks, or of two quarters. Nothing is guessed, "
        "and every figure has its n. Without a period: the whole journal."
    ),
    "fupan patterns --last 4q",
    "fupan patterns 2026 --show",
)
def patterns(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERIOD", help=N_("e.g. 2026-Q4, W40..W47, 本季度"), autocompletion=offers.periods),
    ] = None,
    *,
    last: Annotated[
        str,
        typer.Option(
            "--last", metavar="4q", help=N_("so many quarters (q), weeks (w) or years (y), the running one too")
        ),
    ] = "",
    show: Annotated[bool, typer.Option("--show", help=N_("print the words and the weeks behind each figure"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    today = door.app.moment.today
    wanted = parse_period(" ".join(period), today) if period else last_of(last, today) if last else None
    with door.app.journal() as journal:
        door.echo(wanted or journal.all_weeks())
        found = journal.patterns(wanted)
    door.answer("patterns", found, lambda: mirrored.patterns(found, door.say, show=show, width=door.app.width))


def last_of(text: str, today: date) -> Period:
    """The run of weeks that "4q", "13w" or "1y" names, up to the running one."""
    named = LAST.fullmatch(text.strip().lower())
    if not named:
        raise BadUsage(N_("--last takes a number and q, w or y: 4q, 13w, 1y, not “%(given)s”."), given=text)
    back, now = 1 - int(named[1]), Week.of(today)
    match named[2]:
        case "w" | "周":
            return Span(now.shift(back), now)
        case "y" | "年":
            return Span(Year(now.year).shift(back).weeks[0], now)
    return Span(Quarter.of(today).shift(back).weeks[0], now)
