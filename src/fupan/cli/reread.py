"""`fupan reread`: the re-reading desk alone, one week a screen."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli import offers
from fupan.cli.tree import command, single
from fupan.errors import AlreadySealed, FupanError, Interrupted
from fupan.language import N_
from fupan.period_words import parse_period
from fupan.periods import Quarter
from fupan.review.rereading import evident, toggled

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupan.cli.door import Door
    from fupan.journal import Journal
    from fupan.periods import Period
    from fupan.review.rereading import Page

app = single()
MARKS = {"+": "best", "＋": "best", "-": "worst", "－": "worst", "!": "turning", "！": "turning"}
MARKS |= dict.fromkeys("xX", "excuse")
MOVES = {**dict.fromkeys(("j", "n", "enter", "down", "right"), 1), **dict.fromkeys(("k", "b", "<", "up", "left"), -1)}
KEPT_LINES = 5  # of a screen: its head, the keys, and what was typed


@command(
    app,
    "reread",
    N_(
        "Re-read your weeks, one a screen, and mark what you see now.\n"
        "Marks and lines are kept for the quarterly review, which asks about these weeks no more. It can be stopped "
        "and goes on where you stopped. In a pipe every week is printed."
    ),
    "fupan reread",
    "fupan reread 2026-Q4",
    "fupan reread last year | less",
)
def reread(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PERIOD", help=N_("e.g. 2026-Q4, W40..W47, 2026, 本季度"), autocompletion=offers.periods
        ),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.journal() as journal:
        today = door.app.moment.today
        wanted: Period = parse_period(" ".join(period), today) if period else journal.quarter_under_review()
        door.echo(wanted)
        desk = journal.open_reread(wanted)
        if door.json or not (sys.stdin.isatty() and door.out.isatty()):
            from fupan.render import rereading  # noqa: PLC0415 - drawn here or at the desk

            door.answer("rereading", desk, lambda: rereading.whole(desk, door.say, width=door.app.width))
            return
        Desk(door, journal, wanted).sit()


class Desk:
    """One sitting at the desk."""

    def __init__(self, door: Door, journal: Journal, period: Period) -> None:
        from fupan.cli.prompt import key_reader, reader  # noqa: PLC0415 - a pipe needs no terminal

        self.door, self.journal, self.period, self.say = door, journal, period, door.say
        self.desk = journal.open_reread(period)
        self.place = self.desk.place
        self.top = 0  # the page's first line on the screen
        self.told = self.say(N_("Going on where you stopped.")) if self.desk.begun else ""
        self.screen = door.screen(door.out, like=door.out)
        self.key: Callable[[], str] = key_reader(door.out)
        self.read = reader(door.out, colored=door.app.colored(terminal=True))
        self.command = f"fupan reread {period}"

    def sit(self) -> None:
        """Page by page until the person stops, or the last page was turned."""
        try:
            while self.draw() and self.obey(self.key()):
                pass
        except KeyboardInterrupt:
            raise Interrupted(self.command) from None
        except EOFError:
            pass
        if self.place == len(self.desk.pages):
            self.door.talk(N_("That was the last week."))
            quarter = self.period if isinstance(self.period, Quarter) else None
            if quarter and not self.desk.pages[-1].sealed:
                self.door.talk(
                    N_("`fupan quarter %(quarter)s` goes on with the marks and the scores."), quarter=quarter
                )
        else:
            self.door.talk(N_("Stopped. Every mark is kept; `%(command)s` goes on from here."), command=self.command)

    @property
    def page(self) -> Page:
        return self.desk.pages[self.place]

    def draw(self) -> bool:
        """One screen; False behind the last page."""
        from fupan.render import rereading  # noqa: PLC0415 - as above

        if self.place == len(self.desk.pages):
            return False
        lines = rereading.page(self.page, self.say, self.screen.width, marks_first=True)
        room = max(5, self.door.app.height - KEPT_LINES - self.told.count("\n") - bool(self.told))
        self.top = max(0, min(self.top, len(lines.lines) - 1))
        self.more = len(lines.lines) > self.top + room
        lines.lines = lines.lines[self.top : self.top + room]
        shown = type(lines)(self.screen.width)
        shown.put(rereading.head(self.desk, self.place, self.say), "dim")
        shown.lines += lines.lines
        if self.told:
            shown.put(self.told)
        shown.put(rereading.keys(self.say, more=self.more), "dim")
        if not self.door.app.dumb:
            self.screen.clear()
        shown.draw(self.screen)
        self.room, self.told = room, ""
        return True

    def obey(self, key: str) -> bool:
        """What a key does; False to stop."""
        if key in ("q", "Q", "c-d"):
            return False
        if key == " " and self.more:
            self.top += self.room
        elif key == " " or key in MOVES:
            self.turn(MOVES.get(key, 1))
        elif key in MARKS:
            self.keep(*toggled(self.page, MARKS[key]))
        elif key in "gG":
            self.evidence()
        elif key in "wW":
            self.line()
        else:
            from fupan.render import rereading  # noqa: PLC0415 - as above

            self.told = rereading.every_key(self.say)
        return True

    def turn(self, step: int) -> None:
        """The next page, which tells that this one was read, or the one before."""
        if step > 0:
            self.journal.keep_line(self.page)
        self.place = max(0, self.place + step)
        self.top = 0
        self.look_again()

    def look_again(self) -> None:
        self.desk = self.journal.open_reread(self.period)

    def keep(self, key: str, value: str | None) -> None:
        """A mark; what a written quarter says is amended there."""
        try:
            self.journal.mark(self.page.week, key, value)
        except AlreadySealed as problem:
            self.sealed(problem)
            return
        self.look_again()
        from fupan.render import rereading  # noqa: PLC0415 - as above

        self.told = rereading.marked(self.page, self.say)

    def sealed(self, problem: AlreadySealed) -> None:
        from fupan.render.speaking import spoken  # noqa: PLC0415

        self.told = spoken(problem, self.say)

    def evidence(self) -> None:
        """The goal that this week is evidence for: its own one, or the one that is named."""
        review = self.page.review
        goals = [goal.goal for goal in review.goals] if review else []
        if len(goals) != 1:
            asked = self.say(N_("Evidence for which goal? %(goals)s"), goals=" ".join(goals))
            named = self.read(f"{asked} › ", "", self.page.evidence).strip()
            if named.isdigit() and 1 <= int(named) <= len(goals):
                named = goals[int(named) - 1]
            if not named:
                return
            try:
                goals = [self.journal.goal(named).id]
            except FupanError as problem:
                from fupan.render.speaking import spoken  # noqa: PLC0415

                self.told = spoken(problem, self.say)
                return
        self.keep(*evident(self.page, goals[0]))

    def line(self) -> None:
        """A line to this week, as it is read now."""
        from fupan.cli.rescue import handed_back, rescue  # noqa: PLC0415
        from fupan.cli.sitting import comfort  # noqa: PLC0415

        if self.page.sealed:
            self.sealed(AlreadySealed(str(self.page.week.quarter), "fupan quarter"))
            return
        typed = self.read(self.say(N_("What you see now")) + " › ", "", self.page.line).strip()
        with handed_back(partial(rescue, self.door, typed)):
            self.journal.keep_line(self.page, typed)
        comfort(self.door, {"line": typed})
        self.look_again()
        self.top = 0
