"""The method's own figures: numbers with their n, halves, and the honest null."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from fupan.model import (
    Call,
    Carry,
    Cause,
    Diagnosis,
    Gap,
    Goal,
    GoalWeek,
    Outcome,
    Trial,
    TrialResult,
    Verdict,
    WeeklyReview,
)
from fupan.periods import Week
from fupan.selfcheck import Whole, self_check

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
W01 = Week(2026, 1)


def row(week: Week, **more) -> GoalWeek:
    return GoalWeek(**{"goal": "g1", "week": week, "title": "t", "outcome": Outcome.DONE, **more})


def review(n: int, *rows, **more) -> WeeklyReview:
    return WeeklyReview(
        **{"week": W01.shift(n), "started": NOON, "written": NOON, "zone": "UTC", "goals": rows, **more}
    )


def told(reviews, key, **more):
    return next(f for f in self_check(Whole(reviews=tuple(reviews), **more)).figures if f.key == key)


def effort(*ratios):
    return [review(n, row(W01.shift(n), planned_hours=10, actual_hours=10 * ratio)) for n, ratio in enumerate(ratios)]


@pytest.mark.parametrize(
    ("ratios", "verdict"),
    [
        ([0.6] * 11, "too_early"),
        ([0.61] * 6 + [0.63] * 6, "unchanged"),
        ([0.6] * 6 + [0.8] * 6, "up"),
        ([0.9] * 6 + [0.7] * 6, "down"),
    ],
)
def test_what_reviewing_has_changed_is_said_from_twelve_weeks_on(ratios, verdict):
    """A ratio that moved by less than .05 has not changed."""
    found = self_check(Whole(reviews=tuple(effort(*ratios)))).effect
    assert (found.verdict, found.n) == (verdict, len(ratios))


def test_every_figure_has_its_halves():
    """The first half of the reviews stands against the second, each with its n."""
    reviews = [review(n, row(W01.shift(n), measure="m" if n >= 2 else "")) for n in range(4)]
    found = told(reviews, "measured")
    assert [(part.value, part.n) for part in (found.whole, found.before, found.after)] == [(0.5, 4), (0, 2), (1, 2)]


def test_a_week_that_nobody_wrote_counts_against_the_reviews_kept():
    """Weeks up to now, excused ones left out; a gap between the halves belongs to the first."""
    reviews = [review(0), review(1), review(3), review(4)]
    found = told(reviews, "kept", due=tuple(W01.shift(n) for n in range(6)))
    assert (found.whole.n, found.before.n, found.after.n) == (6, 3, 3)
    assert found.whole.value == 0.67


def judged(own: Call, program: Cause, final: Cause) -> Verdict:
    view = Diagnosis(cause=program, p_laziness=0.9, log_odds=1)
    return Verdict(goal="g1", period=str(W01), own=own, mentor=Call.BOTH, program=view, final=final)


def test_agreement_and_overrules():
    """Own and mentor's call against the program's; a final verdict of another cause is an overrule."""
    verdicts = (
        judged(Call.LAZINESS, Cause.LAZINESS, Cause.LAZINESS),
        judged(Call.ABILITY, Cause.LAZINESS, Cause.ABILITY),
    )
    reviews = [review(0, verdicts=verdicts)]
    assert told(reviews, "agreed_own").whole.value == 0.5
    assert told(reviews, "agreed_mentor").whole.value == 0
    assert told(reviews, "overruled").whole.value == 0.5


def test_responses_are_carried_out_and_work():
    """What is not judged yet does not count; what was not carried out cannot have worked."""
    results = (TrialResult.WORKED, TrialResult.NO_EFFECT, TrialResult.NOT_CARRIED_OUT, None)
    trials = tuple(
        Trial(id=f"r{n}", goal="g1", response="L01", started=W01.shift(1), result=result)
        for n, result in enumerate(results)
    )
    assert told([review(0)], "carried_out", trials=trials).whole.n == 3
    assert told([review(0)], "worked", trials=trials).whole.value == 0.5


@pytest.mark.parametrize(
    ("why", "verdict", "act", "share"),
    [
        ("Tuesday: slept in", True, "shrink", 1),
        ("Tuesday: slept in", True, "trial", 1),
        ("Tuesday: slept in", True, "dropped", 1),
        ("Tuesday: slept in", True, "", 0),
        ("Tuesday: slept in", False, "shrink", 0),
        ("busy", True, "shrink", 0),
    ],
)
def test_a_miss_is_looked_into_by_a_day_a_verdict_and_an_act(why, verdict, act, share):
    """All three, or it does not count."""
    missed = row(W01, outcome=Outcome.MISSED, gap=Gap(why=why))
    promises = (row(W01.shift(1), outcome=None, carried_as=Carry.SHRINK if act == "shrink" else Carry.KEEP),)
    made = review(
        0,
        missed,
        verdicts=(Verdict(goal="g1", period=str(W01), final=Cause.LAZINESS if verdict else None),),
        promises=() if act == "dropped" else promises,
    )
    goal = Goal(id="g1", title="t", created=NOON, outcome=Outcome.DROPPED if act == "dropped" else None)
    trial = Trial(id="r1", goal="g1", response="L01", started=W01.shift(1))
    found = told([made], "looked_into", goals=(goal,), trials=(trial,) if act == "trial" else ())
    assert (found.whole.value, found.whole.n) == (share, 1)


def test_requests_acted_on():
    """Only “yes” is acted on; a request that was not asked about does not count."""
    reviews = [
        review(0, answers={"mentor.request": "a"}),
        review(1, answers={"mentor.request": "b", "request.acted": "yes"}),
        review(2, answers={"mentor.request": "c", "request.acted": "partly"}),
    ]
    found = told(reviews, "requests")
    assert (found.whole.value, found.whole.n) == (0.5, 2)
    assert found.before.n == 1  # answered in the second half, asked in the first


def test_nothing_that_was_written_is_told(lived, home, run):
    """`fupan doctor --method` may be pasted anywhere: no word of the person is in it."""
    import shutil

    for code in ("en", "zh"):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(lived[code], home)
        page = run("doctor", "--method", "--lang", code).out + json.dumps(run("doctor", "--method", "--json").json)
        said = set()
        for week in run("show", "2026", "--json").data:
            said |= {goal["title"] for goal in week["goals"]}
            said |= {goal["gap"]["why"] for goal in week["goals"] if goal["gap"] and goal["gap"]["why"]}
            said |= {text for key, text in week["answers"].items() if isinstance(text, str) and len(text) > 8}
        assert len(said) > 50
        assert not [text for text in said if text in page]


def test_a_journal_without_reviews_says_so(run):
    """Nothing to judge by is said, and is no error."""
    ran = run("doctor", "--method")
    assert ran.status == 0
    assert "No review is written yet" in ran.out
