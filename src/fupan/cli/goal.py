"""`fupan goal`: add, list, show, edit, done, drop, reopen, story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupan.cli import glances, offers
from fupan.cli.tree import command, group
from fupan.errors import BadUsage
from fupan.journal.goals import Goals
from fupan.language import N_
from fupan.model import Field, Goal, Kind, Level, Outcome
from fupan.period_words import parse_period, parse_quarter, parse_week
from fupan.quantities import parse_hours, parse_percent
from fupan.render import screens
from fupan.render.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from fupan.cli.door import Door
    from fupan.journal import Journal

KINDS, FIELDS, LEVELS = tuple(Kind), tuple(Field), tuple(Level)
app = group(
    "goal",
    N_("Goals: add, list, show, edit, done, drop, reopen, story."),
    "fupan goal add 'submit the rebuttal' --hours 6",
    "fupan goal list",
    "fupan goal story g7",
)

Title = Annotated[list[str], typer.Argument(metavar="TITLE", help=N_("the goal, in one sentence"))]
Which = Annotated[
    list[str],
    typer.Argument(metavar="GOAL", help=N_("its id, or a part of its title"), autocompletion=offers.goals),
]
Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]
Measure = Annotated[str | None, typer.Option("--measure", "-m", help=N_("how anyone can see that it is done"))]
Hours = Annotated[str | None, typer.Option("--hours", help=N_("hours you will give it: 6, 90m, 1小时半"))]
KindOf = Annotated[
    str | None,
    typer.Option("--kind", help=N_("committed, stretch or learning"), autocompletion=offers.one_of(*KINDS)),
]
FieldOf = Annotated[
    str | None,
    typer.Option(
        "--field",
        help=N_("research, job, startup, study, health or other"),
        autocompletion=offers.one_of(*FIELDS),
    ),
]
Serves = Annotated[
    str | None,
    typer.Option("--for", metavar="GOAL", help=N_("the quarter goal it serves"), autocompletion=offers.goals),
]
Sure = Annotated[str | None, typer.Option("--sure", metavar="PERCENT", help=N_("how sure you are: 70, 七成"))]


@command(
    app,
    "add",
    N_("Write down a goal, for the running week or for a quarter."),
    "fupan goal add 'submit the rebuttal' --hours 6 -m 'PDF uploaded'",
    "fupan goal add '投出论文' -q 本季度 --sure 七成",
)
def add(  # noqa: PLR0913 - one per option
    ctx: typer.Context,
    title: Title,
    *,
    quarter: Annotated[
        str | None,
        typer.Option("--quarter", "-q", help=N_("a goal of this quarter"), autocompletion=offers.quarters),
    ] = None,
    week: Annotated[
        str | None,
        typer.Option("--week", "-w", help=N_("a goal of this week"), autocompletion=offers.weeks),
    ] = None,
    measure: Measure = None,
    hours: Hours = None,
    kind: KindOf = None,
    field: FieldOf = None,
    serves: Serves = None,
    sure: Sure = None,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door, words = ctx.obj, " ".join(title)
    if quarter and week:
        raise BadUsage(N_("A goal is one of a week or of a quarter: give --week or --quarter."))
    with door.app.desk(Goals) as journal:
        known = told(journal, measure=measure, hours=hours, kind=kind, field=field, serves=serves, sure=sure)
        if quarter:
            meant = parse_quarter(quarter, door.app.moment.today)
            made = journal.add_goal(_quarter_goal(journal, words, meant, known))
        else:
            meant_week = parse_week(week, door.app.moment.today) if week else None
            made = journal.add_goal(*journal.new_week_goal(words, week=meant_week, **known))
    remark(door, made, known.get("hours"))
    show_goal(door, made)


@command(app, "list", N_("The open goals; with --all, or for a period, the others too."), "fupan goal list --all")
def listing(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERIOD", help=N_("e.g. 2026-Q4, W47, 上周"), autocompletion=offers.periods),
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", "-a", help=N_("ended goals too"))] = False,
    level: Annotated[
        str | None,
        typer.Option("--level", help=N_("week or quarter"), autocompletion=offers.one_of(*LEVELS)),
    ] = None,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    wanted = parse_period(" ".join(period), door.app.moment.today) if period else None
    if wanted:
        door.echo(wanted)
    of_level = Level(one_of(level, LEVELS, "--level")) if level else None
    glances.goals(door, every=every, level=of_level, period=wanted)


@command(app, "show", N_("One goal, without its weeks."), "fupan goal show g7")
def show(ctx: typer.Context, goal: Which, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    with ctx.obj.app.desk(Goals) as journal:
        found = journal.goal(" ".join(goal))
    show_goal(ctx.obj, found)


@command(app, "edit", N_("Change a goal; its earlier weeks keep what they said."), "fupan goal edit g7 --hours 4")
def edit(  # noqa: PLR0913 - one per option
    ctx: typer.Context,
    goal: Which,
    *,
    title: Annotated[str | None, typer.Option("--title", help=N_("its new title"))] = None,
    measure: Measure = None,
    hours: Hours = None,
    kind: KindOf = None,
    field: FieldOf = None,
    serves: Serves = None,
    sure: Sure = None,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.desk(Goals) as journal:
        changes = told(journal, measure=measure, hours=hours, kind=kind, field=field, serves=serves, sure=sure)
        changes |= {"title": title} if title else {}
        if not changes:
            raise BadUsage(N_("Nothing to change: give an option, such as --title."), command="fupan goal edit")
        changed = journal.edit_goal(" ".join(goal), **changes)
        promise = journal.pending(changed.id)
    remark(door, changed, promise.planned_hours if promise else changes.get("hours"))
    show_goal(door, changed)


@command(app, "done", N_("A goal is done."), "fupan goal done g7 --proof https://openreview.net/…")
def done(
    ctx: typer.Context,
    goal: Which,
    *,
    proof: Annotated[str, typer.Option("--proof", help=N_("a link, a number, a file"))] = "",
    hours: Annotated[str | None, typer.Option("--hours", help=N_("hours really spent"))] = None,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    spent = parse_hours(hours) if hours else None
    with ctx.obj.app.desk(Goals) as journal:
        ended = journal.end_goal(" ".join(goal), Outcome.DONE, proof=proof, hours=spent)
    show_goal(ctx.obj, ended)


@command(app, "drop", N_("Let a goal go, with a reason."), "fupan goal drop g7 --why '不再需要'")
def drop(
    ctx: typer.Context,
    goal: Which,
    *,
    why: Annotated[str, typer.Option("--why", help=N_("why you let it go"))] = "",
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    if not why.strip():
        raise BadUsage(N_("A goal that is let go needs its reason: --why."), command="fupan goal drop")
    with ctx.obj.app.desk(Goals) as journal:
        ended = journal.end_goal(" ".join(goal), Outcome.DROPPED, why=why)
    show_goal(ctx.obj, ended)


@command(app, "reopen", N_("Take an ended goal up again."), "fupan goal reopen g7 --why 'the deadline moved'")
def reopen(
    ctx: typer.Context,
    goal: Which,
    *,
    why: Annotated[str, typer.Option("--why", help=N_("why it is taken up again"))] = "",
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    with ctx.obj.app.desk(Goals) as journal:
        found = journal.reopen_goal(" ".join(goal), why)
    show_goal(ctx.obj, found)


@command(app, "story", N_("A goal's whole life, week by week."), "fupan goal story g7")
def story(ctx: typer.Context, goal: Which, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.desk(Goals) as journal:
        told_story = journal.story(" ".join(goal))
    door.answer("story", told_story, lambda: screens.story(told_story, door.say, width=door.app.width))


# --- what the commands share -----------------------------------------------------------------------------


def told(journal: Journal, **given: str | None) -> dict[str, Any]:
    """The fields of a goal that the options name, as values."""
    known: dict[str, Any] = {}
    if given["measure"] is not None:
        known["measure"] = given["measure"]
    if given["hours"] is not None:
        known["hours"] = parse_hours(given["hours"]).value
    if given["sure"] is not None:
        known["confidence"] = parse_percent(given["sure"])
    if given["kind"] is not None:
        known["kind"] = Kind(one_of(given["kind"], KINDS, "--kind"))
    if given["field"] is not None:
        known["field"] = Field(one_of(given["field"], FIELDS, "--field"))
    if given["serves"] is not None:
        known["parent"] = journal.goal(given["serves"]).id
    return known


def one_of(given: str, allowed: Iterable[StrEnum], option: str) -> str:
    if given.lower() not in set(allowed):
        why = N_("%(command)s takes one of %(near)s, not “%(given)s”.")
        raise BadUsage(why, given=given, near=", ".join(allowed), command=option)
    return given.lower()


def _quarter_goal(journal: Journal, title: str, quarter: Any, known: dict[str, Any]) -> Goal:
    return Goal(id="", title=title, level=Level.QUARTER, quarter=quarter, created=journal.moment.utc, **known)


def show_goal(door: Door, found: Goal) -> None:
    def shown() -> str:
        lines = Lines(door.app.width)
        screens.goal(found, door.say, lines)
        return lines.plain()

    door.answer("goal", found, shown)


def remark(door: Door, made: Goal, hours: float | None) -> None:
    """The linter speaks once, and lets pass."""
    from fupan.wording import lint  # noqa: PLC0415 - a list is not linted

    code, blank = door.say.code, "" if door.say.zh else " "
    remarks = lint(
        made.title,
        made.measure,
        hours=hours if hours is not None else made.hours,
        confidence=made.confidence,
        level=made.level,
        capacity=door.app.settings.capacity,
    )
    told: set[str] = set()  # several remarks may propose the same; once is enough
    for said in remarks:
        if said.severity != "info":
            proposal = said.proposes(code)
            door.write_talk(f"! {said.says(code)}" + ("" if proposal in told else f"{blank}{proposal}"))
            told.add(proposal)
