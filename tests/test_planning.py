"""Planning by one's own record."""

from __future__ import annotations

from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.model import GoalWeek, Outcome
from fupan.periods import Week
from fupan.planning import capacity, multiplier, room_to_double, weekly_capacity

START = Week(2026, 30)


def lived(goal="g1", at=0, **given_with):
    return GoalWeek(goal=goal, week=START.shift(at), title=goal, **given_with)


def done(goal, planned, actual, at=0):
    return lived(goal, at, planned_hours=planned, actual_hours=actual, outcome=Outcome.DONE)


def test_without_a_record_plans_are_taken_to_need_the_usual():
    """Nothing known: 1.4 times the plan."""
    assert multiplier(()) == pytest.approx(1.4)
    assert multiplier([lived(planned_hours=4)]) == pytest.approx(1.4)


def test_the_record_draws_the_multiplier_away_from_the_usual():
    """The figure is exp((5·ln 1.4 + Σ ln(needed/planned)) / (5 + n)) over finished goals."""
    rows = [done("g1", 4, 8), done("g2", 5, 5)]
    assert multiplier(rows) == pytest.approx(exp((5 * log(1.4) + log(2) + log(1)) / 7))


def test_an_unfinished_goal_tells_from_a_fifth_on():
    """Hours over progress is what a goal needs; below a fifth of progress it says nothing."""
    partly = lived(planned_hours=4, actual_hours=4, outcome=Outcome.PARTLY, progress=0.5)
    assert multiplier([partly]) == pytest.approx(exp((5 * log(1.4) + log(2)) / 6))
    barely = lived(planned_hours=4, actual_hours=4, outcome=Outcome.PARTLY, progress=0.19)
    assert multiplier([barely]) == pytest.approx(1.4)


def test_a_carried_goal_was_planned_once():
    """Four hours planned, two spent, carried with four more planned and four spent: six needed of four planned."""
    rows = [
        lived(at=0, planned_hours=4, actual_hours=2, outcome=Outcome.PARTLY),
        lived(at=1, planned_hours=4, actual_hours=4, outcome=Outcome.DONE, carried=1),
    ]
    assert multiplier(rows) == pytest.approx(exp((5 * log(1.4) + log(1.5)) / 6))


def test_a_weeks_capacity_is_the_median_of_its_real_hours():
    """All goals of a week count together; a week without any recorded hours is left out, a zero is not."""
    rows = [
        lived("g1", 0, actual_hours=4),
        lived("g2", 0, actual_hours=6),
        lived("g1", 1, actual_hours=0),
        lived("g1", 2, actual_hours=8),
        lived("g1", 3),
    ]
    assert weekly_capacity(rows) == 8
    assert weekly_capacity([lived(planned_hours=9)]) is None


def test_a_quarters_capacity_leaves_a_week_and_a_tenth_and_divides_by_the_multiplier():
    """Median × (weeks − 1) × .9 ÷ multiplier, and unknown without hours."""
    rows = [lived("g1", n, actual_hours=10) for n in range(3)]
    assert capacity(rows, 13) == pytest.approx(10 * 12 * 0.9 / 1.4)
    assert capacity((), 13) is None


def test_twice_the_time_must_exist_in_the_week():
    """Doubling fits while it stays within a tenth above the real hours of a week."""
    rows = [lived("g1", n, actual_hours=10) for n in range(3)]
    assert room_to_double(5.5, rows) is True
    assert room_to_double(5.6, rows) is False
    assert room_to_double(5, ()) is None


@given(st.lists(st.tuples(st.floats(0.5, 60), st.floats(0.5, 60)), max_size=12))
def test_the_multiplier_stays_between_the_usual_and_the_extremes_of_the_record(pairs):
    """It is a mean: never beyond 1.4 and the record's own ratios."""
    rows = [done(f"g{n}", planned, actual) for n, (planned, actual) in enumerate(pairs)]
    ratios = [actual / planned for planned, actual in pairs] + [1.4]
    assert min(ratios) - 1e-9 <= multiplier(rows) <= max(ratios) + 1e-9
