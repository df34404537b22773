"""Calibration: what was said against what came, doubts against decisions, plans against hours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.calibration import DOUBT, Told, calibrate, doubt_of, points_of
from fupan.model import (
    Carry,
    Cause,
    Goal,
    GoalWeek,
    Level,
    Outcome,
    QuarterlyReview,
    Reason,
    Score,
    Verdict,
    WeeklyReview,
)
from fupan.periods import Quarter, Week

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
W40 = Week(2026, 40)
Q4 = Quarter(2026, 4)


def goal(name: str = "g1", **more) -> Goal:
    return Goal(**{"id": name, "title": name, "created": NOON, **more})


def row(name: str = "g1", week: Week = W40, **more) -> GoalWeek:
    return GoalWeek(**{"goal": name, "week": week, "title": name, "outcome": Outcome.DONE, **more})


def review(week: Week = W40, goals=(), **more) -> WeeklyReview:
    return WeeklyReview(**{"week": week, "started": NOON, "written": NOON, "zone": "UTC", "goals": goals, **more})


def lived(*rows: GoalWeek, **answers) -> tuple[WeeklyReview, ...]:
    weeks = sorted({row.week for row in rows})
    return tuple(review(week, tuple(row for row in rows if row.week == week)) for week in weeks)


def test_said_and_came_are_counted_by_range_with_the_goals_behind():
    """Each range of confidence tells how many promises were made, how many came, and which."""
    rows = [row(f"g{n}", confidence=95, outcome=Outcome.DONE if n < 2 else Outcome.MISSED) for n in range(5)]
    rows += [row("g9", confidence=70), row("g8", confidence=40, outcome=Outcome.PARTLY)]
    sure, middle, doubt = calibrate(Told(reviews=lived(*rows))).weekly
    assert (sure.low, sure.n, sure.came, sure.share, sure.lean) == (90, 5, 2, 0.4, "too_sure")
    assert [forecast.goal for forecast in sure.forecasts] == ["g0", "g1", "g2", "g3", "g4"]
    assert (middle.n, middle.came, doubt.n, doubt.came) == (1, 1, 1, 0)


def test_fewer_than_five_give_no_share():
    """Below five forecasts there is neither a share nor a leaning, nor a Brier score: only the single ones."""
    rows = [row(f"g{n}", confidence=95, outcome=Outcome.MISSED) for n in range(4)]
    found = calibrate(Told(reviews=lived(*rows)))
    assert found.weekly[0].share is None
    assert found.weekly[0].lean == ""
    assert found.brier is None
    assert found.n == 4


def test_dropped_and_outside_are_left_out_and_counted():
    """What was dropped or stopped from outside says nothing of the forecast, and is told as a number."""
    rows = [
        row("g1", confidence=80, outcome=Outcome.DROPPED),
        row("g2", confidence=80, outcome=Outcome.MISSED),
        row("g3", confidence=80),
        row("g4"),
    ]
    verdict = Verdict(goal="g2", period=str(W40), final=Cause.UNCLEAR, reason=Reason.OUTSIDE)
    found = calibrate(Told(reviews=lived(*rows), verdicts=(verdict,)))
    assert dict(found.left_out) == {"dropped": 1, "outside": 1}
    assert found.n == 1


def test_brier_is_the_mean_squared_distance():
    """Five forecasts of 80 % of which four came: (4 × .04 + .64) / 5."""
    rows = [row(f"g{n}", confidence=80, outcome=Outcome.DONE if n else Outcome.MISSED) for n in range(5)]
    assert calibrate(Told(reviews=lived(*rows))).brier == 0.16


@pytest.mark.parametrize(
    ("made", "score", "came", "left_out"),
    [
        ({}, None, None, "open"),
        ({"outcome": Outcome.DONE, "closed": NOON}, None, True, ""),
        ({"outcome": Outcome.DROPPED, "closed": NOON}, 0.1, None, "dropped"),
        ({}, 0.8, True, ""),
        ({}, 0.6, False, ""),
    ],
)
def test_a_quarter_goal_counts_when_the_quarter_closes(made, score, came, left_out):
    """Its first confidence is held against its final score; an open one is pending."""
    quarterly = QuarterlyReview(
        quarter=Q4, started=NOON, written=NOON, zone="UTC", scores=(Score(goal="g1", final=score),)
    )
    closed = (quarterly,) if score is not None else ()
    told = Told(reviews=(), goals=(goal(level=Level.QUARTER, quarter=Q4, confidence=70, **made),), quarters=closed)
    found = calibrate(told)
    assert [f.came for bucket in found.quarterly for f in bucket.forecasts] == ([] if came is None else [came])
    assert found.pending == (left_out == "open")
    assert found.left_out.get("dropped", 0) == (left_out == "dropped")


def test_the_persons_word_makes_a_good_score_a_miss():
    """A quarter goal above its bar that the person calls missed did not come."""
    quarterly = QuarterlyReview(
        quarter=Q4,
        started=NOON,
        written=NOON,
        zone="UTC",
        scores=(Score(goal="g1", final=0.9),),
        answers={"scores.g1.missed": "yes"},
    )
    told = Told(reviews=(), goals=(goal(level=Level.QUARTER, quarter=Q4, confidence=70),), quarters=(quarterly,))
    assert calibrate(told).quarterly[0].came == 0


# --- from week to week -----------------------------------------------------------------------------------


def test_confidence_is_kept_week_by_week():
    """A goal's series holds its promises, next week's too, and what Monday asked about a quarter goal."""
    first = review(
        W40, (row(confidence=70),), answers={"sure.g7": 60}, promises=(row(week=W40.shift(1), confidence=55),)
    )
    found = points_of((first, review(W40.shift(1), answers={"sure.g7": 40})))
    assert found["g1"] == {W40: 70, W40.shift(1): 55}
    assert found["g7"] == {W40: 60, W40.shift(1): 40}


def weeks(*percents: int):
    return tuple((W40.shift(n), percent) for n, percent in enumerate(percents))


@pytest.mark.parametrize(
    ("percents", "decisions", "doubt", "decided"),
    [
        ((80, 70), (), None, None),
        ((80, 50, 50), (), None, None),  # as likely as not is no doubt
        ((80, 40, 30), (), 1, None),  # carried to the end
        ((80, 40, 60, 70), (), None, None),  # passed by itself
        ((80, 40, 30, 75), (3,), 1, 3),  # changed, and believed in again
        ((40, 60, 30, 20), (3,), 2, 3),
        ((80, 40), (1,), 1, 1),  # decided on the evening of the doubt
        ((80, 40, 30), (0,), 1, None),  # a decision before the doubt is none
    ],
)
def test_a_doubt_runs_to_its_decision(percents, decisions, doubt, decided):
    """A doubt counts when it was decided or lasted; one that passed by itself does not."""
    found = doubt_of(weeks(*percents), tuple(W40.shift(n) for n in decisions))
    assert found == tuple(None if n is None else W40.shift(n) for n in (doubt, decided))


def test_a_kept_doubt_waits_to_the_end():
    """A goal kept unchanged from its doubt to its last week has waited all those weeks."""
    rows = [row(week=W40.shift(n), confidence=sure, outcome=Outcome.MISSED) for n, sure in enumerate((80, 45, 40, 30))]
    reviews = lived(*rows)
    told = Told(reviews=reviews, goals=(goal(closed=NOON, outcome=Outcome.MISSED),))
    [line] = calibrate(told).doubted
    assert (line.doubt, line.decided, line.ended, line.waited) == (W40.shift(1), None, W40.shift(3), 2)


def test_shrinking_a_doubted_goal_is_a_decision():
    """Two weeks of doubt, then made smaller: the wait ends there."""
    rows = [row(week=W40.shift(n), confidence=sure, outcome=Outcome.MISSED) for n, sure in enumerate((80, 45, 40))]
    rows.append(row(week=W40.shift(3), confidence=80, carried_as=Carry.SHRINK))
    [line] = calibrate(Told(reviews=lived(*rows), goals=(goal(),))).doubted
    assert (line.decided, line.waited) == (W40.shift(3), 2)


def test_one_week_alone_is_no_series():
    """A goal that lived one week has no course of confidence."""
    assert calibrate(Told(reviews=lived(row(confidence=40)), goals=(goal(),))).sureness == ()


@given(st.lists(st.integers(0, 100), min_size=1, max_size=12))
def test_without_decisions_a_doubt_is_the_tail_below_the_line(percents):
    """Whatever the series: the doubt is where its last run below 50 % begins, if it ends in one."""
    doubt, decided = doubt_of(weeks(*percents), ())
    assert decided is None
    tail = len(percents) - next((n for n, p in enumerate(reversed(percents)) if p >= DOUBT), len(percents))
    assert doubt == (W40.shift(tail) if tail < len(percents) else None)


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), max_size=30))
def test_every_counted_forecast_is_in_one_range(said):
    """No forecast is lost between two ranges or counted twice."""
    rows = [
        row(f"g{n}", confidence=p, outcome=Outcome.DONE if came else Outcome.MISSED) for n, (p, came) in enumerate(said)
    ]
    found = calibrate(Told(reviews=lived(*rows)))
    assert found.n == len(said)
    assert sum(bucket.came for bucket in found.weekly) == sum(came for _, came in said)


# --- plans and hours -------------------------------------------------------------------------------------


def test_the_factor_tells_what_a_plan_becomes():
    """Plans that took twice as long, seen fourteen times: 5 h become about 9, drawn a little towards the usual 1.4."""
    rows = [row(f"g{n}", planned_hours=3, actual_hours=6) for n in range(14)]
    factor = calibrate(Told(reviews=lived(*rows))).factor
    assert (factor.n, factor.times) == (14, 1.82)
    assert factor.hours(5) == pytest.approx(9.1)


def test_without_finished_goals_there_is_no_factor():
    """A goal that stands nowhere tells nothing of the hours that it needs."""
    assert calibrate(Told(reviews=lived(row(planned_hours=3, outcome=Outcome.MISSED)))).factor is None
