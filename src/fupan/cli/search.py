"""`fupan search`: one's own words, found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli import offers
from fupan.cli.tree import command, single
from fupan.errors import BadUsage
from fupan.finding import CAUSES, ROOMS, NothingMatches, NothingMatchesThere, parse_cause, parse_rooms
from fupan.journal.finding import Finding
from fupan.language import N_
from fupan.period_words import parse_period

if TYPE_CHECKING:
    from fupan.cli.door import Door
    from fupan.finding import Found

app = single()
MOST = 1000

Looked = Annotated[list[str], typer.Argument(metavar="WORDS", help=N_("the words to look for"))]
Within = Annotated[
    list[str] | None,
    typer.Option(
        "--in",
        metavar="PLACE",
        help=N_("only there: goals, why, mentor, motive, responses, rules, reread, notes, … (several: why,notes)"),
        autocompletion=offers.one_of(*ROOMS),
    ),
]
During = Annotated[
    str,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help=N_("only of that time: 2026-Q4, W40..W47, last year, 去年"),
        autocompletion=offers.periods,
    ),
]
Judged = Annotated[
    str,
    typer.Option(
        "--cause",
        metavar="CAUSE",
        help=N_("only about misses that were judged so: laziness, ability or unclear"),
        autocompletion=offers.one_of(*CAUSES),
    ),
]
About = Annotated[
    str,
    typer.Option("--goal", "-g", help=N_("only about this goal, and those serving it"), autocompletion=offers.goals),
]
Limit = Annotated[str, typer.Option("--limit", metavar="N", help=N_("at most so many; 20 unless told"))]


@command(
    app,
    "search",
    N_(
        "Find your own words again.\n"
        "Everything that you wrote is searched, Chinese and English alike: all words must stand in one answer. "
        "English words are found in every form, Chinese ones as they are. Answers in which the words stand side by "
        "side come first, then the newest. The exit code is 3 when nothing is found."
    ),
    "fupan search 拖延",
    "fupan search phone --in why",
    "fupan search GPU 显存 --period 2026-Q4 --cause ability",
    "fupan search 'related work' --goal g7 --json",
)
def search(  # noqa: PLR0913 - one per option
    ctx: typer.Context,
    words: Looked,
    *,
    within: Within = None,
    period: During = "",
    cause: Judged = "",
    goal: About = "",
    limit: Limit = "20",
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door, text, most = ctx.obj, " ".join(words).strip(), _count(limit)
    rooms = parse_rooms(within or [])
    judged = parse_cause(cause) if cause else None
    span = parse_period(period, door.app.moment.today) if period else None
    if span:
        door.echo(span)
    with door.app.desk(Finding) as journal:
        found = journal.search(text, within=rooms, period=span, cause=judged, goal=goal, limit=most + 1)
    if not found:
        filters = ", ".join(filter(None, (*rooms, str(span or ""), judged.value if judged else "", goal)))
        raise NothingMatchesThere(text, filters) if filters else NothingMatches(text)
    more, found = len(found) > most, found[:most]
    door.answer("found", {"words": text, "more": more, "found": found}, lambda: _shown(door, found, more=more))


def _shown(door: Door, found: tuple[Found, ...], *, more: bool) -> str:
    from fupan.render import finding  # noqa: PLC0415 - nothing is drawn where nothing was found

    colored = door.app.colored(terminal=door.out.isatty())
    return finding.found(found, door.say, more=more, colored=colored, width=door.app.width)


def _count(given: str) -> int:
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= MOST):
        raise BadUsage(N_("--limit is a number from 1 to 1000, not “%(given)s”."), given=given, command="fupan search")
    return int(given)
