"""`fupan year` and `fupan five-years`: the long form, at a terminal or from a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli import offers
from fupan.cli.sitting import Sitting
from fupan.cli.tree import command, single
from fupan.errors import BadUsage
from fupan.language import N_
from fupan.period_words import parse_period
from fupan.periods import Year
from fupan.render import years

if TYPE_CHECKING:
    from fupan.cli.door import Door
    from fupan.long_view import LongReview

app = single()
Which = Annotated[list[str] | None, typer.Argument(metavar="YEAR", help=N_("e.g. 2026, last year, 去年"))]
Again = Annotated[bool, typer.Option("--again", help=N_("amend what is written"))]
Answers = Annotated[
    str | None,
    typer.Option("--answers", metavar="FILE", help=N_("take the answers from JSON or TOML; - is standard input")),
]
Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]


def _year(ctx: typer.Context, words: list[str] | None) -> Year | None:
    if not words:
        return None
    found = parse_period(" ".join(words), ctx.obj.app.moment.today)
    if not isinstance(found, Year):
        raise BadUsage(N_("%(given)s is no year. Write for example 2026."), given=str(found))
    return found


def _kept(door: Door, review: LongReview) -> str:
    with door.app.journal() as journal:
        sealed = [letter for letter in journal.letters() if letter.period == review.period]
    return years.kept(review, sealed, door.say, width=door.app.width)


@command(
    app,
    "year",
    N_(
        "Write the year: four quarters side by side, what keeps its value, rules, a letter to yourself.\n"
        "A rule that came back in two quarters may stand on every Monday; the letter is sealed for a year."
    ),
    "fupan year",
    "fupan year 2026 --answers year.json",
    "fupan report 2026 --as html -o 2026.html",
)
def year(
    ctx: typer.Context, year: Which = None, *, again: Again = False, answers: Answers = None, as_json: Json = False
) -> None:
    del as_json  # the door has seen it
    door, wanted = ctx.obj, _year(ctx, year)
    Sitting(
        door=door,
        command=f"fupan year {wanted}" if wanted else "fupan year",
        kind="long_review",
        open=lambda journal: journal.open_year(wanted, again=again),
        write=lambda journal, sheet, given: journal.write_year(sheet, given),
        kept=lambda review: _kept(door, review),
    ).run(answers)


@command(
    app,
    "five-years",
    N_(
        "Write five years in chapters, from the years' own reviews, letters and rules.\n"
        "Decisions are judged by what was known then; then one direction, three bets, and what would show that "
        "it is wrong."
    ),
    "fupan five-years",
    "fupan five-years 2026 --answers five.json",
    "fupan report 2022..2026 --as html -o five.html",
)
def five_years(
    ctx: typer.Context, year: Which = None, *, again: Again = False, answers: Answers = None, as_json: Json = False
) -> None:
    del as_json  # the door has seen it
    door, wanted = ctx.obj, _year(ctx, year)
    Sitting(
        door=door,
        command=f"fupan five-years {wanted}" if wanted else "fupan five-years",
        kind="long_review",
        open=lambda journal: journal.open_five_years(wanted, again=again),
        write=lambda journal, sheet, given: journal.write_five_years(sheet, given),
        kept=lambda review: _kept(door, review),
    ).run(answers)
