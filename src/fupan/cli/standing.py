"""Where one stands: `fupan` alone in a few lines, `fupan status` with the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli import offers
from fupan.cli.tree import command, single
from fupan.journal.standings import Standings
from fupan.language import N_
from fupan.render import screens

if TYPE_CHECKING:
    from fupan.cli.door import Door
    from fupan.periods import Week

app = single()


def stand(door: Door) -> None:
    """`fupan` alone: where one stands and what to do now, or what will happen the first time."""
    with door.app.desk(Standings) as journal:
        now = journal.standing()
    if now.empty and not now.draft:
        week = journal.moment.week_under_review
        door.answer("standing", now, lambda: _first(door, week))
        return
    when = door.review_time(now.next_review)
    door.answer("standing", now, lambda: screens.standing(now, door.say, when=when, width=door.app.width))


def _first(door: Door, week: Week) -> str:
    begin = door.say(N_("Now: `fupan week`."))
    return f"{screens.first_time(week, door.app.paths.journal, door.say)}\n{begin}"


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
    door = ctx.obj
    with door.app.desk(Standings) as journal:
        now = journal.standing()
    when = door.review_time(now.next_review)
    door.answer("standing", now, lambda: screens.status(now, door.say, when=when, width=door.app.width))
