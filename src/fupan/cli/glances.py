"""The looks that are taken most often: where one stands, the open goals, a report. None of it needs the parser.

Before Typer has read a word it has taken three times Python's own start (some 110 million instructions; that start
is 36), a good part of a whole `status`. So these command lines, word for word, are obeyed before it is imported; every
other one goes through it and ends in the same functions. A test holds both ways against each other.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fupan.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fupan.cli.door import Door
    from fupan.model import Level
    from fupan.periods import Period, Week


def glance(words: Sequence[str]) -> Callable[[Door], None] | None:
    """What a command line asks for, where it is one of these."""
    match words:
        case []:
            return stand
        case ["status"]:
            return status
        case ["goal", "list"]:
            return goals
        case ["report", *period, "--as", paper] if _plain([*period, paper]):
            return partial(report, words=period, paper=paper)
        case ["report", *period] if _plain(period):
            return partial(report, words=period)
    return None


def _plain(words: Sequence[str]) -> bool:
    return not any(word.startswith("-") for word in words)


def stand(door: Door) -> None:
    """`fupan` alone: where one stands and what to do now, or what will happen the first time."""
    from fupan.journal.standings import Standings  # noqa: PLC0415 - each look imports what it needs
    from fupan.render import screens  # noqa: PLC0415

    with door.app.desk(Standings) as journal:
        now = journal.standing()
    if now.empty and not now.draft:
        week = journal.moment.week_under_review
        door.answer("standing", now, lambda: _first(door, week))
        return
    when = door.review_time(now.next_review)
    door.answer("standing", now, lambda: screens.standing(now, door.say, when=when, width=door.app.width))


def _first(door: Door, week: Week) -> str:
    from fupan.render import screens  # noqa: PLC0415 - as above

    begin = door.say(N_("Now: `fupan week`."))
    return f"{screens.first_time(week, door.app.paths.journal, door.say)}\n{begin}"


def status(door: Door) -> None:
    """Where one stands, with the calendar."""
    from fupan.journal.standings import Standings  # noqa: PLC0415 - as above
    from fupan.render import screens  # noqa: PLC0415

    with door.app.desk(Standings) as journal:
        now = journal.standing()
    when = door.review_time(now.next_review)
    door.answer("standing", now, lambda: screens.status(now, door.say, when=when, width=door.app.width))


def goals(door: Door, *, every: bool = False, level: Level | None = None, period: Period | None = None) -> None:
    """The open goals, or others."""
    from fupan.journal.goals import Goals  # noqa: PLC0415 - as above
    from fupan.render import screens  # noqa: PLC0415

    with door.app.desk(Goals) as journal:
        found = journal.goals(every=every, level=level, period=period)
    door.answer("goals", found, lambda: screens.goals(found, door.say, width=door.app.width))


def report(door: Door, words: Sequence[str], paper: str = "") -> None:
    """The report of a period for oneself, on standard output."""
    from fupan.cli.papers import give_report  # noqa: PLC0415 - as above

    give_report(door, words, paper)
