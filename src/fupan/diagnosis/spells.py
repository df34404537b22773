"""How long an outside cause lasts: beyond the week that names it, while the record says it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.diagnosis import cues
from fupan.diagnosis.weights import weights

if TYPE_CHECKING:
    from fupan.model import WeekFacts


def spells(weeks: tuple[WeekFacts, ...], shares: tuple[float, ...], away: frozenset[int]) -> tuple[float, ...]:
    """Each week's share, carried on and measured; `away` are the weeks whose words tell of laziness.

    Full hours before the cause show what an undisturbed week gives: then the whole drop is its doing, and it lasts
    until the hours come back or the words tell of something else. Without such weeks only plain words of going on
    ("still", "same") carry it.
    """
    rule = weights()["outside"]
    carried = list(shares)
    running, silent = 0.0, 0
    for place, week in enumerate(weeks):
        share, held = shares[place], _held(weeks[:place])
        if share >= rule["week_void_from"]:
            running, silent = share, 0
        elif running and place not in away and low(week) and _goes_on(week, held=held, silent=silent):
            silent += not week.why.strip()
            share = running
        else:
            running = 0.0
        if running and held and _recorded(week):
            share = max(share, missing(week))
        carried[place] = share
    return tuple(carried)


def _goes_on(week: WeekFacts, *, held: bool, silent: int) -> bool:
    if not week.why.strip():
        return held and silent < int(weights()["outside"]["silent_weeks"])
    return held or cues.tells("goes_on", week.why)


def _held(before: tuple[WeekFacts, ...]) -> bool:
    """The hours of the weeks before were there, up to the first low one."""
    known = [w for w in before if _recorded(w)]
    while known and low(known[-1]):
        known.pop()
    planned = sum(w.planned_hours or 0.0 for w in known)
    return bool(planned) and sum(w.actual_hours or 0.0 for w in known) >= weights()["outside"]["held_from"] * planned


def stopped(weeks: tuple[WeekFacts, ...]) -> bool:
    """Hours that were there fell away all at once, and stayed away."""
    known = [w for w in weeks if _recorded(w)]
    first = next((place for place, week in enumerate(known) if low(week)), 0)
    return bool(first) and _held(tuple(known[:first])) and all(low(week) for week in known[first:])


def low(week: WeekFacts) -> bool:
    """Few of the planned hours, or none recorded."""
    return bool(missing(week) > weights()["outside"]["low_from"])


def missing(week: WeekFacts) -> float:
    """The part of a week's plan that was not done; all of it where nothing is recorded."""
    if not week.planned_hours or week.actual_hours is None:
        return 1.0
    return max(0.0, 1.0 - week.actual_hours / week.planned_hours)


def _recorded(week: WeekFacts) -> bool:
    return bool(week.planned_hours) and week.actual_hours is not None
