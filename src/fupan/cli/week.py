"""`fupan week`: the weekly review, at a terminal or from a document."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli import offers
from fupan.cli.sitting import Sitting
from fupan.cli.tree import command, single
from fupan.language import N_
from fupan.period_words import parse_week
from fupan.render import screens

app = single()


@command(
    app,
    "week",
    N_(
        "Write the weekly review.\n"
        "Until Wednesday the week that ended is meant, from Thursday the running one. Every answer is kept "
        "at once; the next start goes on where you stopped."
    ),
    "fupan week",
    "fupan week last week --short",
    "fupan week 2026-W45 --answers week.json",
)
def week(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERIOD", help=N_("e.g. 2026-W45, W45, last week, 上周"), autocompletion=offers.weeks),
    ] = None,
    *,
    short: Annotated[bool, typer.Option("--short", help=N_("the ten-minute way"))] = False,
    again: Annotated[bool, typer.Option("--again", help=N_("amend a written week; what it said is kept"))] = False,
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="FILE", help=N_("take the answers from JSON or TOML; - is standard input")),
    ] = None,
    editor: Annotated[bool, typer.Option("--editor", "-e", help=N_("open the editor for long answers"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    wanted = parse_week(" ".join(period), door.app.moment.today) if period else None
    named = f"fupan week {wanted}" if wanted else "fupan week"
    Sitting(
        door=door,
        command=named,
        kind="weekly_review",
        open=lambda journal: journal.open_week(wanted, short=short, again=again),
        write=lambda journal, sheet, given: journal.write_week(sheet, given),
        kept=lambda review: screens.week_kept(review, door.say, when=door.next_review(), width=door.app.width),
    ).run(answers, editor_first=editor)
