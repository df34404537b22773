"""Commands that only look: where one stands, what was written, the report of a period."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli import offers
from fupan.cli.tree import command, single
from fupan.errors import BadUsage, NothingFound
from fupan.journal.standings import Standings
from fupan.language import N_
from fupan.period_words import parse_period
from fupan.periods import Quarter, Week
from fupan.render import screens, wire

if TYPE_CHECKING:
    from fupan.cli.door import Door
    from fupan.model import QuarterlyReview, WeeklyReview
    from fupan.periods import Period
    from fupan.report import Report

app = single()
PAPERS = ("terminal", "md", "html", "json")
SUFFIXES = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".json": "json"}


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
    wanted = _period(door, period, Week.of(door.app.moment.today))
    found = written(door, wanted)
    kinds = {Week: "weekly_review", Quarter: "quarterly_review"}
    kind = kinds.get(type(wanted), "weekly_reviews")
    data = found[0] if type(wanted) in kinds else found
    door.answer(kind, data, lambda: screens.reviews(found, door.say, width=door.app.width))


def written(door: Door, period: Period) -> list[WeeklyReview | QuarterlyReview]:
    """What was written for a week or a quarter, or for every week of a longer period."""
    found: list[WeeklyReview | QuarterlyReview] = []
    with door.app.journal() as journal:
        if isinstance(period, Week):
            return [journal.review(period)]
        if isinstance(period, Quarter):
            return [journal.quarterly(period)]
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
        "The report of any period, as text, Markdown, HTML or JSON.\n"
        "Your own templates in the folder that `fupan info` names replace ours."
    ),
    "fupan report 2026-Q4",
    "fupan report last quarter --as html -o q3.html",
    "fupan report W40..W47 --as md",
)
def report(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERIOD", help=N_("e.g. 2026-Q4, W47, W40..W47, 本季度"), autocompletion=offers.periods),
    ] = None,
    *,
    paper: Annotated[
        str,
        typer.Option("--as", help=N_("terminal, md, html or json"), autocompletion=offers.one_of(*PAPERS)),
    ] = "",
    out: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help=N_("write into a private file"))] = "",
    force: Annotated[bool, typer.Option("--force", help=N_("replace the file"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    from fupan.journal.looking import Looking  # noqa: PLC0415 - `status` diagnoses nothing

    door = ctx.obj
    paper = chosen_paper("json" if as_json else paper, out)
    wanted = _period(door, period, Week.of(door.app.moment.today).quarter)
    with door.app.desk(Looking) as journal:
        made = journal.report(wanted)
    text = on_paper(door, made, paper, plain=bool(out))
    if out:
        door.save(Path(out), text, force=force)
    else:
        door.give(text, paged=paper == "terminal")


def chosen_paper(wanted: str, out: str) -> str:
    """The paper that is asked for, else the one that the file's name tells."""
    paper = wanted or SUFFIXES.get(Path(out).suffix.lower(), "terminal")
    if paper not in PAPERS:
        why = N_("--as takes one of %(near)s, not “%(given)s”.")
        raise BadUsage(why, given=paper, near=", ".join(PAPERS), command="fupan report")
    return paper


def on_paper(door: Door, made: Report, paper: str, *, plain: bool = False) -> str:
    """The whole text of a report; `plain` leaves the terminal's colours out."""
    if paper == "json":
        return wire.report(made)
    if paper != "terminal":
        from fupan.render.document import render  # noqa: PLC0415 - Jinja is for documents alone

        return render(made, paper, door.say, door.app.paths.templates)
    from fupan.render import terminal  # noqa: PLC0415 - rich is for this paper alone

    target = io.StringIO()
    console = door.console(target, like=None if plain else door.out)
    terminal.report(made, door.say, console)
    return target.getvalue()


def _period(door: Door, words: list[str] | None, default: Period) -> Period:
    """The period that is meant, told on standard error."""
    period = parse_period(" ".join(words), door.app.moment.today) if words else default
    door.echo(period)
    return period
