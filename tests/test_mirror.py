"""Causes by quarter, and where misses gather."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fupan.language import Language
from fupan.mirror import Past, mirror
from fupan.model import Cause, Field, Gap, Goal, GoalWeek, Kind, Level, Outcome, Reason, Verdict, WeeklyReview
from fupan.periods import Quarter, Week, Year
from fupan.render import mirrored
from fupan.report.goal_nouns import CauseKey
from fupan.travel import travelled

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


def test_weeks_of_travel_and_those_after_them_are_sorts_of_their_own():
    """Where one was away, misses and low grades are told for that week and for the one after it."""
    weeks = [Week(2026, 3 + n) for n in range(12)]
    away = frozenset(weeks[::2][:5])
    reviews = [
        replace(review(week, row("g1", week, missed=week.shift(-1) in away)), answers={"grade.self": grade})
        for week, grade in zip(weeks, [4, 2, 4, 2, 4, 2, 4, 2, 4, 3, 4, 4], strict=True)
    ]
    found = seen(*reviews, goals=(Goal(id="g1", title="a", created=NOON),), travelled=away)
    after = gathered(found, "week", "after_travel")
    assert (after.n, after.missed, after.others_missed) == (5, 5, 0)
    assert gathered(found, "week", "travel").missed == 0
    grades = {one.name: one for one in found.grades}
    assert found.median_grade == 4
    assert (grades["after_travel"].below, grades["after_travel"].n, grades["after_travel"].others_below) == (5, 5, 0)
    assert found.grades[0].name == "after_travel"
    assert grades["after_travel"].tells
    for code in ("en", "zh"):
        drawn = mirrored.patterns(found, Language.load(code), show=True)
        assert {"en": "after one of travel: below in 5 of 5 (100%)", "zh": "出行的下一周：5 周里 5 周偏低（100%）"}[
            code
        ] in drawn


def test_without_grades_no_grade_is_told():
    """Weeks that nobody graded have no median."""
    found = seen(review(Week(2026, 3), row("g1", Week(2026, 3), missed=True)))
    assert (found.median_grade, found.grades) == (None, ())


@pytest.mark.parametrize(
    "text",
    ["出差", "周三出差，周五回来", "我在上海出差", "去上海出差三天", "春节回老家", "高铁上看了两页", "travel", "Travelling all week",
     "Business trip to Berlin", "flew back on Thursday", "I had to travel to Paris", "out of town from Wednesday"],
)  # fmt: skip
def test_a_journey_of_ones_own_is_travel(text):
    """An excuse, a note or a why that tells of a journey."""
    assert travelled(["", text])


@pytest.mark.parametrize(
    "text",
    ["宁出差两周", "导师出差，我也给自己放了假", "没出差", "取消了去上海的出差", "旅行商问题没推出来", "my boss travelled",
     "Ning travels again", "no trip this time", "the flight was cancelled", "travelling salesman", "tripped over the config", ""],
)  # fmt: skip
def test_no_journey_and_that_of_somebody_else_is_none(text):
    """What was called off, what others did, and words that only look alike."""
    assert not travelled([text])


def test_a_sort_that_holds_everything_is_not_told():
    """Where all promises are of one field there is nothing to compare it with."""
    week = Week(2026, 3)
    found = seen(review(week, row("g1", week, missed=True)), goals=(Goal(id="g1", title="a", created=NOON),))
    assert [one for one in found.gatherings if one.sort == "field"] == []
