"""Commands that only look: what was written, the report of a period."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupan.cli import offers
from fupan.cli.consent import agrees
from fupan.cli.papers import PAPERS, give_report, meant
from fupan.cli.tree import command, single
from fupan.errors import BadUsage, NothingFound
from fupan.language import N_
from fupan.periods import Quarter, Week
from fupan.render import screens

if TYPE_CHECKING:
    from fupan.cli.door import Door
    from fupan.journal import Journal
    from fupan.model import QuarterlyReview, WeeklyReview
    from fupan.periods import Period

app = single()
READERS = ("self", "partner", "boss")


@command(
    app,
    "show",
    N_("Print a week or a quarter as it was written."),
    "fupan show last week",
    "fupan show 2026-W47",
    "fupan show 2026-Q3 --json",
)
def show(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERIOD", help=N_("e.g. W47, last week, 上周, 2026-Q4"), autocompletion=offers.periods),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    wanted = meant(door, period or (), Week.of(door.app.moment.today))
    with door.app.journal() as journal:
        found, titles = written(journal, wanted), journal.titles()
    kinds = {Week: "weekly_review", Quarter: "quarterly_review"}
    kind = kinds.get(type(wanted), "weekly_reviews")
    data = found[0] if type(wanted) in kinds else found
    door.answer(kind, data, lambda: screens.reviews(found, titles, door.say, width=door.app.width))


def written(journal: Journal, period: Period) -> list[WeeklyReview | QuarterlyReview]:
    """What was written for a week or a quarter, or for every week of a longer period."""
    if isinstance(period, Week):
        return [journal.review(period)]
    if isinstance(period, Quarter):
        return [journal.quarterly(period)]
    found: list[WeeklyReview | QuarterlyReview] = []
    for week in period.weeks:
        try:
            found.append(journal.review(week))
        except NothingFound:
            continue
    if not found:
        raise NothingFound(str(period))
    return found


@command(
    app,
    "report",
    N_(
        "The report of any period, as text, Markdown, HTML, PDF or JSON.\n"
        "Your own templates in the folder that `fupan info` names replace ours."
    ),
    "fupan report 2026-Q4",
    "fupan report last quarter -o q3.html",
    "fupan report last quarter -o q3.pdf",
    "fupan report W40..W47 --as md",
    "fupan report 2026-Q4 --for boss --as html -o for-my-boss.html",
)
def report(  # noqa: PLR0913 - one per option
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERIOD", help=N_("e.g. 2026-Q4, W47, W40..W47, 本季度"), autocompletion=offers.periods),
    ] = None,
    *,
    reader: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="READER",
            help=N_("self, partner or boss: a cut of the report that holds only what they may read"),
            autocompletion=offers.one_of(*READERS),
        ),
    ] = "self",
    also: Annotated[
        str,
        typer.Option("--with", metavar="NAMES", help=N_("for this one file also these, e.g. motive; asks you first")),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help=N_("do not ask"))] = False,
    paper: Annotated[
        str,
        typer.Option("--as", help=N_("terminal, md, html, pdf or json"), autocompletion=offers.one_of(*PAPERS)),
    ] = "",
    out: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help=N_("write into a private file; - is standard output"))
    ] = "",
    force: Annotated[bool, typer.Option("--force", help=N_("replace the file"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    door = ctx.obj
    chosen = partial(chosen_reader, door, reader, also, yes=yes)
    give_report(door, period or (), "json" if as_json else paper, out, force=force, choose=chosen)


def chosen_reader(door: Door, reader: str, also: str, *, yes: bool) -> dict[str, Any]:
    """Whom a report is for, and what else they may read in this one file, which is asked about."""
    from fupan.audience import AUDIENCE, Audience  # noqa: PLC0415 - as above

    if reader not in READERS:
        raise BadUsage(N_("--for takes one of %(near)s, not “%(given)s”."), given=reader, near=", ".join(READERS))
    more = frozenset(name.strip() for name in also.replace("，", ",").split(",") if name.strip())
    for name in more - set(AUDIENCE):
        raise BadUsage(N_("--with takes some of %(near)s, not “%(given)s”."), given=name, near=", ".join(AUDIENCE))
    private = ", ".join(sorted(more))
    question = door.say(N_("Shall %(names)s stand in this file for someone else?"), names=private)
    if more and not yes and not agrees(door, question):
        raise BadUsage(N_("Nothing was written: %(given)s stays with you."), given=private)
    return {"reader": Audience[reader.upper()], "more": more}
