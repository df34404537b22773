"""`fupan quarter`: the quarterly review, at a terminal or from a document."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli import offers
from fupan.cli.sitting import Sitting
from fupan.cli.tree import command, single
from fupan.language import N_
from fupan.period_words import parse_quarter
from fupan.render import screens

app = single()


@command(
    app,
    "quarter",
    N_(
        "Write the quarterly review.\n"
        "First every week is re-read and three are marked, then you score your goals, and only then the "
        "record's scores are shown. It can be stopped and taken up again at any question."
    ),
    "fupan quarter",
    "fupan quarter 2026-Q3",
    "fupan quarter last quarter --answers quarter.json",
)
def quarter(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PERIOD", help=N_("e.g. 2026-Q3, Q3, last quarter, 上季度"), autocompletion=offers.quarters
        ),
    ] = None,
    *,
    skip_reread: Annotated[
        bool, typer.Option("--skip-reread", help=N_("do not re-read the weeks; the report says so"))
    ] = False,
    again: Annotated[bool, typer.Option("--again", help=N_("amend a written quarter"))] = False,
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="FILE", help=N_("take the answers from JSON or TOML; - is standard input")),
    ] = None,
    editor: Annotated[bool, typer.Option("--editor", "-e", help=N_("open the editor for long answers"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    wanted = parse_quarter(" ".join(period), door.app.moment.today) if period else None
    Sitting(
        door=door,
        command=f"fupan quarter {wanted}" if wanted else "fupan quarter",
        kind="quarterly_review",
        open=lambda journal: journal.open_quarter(wanted, skip_reread=skip_reread, again=again),
        write=lambda journal, sheet, given: journal.write_quarter(sheet, given),
        kept=lambda review: screens.quarter_kept(review, door.say, width=door.app.width),
    ).run(answers, editor_first=editor)
