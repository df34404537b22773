"""Two grades a week, and what became of the mentor's request."""

from __future__ import annotations

from datetime import UTC, datetime

from fupan.grades import mentors_view
from fupan.model import WeeklyReview
from fupan.periods import Week

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
W40 = Week(2026, 40)


def review(n: int, **answers) -> WeeklyReview:
    answers = {key.replace("_", "."): value for key, value in answers.items()}
    return WeeklyReview(week=W40.shift(n), started=NOON, written=NOON, zone="UTC", answers=answers)


def test_the_gap_is_the_bosss_grade_less_ones_own():
    """A week with one grade alone has no gap; the mean is over the weeks that have one."""
    found = mentors_view(
        (review(0, grade_boss=2, grade_self=4), review(1, grade_boss=3, grade_self=3), review(2, grade_self=5))
    )
    assert [line.gap for line in found.lines] == [-2, 0, None]
    assert (found.gap, found.gap_n, found.boss, found.own) == (-1.0, 2, 2.5, 4.0)


def test_a_request_is_answered_in_the_review_after_it():
    """Whatever week that is; a request that nobody asked about again has no answer."""
    reviews = (
        review(0, mentor_request="one page"),
        review(2, request_acted="partly", mentor_request="call him"),
        review(3, request_acted="yes"),
        review(4, mentor_request="rest"),
    )
    found = mentors_view(reviews)
    assert [(r.text, r.acted, r.asked and r.asked.number) for r in found.requests] == [
        ("one page", "partly", 42),
        ("call him", "yes", 43),
        ("rest", "", None),
    ]
    assert (found.answered, found.acted) == (2, {"yes": 1, "partly": 1, "no": 0})


def test_the_week_after_a_period_answers_its_last_request():
    """A quarter's last request is told by the first review of the next one."""
    found = mentors_view((review(0, mentor_request="rest"),), review(1, request_acted="no", mentor_request="other"))
    assert [(r.text, r.acted) for r in found.requests] == [("rest", "no")]
