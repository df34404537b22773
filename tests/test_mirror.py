"""Causes by quarter, and where misses gather."""

from __future__ import annotations

from datetime import UTC, datetime

from fupan.mirror import Past, mirror
from fupan.model import Cause, Field, Gap, Goal, GoalWeek, Kind, Level, Outcome, Reason, Verdict, WeeklyReview
from fupan.periods import Quarter, Week, Year
from fupan.report.goal_nouns import CauseKey

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def row(goal: str, week: Week, *, missed: bool, hours: float = 2, why: str = "") -> GoalWeek:
    outcome = Outcome.MISSED if missed else Outcome.DONE
    return GoalWeek(goal=goal, week=week, title=goal, planned_hours=hours, outcome=outcome, gap=Gap(why=why))


def review(week: Week, *rows: GoalWeek, verdicts=()) -> WeeklyReview:
    return WeeklyReview(week=week, started=NOON, written=NOON, zone="UTC", goals=rows, verdicts=tuple(verdicts))


def seen(*reviews: WeeklyReview, goals=(), **more):
    return mirror(Past(period=Year(2026), reviews=reviews, goals=goals, **more))


def gathered(found, sort: str, name: str):
    return next(one for one in found.gatherings if (one.sort, one.name) == (sort, name))


def test_verdicts_are_counted_by_cause_and_quarter():
    """Each quarter has its column; causes that never came up have no row; no verdict is “undecided”."""
    weeks = (Week(2026, 3), Week(2026, 20))
    verdicts = [Verdict(goal="g1", period=str(week), final=Cause.LAZINESS) for week in weeks]
    verdicts.append(Verdict(goal="g2", period=str(weeks[1]), final=Cause.UNCLEAR, reason=Reason.OUTSIDE))
    verdicts.append(Verdict(goal="g3", period=str(weeks[1])))
    found = seen(*(review(week, verdicts=[v for v in verdicts if v.period == str(week)]) for week in weeks))
    assert found.quarters == (Quarter(2026, 1), Quarter(2026, 2))
    assert {row.key: row.counts for row in found.causes} == {
        CauseKey.LAZINESS: (1, 1),
        CauseKey.OUTSIDE: (0, 1),
        CauseKey.UNDECIDED: (0, 1),
    }


def test_misses_gather_by_what_the_goal_above_is_about():
    """A week goal counts in the field and the kind of the quarter goal that it serves."""
    above = Goal(id="g90", title="q", level=Level.QUARTER, field=Field.RESEARCH, kind=Kind.STRETCH, created=NOON)
    below = [Goal(id=f"g{n}", title="w", parent="g90" if n < 6 else "", created=NOON) for n in range(12)]
    weeks = [Week(2026, 3 + n) for n in range(12)]
    found = seen(
        *(review(week, row(f"g{n}", week, missed=n < 5)) for n, week in enumerate(weeks)), goals=(*below, above)
    )
    research = gathered(found, "field", "research")
    assert (research.n, research.missed, research.others, research.others_missed) == (6, 5, 6, 0)
    assert research.tells
    assert research.weeks == tuple(weeks[:5])
    assert gathered(found, "kind", "stretch").missed == 5


def test_below_five_on_a_side_nothing_is_compared():
    """Four promises of a sort tell no share, however they ended."""
    goals = [Goal(id="g1", title="a", field=Field.JOB, created=NOON), Goal(id="g2", title="b", created=NOON)]
    weeks = [Week(2026, 3 + n) for n in range(4)]
    found = seen(*(review(w, row("g1", w, missed=True), row("g2", w, missed=False)) for w in weeks), goals=goals)
    assert not gathered(found, "field", "job").tells


def test_weeks_are_told_by_what_came_before_them():
    """The week after an excused one, after an empty one, and the first of a quarter are sorts of their own."""
    weeks = [Week(2026, 13), Week(2026, 14), Week(2026, 16), Week(2026, 18)]
    found = seen(
        *(review(week, row("g1", week, missed=week.number in (16, 18))) for week in weeks),
        goals=(Goal(id="g1", title="a", created=NOON),),
        excused=frozenset({Week(2026, 15)}),
        first=weeks[0],
        written=frozenset(weeks),
    )
    assert gathered(found, "week", "after_excused").weeks == (Week(2026, 16),)
    assert gathered(found, "week", "after_empty").weeks == (Week(2026, 18),)
    first = gathered(found, "week", "first_of_quarter")
    assert (first.n, first.missed) == (1, 0)


def test_a_sort_that_holds_everything_is_not_told():
    """Where all promises are of one field there is nothing to compare it with."""
    week = Week(2026, 3)
    found = seen(review(week, row("g1", week, missed=True)), goals=(Goal(id="g1", title="a", created=NOON),))
    assert [one for one in found.gatherings if one.sort == "field"] == []
