"""The habit: what is due, weeks that are excused, weeks that are caught up with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fupan import stamp
from fupan.cli import offers
from fupan.cli.sitting import Sitting
from fupan.cli.tree import command, single
from fupan.errors import BadUsage
from fupan.language import N_, Language
from fupan.period_words import parse_period, parse_week
from fupan.render import habit

if TYPE_CHECKING:
    from fupan.cli.door import Door

app = single()
SHELLS = ("bash", "zsh", "fish", "starship")


@command(
    app,
    "due",
    N_(
        "Whether a weekly review is due: silent and 0 when none is, one line and 3 when one is.\n"
        "It reads one small file beside the journal, so a prompt may ask it every time; --snippet prints "
        "lines for your shell's start-up file that read that file without starting a program."
    ),
    "fupan due",
    "fupan due --snippet bash >> ~/.bashrc",
)
def due(
    ctx: typer.Context,
    *,
    snippet: Annotated[
        str,
        typer.Option(
            "--snippet",
            metavar="SHELL",
            help=N_("lines for the prompt of bash, zsh, fish or starship"),
            autocompletion=offers.one_of(*SHELLS),
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    if snippet:
        door.give(_snippet(door, snippet))
        return
    found = stamp.read(str(door.app.paths.stamp))
    is_due = found is not None and found.is_due(door.app.instant().timestamp())
    if door.json:
        known = {name: getattr(found, name) for name in found.__slots__} if found else None
        door.answer("due", {"due": is_due, "stamp": known}, str)
    elif found and is_due:
        door.give(stamp.line(found))
    if is_due:
        raise typer.Exit(stamp.DUE)


def _snippet(door: Door, shell: str) -> str:
    from fupan.reminding.snippets import snippet  # noqa: PLC0415 - once in a shell's life

    if shell not in SHELLS:
        why = N_("“%(given)s” has no lines for its prompt; there are %(near)s.")
        raise BadUsage(why, given=shell, near=", ".join(SHELLS), command="fupan due")
    return snippet(shell, str(door.app.paths.stamp), Language.load("en"), Language.load("zh"))


@command(
    app,
    "excuse",
    N_(
        "Excuse weeks, also weeks to come: they count neither for nor against you, and nothing reminds you.\n"
        "Without a period it lists the excused weeks."
    ),
    "fupan excuse 2026-W52 --why 'New Year, with the family'",
    "fupan excuse last week --why flu",
    "fupan excuse",
)
def excuse(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PERIOD", help=N_("e.g. 2026-W52, W52..W53, last week, 上周"), autocompletion=offers.weeks
        ),
    ] = None,
    *,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=N_("why these weeks need no review"))] = "",
    undo: Annotated[bool, typer.Option("--undo", help=N_("these weeks are no longer excused"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    if period:
        _excuse(door, " ".join(period), why.strip(), undo=undo)
        return
    with door.app.journal() as journal:
        found = journal.excused()
    door.answer("excused", {str(week): told for week, told in found.items()}, lambda: habit.excused(found, door.say))


def _excuse(door: Door, words: str, why: str, *, undo: bool) -> None:
    wanted = parse_period(words, door.app.moment.today)
    door.echo(wanted)
    if not (why or undo):
        raise BadUsage(N_("An excuse has a reason: --why TEXT."), command="fupan excuse")
    with door.app.journal() as journal:
        weeks = journal.take_back_excuse(wanted) if undo else journal.excuse(wanted, why)
    told = dict.fromkeys(weeks, "" if undo else why)
    data = {str(week): reason for week, reason in told.items()}
    door.answer("excused", data, lambda: habit.now_excused(weeks, door.say, undo=undo))


@command(
    app,
    "catchup",
    N_(
        "Catch up with a week that nobody wrote, in three minutes and at most five questions.\n"
        "It is stored and marked as late. Without a week the oldest empty one is asked about."
    ),
    "fupan catchup",
    "fupan catchup W44",
    "fupan catchup 2026-W44 --answers w44.json",
)
def catchup(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(metavar="WEEK", help=N_("e.g. 2026-W44, W44, last week, 上周"), autocompletion=offers.weeks),
    ] = None,
    *,
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="FILE", help=N_("take the answers from JSON or TOML; - is standard input")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    week = parse_week(" ".join(period), door.app.moment.today) if period else None
    with door.app.journal() as journal:
        week = week or journal.open_catchup().week
        others = [empty for empty in journal.empty_weeks() if empty != week]
    Sitting(
        door=door,
        command=f"fupan catchup {week}",
        kind="weekly_review",
        open=lambda journal: journal.open_catchup(week),
        write=lambda journal, sheet, given: journal.write_catchup(sheet, given),
        kept=lambda review: habit.caught_up(review, others, door.say),
    ).run(answers)
