"""The mentor's view over weeks: the two grades and their gap, and what became of the mentor's one request."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from fupan.averages import mean
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    gap: int | None = None  # the boss's less one's own: below zero one is milder than the boss would be


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
    boss: float | None = None  # means
    own: float | None = None
    gap: float | None = None
    gap_n: int = 0
    requests: tuple[Request, ...] = ()
    requested: int = 0
    answered: int = 0  # requests of which it is told whether they were acted on
    acted: Mapping[str, int]  # yes, partly, no: how many


def mentors_view(reviews: Sequence[WeeklyReview], following: WeeklyReview | None = None) -> MentorsView:
    """What the reviews, ascending, hold; `following` is the one after them, which tells of the last request."""
    graded = (_line(review) for review in reviews)
    lines = tuple(line for line in graded if line.boss is not None or line.own is not None)
    gaps = [line.gap for line in lines if line.gap is not None]
    chain = (*reviews, following)
    requests = tuple(
        _request(review, after) for review, after in pairwise(chain) if review and review.answers.get(REQUEST)
    )
    acted = Counter(request.acted for request in requests if request.acted)
    return MentorsView(
        lines=lines,
        boss=_mean([line.boss for line in lines if line.boss is not None]),
        own=_mean([line.own for line in lines if line.own is not None]),
        gap=_mean(gaps),
        gap_n=len(gaps),
        requests=requests,
        requested=len(requests),
        answered=acted.total(),
        acted={how: acted[how] for how in ("yes", "partly", "no")},
    )


def _line(review: WeeklyReview) -> GradeLine:
    boss, own = _grade(review, BOSS), _grade(review, SELF)
    return GradeLine(week=review.week, boss=boss, own=own, gap=None if boss is None or own is None else boss - own)


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
