"""The ×2 ledger."""

from datetime import UTC, datetime

import pytest

from fupan.model import Goal, GoalWeek, Outcome, Trial
from fupan.periods import Week
from fupan.responses.doubling import doubling

FIRST = Week(2026, 47)
GOAL = Goal(id="g9", title="GRE verbal", created=datetime(2026, 11, 16, tzinfo=UTC))
TRIAL = Trial(id="r1", goal="g9", response="A01", started=FIRST, slots={"others": "40", "until": "2027-W04"})


def lived(*hours):
    return [GoalWeek(goal="g9", week=FIRST.shift(n), title="t", actual_hours=h) for n, h in enumerate(hours)]


def test_the_doubled_pace_is_spread_over_its_weeks():
    """Eighty hours over eleven weeks; half way half of them are due."""
    ledger = doubling(TRIAL, GOAL, lived(5, 4, 5), FIRST.shift(4))
    assert (ledger.budget, ledger.weeks, ledger.weeks_gone) == (80, 11, 5)
    assert ledger.due == pytest.approx(80 * 5 / 11)
    assert ledger.spent == 14
    assert ledger.of_doubled == pytest.approx(14 / (80 * 5 / 11))
    assert ledger.conclusion == "running"


@pytest.mark.parametrize(
    ("hours", "conclusion"), [(80, "change_direction"), (79, "not_tried"), (40, "not_tried"), (39, "reopen")]
)
def test_the_end_says_what_the_hours_mean(hours, conclusion):
    """Twice the time and missed: change direction; between: not tried yet; less than others: was it laziness?"""
    assert doubling(TRIAL, GOAL, lived(hours), Week(2027, 5)).conclusion == conclusion


def test_a_goal_that_was_done_is_met():
    """The rule has done its work."""
    from dataclasses import replace

    done = replace(GOAL, outcome=Outcome.DONE, closed=GOAL.created)
    assert doubling(TRIAL, done, lived(30), Week(2026, 50)).conclusion == "met"


@pytest.mark.parametrize(
    ("weeks", "spent", "conclusion"),
    [(1, 0, "running"), (2, 3, "reopen"), (2, 10, "not_tried"), (2, 15, "change_direction")],
)
def test_a_goal_that_ended_early_is_judged_by_the_weeks_it_had(weeks, spent, conclusion):
    """Ended in its first week it is not held against anybody; later by what others give in as many weeks."""
    from dataclasses import replace

    closed = datetime.combine(FIRST.shift(weeks - 1).monday, datetime.min.time(), UTC)
    missed = replace(GOAL, outcome=Outcome.MISSED, closed=closed)
    assert doubling(TRIAL, missed, lived(spent), FIRST.shift(4)).conclusion == conclusion
    assert doubling(TRIAL, missed, lived(spent), FIRST.shift(4)).weeks_gone == weeks


def test_other_trials_have_no_ledger():
    """Only the rule itself, with the hours of others, is counted."""
    from dataclasses import replace

    assert doubling(replace(TRIAL, response="L01"), GOAL, (), FIRST) is None
    assert doubling(replace(TRIAL, slots={}), GOAL, (), FIRST) is None
