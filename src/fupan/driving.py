"""What drives a person, over the weeks: spells of one motive, how it moved, and which goals serve it.

A spell is a run of weeks with the same motive. A new one begins where the kind changes or the person says that it
is a different one ("has the motive changed this week?", Li Mu's talk at SJTU, 2024). Nothing here is ever rewritten:
a spell is read from the weeks, and the weeks stay as they were said.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from fupan.errors import NOTHING, FupanError
from fupan.language import N_
from fupan.lean import dataclass
from fupan.model import Change, Goal, GoalWeek, Level, Motive, MotiveKind
from fupan.periods import Week

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FIRST = Week(1970, 1)  # before any journal
YEAR = 52  # weeks
SHARE_OVER = 13  # weeks over which hours are counted
LARGEST = 3  # changes that a year's look names


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A run of weeks with one motive; `strengths` has one entry for each of its weeks on record."""

    first: Week
    last: Week  # the last week on record
    kind: MotiveKind | None
    of: str = ""  # raw words, for self alone
    positive: str = ""  # the latest sentence
    event: str = ""  # what brought it
    strengths: tuple[int | None, ...] = ()

    @property
    def n(self) -> int:
        """Weeks on record."""
        return len(self.strengths)

    @property
    def strength(self) -> int | None:
        """As last said."""
        return next((one for one in reversed(self.strengths) if one is not None), None)

    @property
    def name(self) -> str:
        """How goals name the motive that they serve: by its first week."""
        return str(self.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A change of the motive from one recorded week to the next."""

    week: Week
    kind: MotiveKind | None
    was: MotiveKind | None
    strength: int | None
    before: int | None
    event: str = ""

    @property
    def size(self) -> int:
        """How large it is: another kind weighs more than any step of strength."""
        step = abs(self.strength - self.before) if self.strength is not None and self.before is not None else 0
        return step + (100 if self.kind is not self.was else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Hours of some weeks, by whether their goals serve the present motive."""

    weeks: int
    hours: float
    serving: float
    goals: int  # goals with hours


@dataclass(frozen=True, slots=True, kw_only=True)
class MotiveLedger:
    """Everything that `fupan motive` has to say."""

    now: Spell | None
    spells: tuple[Spell, ...]
    changes: int  # spells that began within the last year, the first one not counted
    serving: tuple[Goal, ...] = ()  # open goals that serve the present motive
    former: tuple[Goal, ...] = ()  # open goals that served an earlier one
    orphans: tuple[Goal, ...] = ()  # open goals that serve none: information, not an error
    hours: Serving | None = None


def spells(motives: Iterable[Motive]) -> tuple[Spell, ...]:
    """The motives of ascending weeks as spells; weeks without kind and strength say nothing."""
    found: list[list[Motive]] = []
    for motive in motives:
        if motive.kind is None and motive.strength is None:
            continue
        last = found[-1][-1] if found else None
        if last is None or motive.change is Change.DIFFERENT or (motive.kind and motive.kind is not _kind(found[-1])):
            found.append([motive])
        else:
            found[-1].append(motive)
    return tuple(_spell(weeks) for weeks in found)


def moves(motives: Sequence[Motive]) -> tuple[Move, ...]:
    """Every change of kind or strength between recorded weeks, the largest first; equal ones by week."""
    said = [motive for motive in motives if motive.kind or motive.strength is not None]
    found = [
        Move(
            week=now.week,
            kind=now.kind or was.kind,
            was=was.kind,
            strength=now.strength,
            before=was.strength,
            event=now.event,
        )
        for was, now in pairwise(said)
    ]
    return tuple(sorted((move for move in found if move.size), key=lambda move: (-move.size, move.week)))


def motive_ledger(
    motives: Sequence[Motive], goals: Sequence[Goal], weeks: Sequence[GoalWeek], today: Week
) -> MotiveLedger:
    """The ledger as of the running week; `weeks` are the goal weeks of the last SHARE_OVER weeks."""
    found = spells(motives)
    now = found[-1] if found else None
    began = [spell.first for spell in found[1:]]
    standing = [goal for goal in goals if goal.open and (goal.level is Level.QUARTER or not goal.parent)]
    of = {goal.id: goal for goal in goals}
    return MotiveLedger(
        now=now,
        spells=found,
        changes=sum(first > today.shift(-YEAR) for first in began),
        serving=tuple(goal for goal in standing if now and _serves(goal, of) == now.first),
        former=tuple(goal for goal in standing if (week := _serves(goal, of)) and (not now or week != now.first)),
        orphans=tuple(goal for goal in standing if _serves(goal, of) is None),
        hours=_hours(weeks, of, now) if now else None,
    )


def _serves(goal: Goal, goals: dict[str, Goal]) -> Week | None:
    """The motive that a goal serves, its own or that of the quarter goal above it."""
    above = goals.get(goal.parent)
    return goal.motive or (above.motive if above else None)


def _hours(weeks: Sequence[GoalWeek], goals: dict[str, Goal], now: Spell) -> Serving | None:
    counted = [week for week in weeks if week.actual_hours]
    if not counted or not any(_serves(goal, goals) for goal in goals.values()):
        return None  # without a single link a share of nothing would say something
    mine = [week for week in counted if week.goal in goals and _serves(goals[week.goal], goals) == now.first]
    return Serving(
        weeks=len({week.week for week in counted}),
        hours=sum(week.actual_hours or 0 for week in counted),
        serving=sum(week.actual_hours or 0 for week in mine),
        goals=len({week.goal for week in counted}),
    )


def _kind(weeks: Sequence[Motive]) -> MotiveKind | None:
    return next((motive.kind for motive in weeks if motive.kind), None)


def _spell(weeks: Sequence[Motive]) -> Spell:
    return Spell(
        first=weeks[0].week,
        last=weeks[-1].week,
        kind=_kind(weeks),
        of=next((motive.of for motive in reversed(weeks) if motive.of), ""),
        positive=next((motive.positive for motive in reversed(weeks) if motive.positive), ""),
        event=weeks[0].event,
        strengths=tuple(motive.strength for motive in weeks),
    )


class NoMotive(FupanError):
    code = "no_motive"
    message = N_("No motive is on record yet: say it in `fupan week`, or now with `fupan motive change`.")
    status = NOTHING
