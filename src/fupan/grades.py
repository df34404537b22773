"""The mentor's view over weeks: the two grades and their gap, and what became of the mentor's one request."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean
from typing import TYPE_CHECKING

from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupan.model import WeeklyReview
    from fupan.periods import Week

BOSS, SELF, REQUEST, ACTED = "grade.boss", "grade.self", "mentor.request", "request.acted"  # keys of the week's answers
BEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeLine:
    """One week's grades, 1–5, as the boss would give them and as one gives them oneself."""

    week: Week
    boss: int | None = None
    own: int | None = None

    @property
    def gap(self) -> int | None:
        """The boss's less one's own: below zero one is milder than the boss would be."""
        return None if self.boss is None or self.own is None else self.boss - self.own


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the mentor asked for in one week, and what came of it on the next Monday."""

    week: Week
    text: str
    asked: Week | None = None  # the review that asked whether it was acted on
    acted: str = ""  # yes, partly, no; "": not asked yet, or passed over


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorsView:
    """Grades and requests of a run of weeks; every figure has its n."""

    lines: tuple[GradeLine, ...] = ()  # the weeks with a grade
    requests: tuple[Request, ...] = ()

    @property
    def boss(self) -> float | None:
        return _mean([line.boss for line in self.lines if line.boss is not None])

    @property
    def own(self) -> float | None:
        return _mean([line.own for line in self.lines if line.own is not None])

    @property
    def gaps(self) -> tuple[int, ...]:
        return tuple(line.gap for line in self.lines if line.gap is not None)

    @property
    def gap(self) -> float | None:
        return _mean(self.gaps)

    @property
    def answered(self) -> int:
        """Requests of which it is told whether they were acted on."""
        return sum(bool(request.acted) for request in self.requests)

    def acted(self, how: str) -> int:
        return sum(request.acted == how for request in self.requests)


def mentors_view(reviews: Sequence[WeeklyReview], following: WeeklyReview | None = None) -> MentorsView:
    """What the reviews, ascending, hold; `following` is the one after them, which tells of the last request."""
    lines = (GradeLine(week=r.week, boss=_grade(r, BOSS), own=_grade(r, SELF)) for r in reviews)
    chain = (*reviews, following)
    return MentorsView(
        lines=tuple(line for line in lines if line.boss is not None or line.own is not None),
        requests=tuple(
            _request(review, after) for review, after in pairwise(chain) if review and review.answers.get(REQUEST)
        ),
    )


def _request(review: WeeklyReview, after: WeeklyReview | None) -> Request:
    return Request(
        week=review.week,
        text=str(review.answers[REQUEST]),
        asked=after.week if after else None,
        acted=str(after.answers.get(ACTED) or "") if after else "",
    )


def _grade(review: WeeklyReview, key: str) -> int | None:
    value = review.answers.get(key)
    return round(value) if isinstance(value, (int, float)) else None


def _mean(values: Sequence[int]) -> float | None:
    return round(mean(values), 1) if values else None
