"""Who was right later."""

from dataclasses import replace

import pytest

from fupan.model import Call, Cause, Diagnosis, GoalWeek, Trial, TrialResult, Verdict
from fupan.periods import Week
from fupan.responses.hindsight import Hindsight, hindsight, shown_by

WEEK = Week(2026, 40)
LAZY = Diagnosis(cause=Cause.LAZINESS, p_laziness=0.9, log_odds=3)
VERDICT = Verdict(goal="g1", period="2026-W40", own=Call.ABILITY, program=LAZY, final=Cause.ABILITY)
TRIAL = Trial(id="r1", goal="g1", response="L01", started=WEEK.shift(1), result=TrialResult.WORKED)


def lived(hours):
    return [GoalWeek(goal="g1", week=WEEK.shift(1), title="t", planned_hours=10, actual_hours=hours)]


@pytest.mark.parametrize(
    ("response", "result", "hours", "cause"),
    [
        ("L01", TrialResult.WORKED, 9, Cause.LAZINESS),
        ("A04", TrialResult.WORKED, 9, Cause.ABILITY),
        ("L01", TrialResult.NO_EFFECT, 9, Cause.ABILITY),
        ("L01", TrialResult.NO_EFFECT, 2, None),
        ("A04", TrialResult.NO_EFFECT, 9, None),
        ("L01", TrialResult.NOT_CARRIED_OUT, 0, None),
        ("X01", TrialResult.WORKED, 9, None),
    ],
)
def test_what_a_response_shows(response, result, hours, cause):
    """What worked bears its cause out; full hours without progress were never laziness."""
    assert shown_by(replace(TRIAL, response=response, result=result), lived(hours)) is cause


def test_a_difference_that_a_response_decided_is_counted():
    """Only verdicts on which both called a cause, and differently, count."""
    assert hindsight([VERDICT], [TRIAL], {}) == Hindsight(n=1, person=0, program=1)
    agreeing = replace(VERDICT, own=Call.LAZINESS)
    unsure = replace(VERDICT, own=Call.BOTH)
    assert hindsight([agreeing, unsure], [TRIAL], {}) is None


def test_a_response_from_before_the_verdict_decides_nothing():
    """Only what came afterwards can bear anyone out."""
    assert hindsight([VERDICT], [replace(TRIAL, started=WEEK)], {}) is None
