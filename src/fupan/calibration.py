"""How sure one was against what came of it, and how long a doubt was carried before anything was decided.

A forecast is a promise of one week with its confidence, or a quarter goal with the confidence that it began
with. What was dropped, or stopped from outside, says nothing of the forecast: it is counted and left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.model import Carry, Cause, Level, Outcome, Reason
from fupan.periods import Week
from fupan.planning import Factor, factor
from fupan.scoring import is_miss

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fupan.model import Goal, GoalWeek, QuarterlyReview, Verdict, WeeklyReview

BUCKETS = ((90, 100), (51, 89), (0, 50))  # percent
DOUBT = 50  # percent; below it one no longer believes in a goal
CURVE_FROM = 5  # forecasts; with fewer no share is told, only the single ones
OFF = 0.15  # share by which words and results may differ before it is said
SURE = "sure."  # the answers that a review keeps of its quarter goals' confidence: "sure.g3"
REVIEWED_BY = timedelta(days=3)  # what ends on a Monday evening ends with the week that is reviewed
CHANGED = (Carry.SHRINK, Carry.CHANGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One thing said beforehand, and whether it came. `left_out` tells why it does not count."""

    goal: str
    title: str
    period: str  # "2026-W47" or "2026-Q4"
    confidence: int
    came: bool | None = None  # None: not over, or left out
    left_out: str = ""  # dropped, outside, open

    @property
    def counts(self) -> bool:
        return self.came is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidCame:
    """The forecasts of one range of confidence."""

    low: int
    high: int
    n: int
    came: int
    said: float  # the mean confidence, 0–1
    share: float | None  # what share came, 0–1; None where there are too few to tell one
    lean: str  # too_sure, too_modest, or "" where words and results agree or are too few
    forecasts: tuple[Forecast, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """A goal's confidence week by week, and the doubt that did not pass by itself."""

    goal: str
    title: str
    level: Level
    points: tuple[tuple[Week, int], ...]  # ascending, percent
    doubt: Week | None = None  # first week of the doubt that lasted or was decided
    decided: Week | None = None  # the week in which it was then dropped or changed
    ended: Week | None = None  # its last week, if it is over
    came: bool | None = None
    waited: int | None = None  # weeks from the doubt to the decision, else to the end; None while both are open


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What the record says of one's own forecasts."""

    weekly: tuple[SaidCame, ...] = ()  # promises of a week
    quarterly: tuple[SaidCame, ...] = ()  # quarter goals, by the confidence they began with
    n: int  # forecasts that count
    left_out: Mapping[str, int]  # dropped, outside: how many forecasts do not count
    pending: int = 0  # forecasts that are not over
    sureness: tuple[Sureness, ...] = ()  # goals that were asked about in two weeks or more
    brier: float | None = None  # 0 is perfect, .25 is what 50 % on everything gives; from five forecasts on
    factor: Factor | None = None

    @property
    def doubted(self) -> tuple[Sureness, ...]:
        """Goals that were doubted to the end or to a decision, the longest wait first."""
        found = (line for line in self.sureness if line.waited is not None)
        return tuple(sorted(found, key=lambda line: (-(line.waited or 0), line.goal)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a calibration is made of: reviews ascending, and the closed quarters."""

    reviews: Sequence[WeeklyReview]
    goals: Sequence[Goal] = ()
    verdicts: Sequence[Verdict] = ()
    quarters: Sequence[QuarterlyReview] = ()


def calibrate(told: Told) -> Calibration:
    """Everything that the record tells of forecasts. Never a share of fewer than five."""
    outside = stopped_outside(told.verdicts)
    weekly = week_forecasts(told.reviews, outside)
    quarterly = quarter_forecasts(told, outside)
    every = (*weekly, *quarterly)
    counted = [forecast for forecast in every if forecast.counts]
    rows = [row for review in told.reviews for row in review.goals]
    return Calibration(
        weekly=in_buckets(weekly),
        quarterly=in_buckets(quarterly),
        n=len(counted),
        left_out=Counter(f.left_out for f in every if f.left_out and f.left_out != "open"),
        pending=sum(forecast.left_out == "open" for forecast in every),
        sureness=sureness(told, every),
        brier=brier(counted),
        factor=factor(rows),
    )


def stopped_outside(verdicts: Iterable[Verdict]) -> set[tuple[str, str]]:
    """Goal and period of what something outside has stopped."""
    return {(v.goal, v.period) for v in verdicts if v.final is Cause.UNCLEAR and v.reason is Reason.OUTSIDE}


def week_forecasts(reviews: Iterable[WeeklyReview], outside: set[tuple[str, str]]) -> tuple[Forecast, ...]:
    """The promises that were made with a confidence and have been reviewed."""
    found = []
    for review in reviews:
        for row in review.goals:
            if row.confidence is None or row.outcome is None:
                continue
            period = str(row.week)
            why = "outside" if (row.goal, period) in outside else "dropped" if row.outcome is Outcome.DROPPED else ""
            came = None if why else row.outcome is Outcome.DONE
            said = Forecast(goal=row.goal, title=row.title, period=period, confidence=row.confidence)
            found.append(replace(said, came=came, left_out=why))
    return tuple(found)


def quarter_forecasts(told: Told, outside: set[tuple[str, str]]) -> tuple[Forecast, ...]:
    """The quarter goals with the confidence they began with; whether they came is told when the quarter closes."""
    closing = {str(review.quarter): review for review in told.quarters}
    found = []
    for goal in told.goals:
        if goal.level is not Level.QUARTER or goal.confidence is None:
            continue
        period = str(goal.quarter)
        came = _quarter_came(goal, closing.get(period))
        if goal.outcome is Outcome.DROPPED:
            why = "dropped"
        elif (goal.id, period) in outside:
            why = "outside"
        else:
            why = "open" if came is None else ""
        said = Forecast(goal=goal.id, title=goal.title, period=period, confidence=goal.confidence)
        found.append(replace(said, came=None if why else came, left_out=why))
    return tuple(found)


def _quarter_came(goal: Goal, closing: QuarterlyReview | None) -> bool | None:
    if goal.outcome is Outcome.DONE:
        return True
    if closing is None:
        return None
    final = next((score.final for score in closing.scores if score.goal == goal.id), None)
    if final is None:
        return None
    return not is_miss(goal, final) and closing.answers.get(f"scores.{goal.id}.missed") != "yes"


def in_buckets(forecasts: Iterable[Forecast]) -> tuple[SaidCame, ...]:
    """The forecasts that count, by the range of their confidence; empty ranges are left out."""
    counted = tuple(forecast for forecast in forecasts if forecast.counts)
    ranges = ((low, high, tuple(f for f in counted if low <= f.confidence <= high)) for low, high in BUCKETS)
    return tuple(_said_came(low, high, inside) for low, high, inside in ranges if inside)


def _said_came(low: int, high: int, inside: tuple[Forecast, ...]) -> SaidCame:
    n, came = len(inside), sum(bool(forecast.came) for forecast in inside)
    said = round(sum(forecast.confidence for forecast in inside) / 100 / n, 3)
    share = round(came / n, 3) if n >= CURVE_FROM else None
    off = 0 if share is None else said - share
    lean = "" if abs(off) < OFF else "too_sure" if off > 0 else "too_modest"
    return SaidCame(low=low, high=high, n=n, came=came, said=said, share=share, lean=lean, forecasts=inside)


def brier(counted: Sequence[Forecast]) -> float | None:
    """The mean squared distance of words and results."""
    if len(counted) < CURVE_FROM:
        return None
    return round(sum((f.confidence / 100 - bool(f.came)) ** 2 for f in counted) / len(counted), 3)


# --- from week to week -----------------------------------------------------------------------------------


def sureness(told: Told, forecasts: Iterable[Forecast]) -> tuple[Sureness, ...]:
    """Each goal that was asked about in two weeks or more, with its confidence in each."""
    points = points_of(told.reviews)
    rows: dict[str, list[GoalWeek]] = defaultdict(list)
    for review in told.reviews:
        for row in review.goals:
            rows[row.goal].append(row)
    came = {forecast.goal: forecast.came for forecast in forecasts}
    return tuple(
        _sureness(goal, points[goal.id], rows[goal.id], came.get(goal.id))
        for goal in told.goals
        if len(points[goal.id]) > 1
    )


def points_of(reviews: Iterable[WeeklyReview]) -> Mapping[str, Mapping[Week, int]]:
    """The confidence in each goal by its week: of promises, and what Monday asked about the quarter's goals."""
    found: dict[str, dict[Week, int]] = defaultdict(dict)
    for review in reviews:
        for row in (*review.goals, *review.promises):
            if row.confidence is not None:
                found[row.goal][row.week] = row.confidence
        for key, value in review.answers.items():
            if key.startswith(SURE) and isinstance(value, (int, float)):
                found[key.removeprefix(SURE)][review.week] = round(value)
    return found


def _sureness(goal: Goal, said: Mapping[Week, int], rows: Sequence[GoalWeek], came: bool | None) -> Sureness:  # noqa: FBT001
    points = tuple(sorted(said.items()))
    last = max((points[-1][0], *(row.week for row in rows)))
    ended = _end(goal, last) if goal.closed is not None or came is not None else None
    changed = [row.week for row in rows if row.carried_as in CHANGED]
    dropped = [ended] if ended and goal.outcome is Outcome.DROPPED else []
    doubt, decided = doubt_of(points, (*changed, *dropped))
    until = decided or ended
    return Sureness(
        goal=goal.id,
        title=goal.title,
        level=goal.level,
        points=points,
        doubt=doubt,
        decided=decided,
        ended=ended,
        came=came,
        waited=(until.monday - doubt.monday).days // 7 if doubt and until else None,
    )


def _end(goal: Goal, last: Week) -> Week:
    """A week goal ends with its last week; a quarter goal when it was closed, at the latest with its quarter."""
    if goal.quarter is None:
        return last
    closed = Week.of((goal.closed - REVIEWED_BY).date()) if goal.closed else last
    return max(last, min(closed, goal.quarter.weeks[-1]))


def doubt_of(points: Sequence[tuple[Week, int]], decisions: Sequence[Week]) -> tuple[Week | None, Week | None]:
    """The first doubt that was decided or that lasts, and the week of its decision. What passed by itself is none."""
    first = None
    for week, percent in points:
        if percent < DOUBT:
            first = first or week
        elif first is not None:
            if decided := min((day for day in decisions if first <= day <= week), default=None):
                return first, decided
            first = None
    return first, min((day for day in decisions if first and day >= first), default=None)
