"""The product judges itself by the person's own record: does reviewing change anything, and how well is it done?

Numbers alone: nothing that a person wrote is in them. Every figure has its n, and its value in the first and in
the second half of the reviews.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from fupan.averages import mean, median
from fupan.calibration import CHANGED, Told, calibrate
from fupan.diagnosis.quality import DAY
from fupan.grades import mentors_view
from fupan.lean import dataclass
from fupan.model import Call, Cause, Outcome, TrialResult
from fupan.planning import factor
from fupan.responses.hindsight import hindsight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fupan.model import Goal, GoalWeek, Trial, Verdict, WeeklyReview
    from fupan.periods import Week

TELLS_FROM = 12  # weeks; before, nothing is said of an effect
MOVED = 0.05  # of the effort ratio; less is no change
JUDGED = (TrialResult.WORKED, TrialResult.NO_EFFECT, TrialResult.NOT_CARRIED_OUT)
CALLED = {Call.LAZINESS: Cause.LAZINESS, Call.ABILITY: Cause.ABILITY}


class Unit(StrEnum):
    SHARE = "share"  # 0–1
    POINTS = "points"  # 0–100
    MINUTES = "minutes"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A figure and what it is out of; None where there is nothing to tell."""

    value: float | None = None
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure over all reviews, and in their first and second half."""

    key: str
    unit: Unit
    whole: Value
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What became of the effort ratio, real over planned hours, from the first half of the weeks to the second."""

    n: int  # weeks with planned and real hours
    before: float | None = None
    after: float | None = None
    verdict: str = "too_early"  # too_early, unchanged, up or down


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    reviews: int
    figures: tuple[Figure, ...]
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The whole journal: reviews ascending, and the weeks that were to be written, whether they were or not."""

    reviews: tuple[WeeklyReview, ...]
    goals: tuple[Goal, ...] = ()
    trials: tuple[Trial, ...] = ()
    due: tuple[Week, ...] = ()  # from the first review to the last week that is over, excused ones left out


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of the reviews with what belongs to it."""

    whole: Whole
    reviews: tuple[WeeklyReview, ...]

    @property
    def rows(self) -> list[GoalWeek]:
        return [row for review in self.reviews for row in review.goals]

    @property
    def verdicts(self) -> list[Verdict]:
        return [verdict for review in self.reviews for verdict in review.verdicts]

    @property
    def following(self) -> WeeklyReview | None:
        """The first review after these."""
        return next((r for r in self.whole.reviews if self.reviews and r.week > self.reviews[-1].week), None)

    @property
    def trials(self) -> list[Trial]:
        """Those that began with one of these reviews."""
        weeks = {review.week.shift(1) for review in self.reviews}
        return [trial for trial in self.whole.trials if trial.started in weeks]


def self_check(whole: Whole) -> SelfCheck:
    """Every figure of the method about itself."""
    half = len(whole.reviews) // 2
    parts = tuple(_Part(whole, part) for part in (whole.reviews, whole.reviews[:half], whole.reviews[half:]))
    figures = tuple(
        Figure(key=key, unit=unit, **dict(zip(("whole", "before", "after"), map(tell, parts), strict=True)))
        for key, unit, tell in FIGURES
    )
    return SelfCheck(reviews=len(whole.reviews), figures=figures, effect=_effect(whole.reviews))


def _effect(reviews: Sequence[WeeklyReview]) -> Effect:
    timed = [review for review in reviews if _ratio([review]) is not None]
    half = len(timed) // 2
    before, after = _ratio(timed[:half]), _ratio(timed[half:])
    verdict = "too_early"
    if len(timed) >= TELLS_FROM and before is not None and after is not None:
        verdict = "unchanged" if abs(after - before) < MOVED else "up" if after > before else "down"
    return Effect(n=len(timed), before=before, after=after, verdict=verdict)


def _ratio(reviews: Iterable[WeeklyReview]) -> float | None:
    """Real over planned hours of the promises where both are known."""
    timed = [row for review in reviews for row in review.goals if row.planned_hours and row.actual_hours is not None]
    planned = sum(row.planned_hours or 0 for row in timed)
    return round(sum(row.actual_hours or 0 for row in timed) / planned, 2) if planned else None


# --- the figures -----------------------------------------------------------------------------------------


def _share(tests: Iterable[bool]) -> Value:
    found = [bool(test) for test in tests]
    return Value(value=round(mean(found), 2), n=len(found)) if found else Value()


def _kept(part: _Part) -> Value:
    if not part.reviews:
        return Value()
    written, following = {review.week for review in part.reviews}, part.following
    mine = (week for week in part.whole.due if week >= min(written))  # with those that nobody wrote before the next
    return _share(week in written for week in mine if following is None or week < following.week)


def _measured(part: _Part) -> Value:
    return _share(bool(row.measure) for row in part.rows)


def _quality(part: _Part) -> Value:
    points = [review.quality for review in part.reviews if review.quality is not None]
    return Value(value=round(mean(points)), n=len(points)) if points else Value()


def _minutes(part: _Part) -> Value:
    minutes = [review.minutes for review in part.reviews if review.minutes]
    return Value(value=round(median(minutes)), n=len(minutes)) if minutes else Value()


def _agreed(part: _Part, voice: str) -> Value:
    """How often the person, or the mentor in them, called a miss what the program called it."""
    calls = [(getattr(verdict, voice), verdict.program) for verdict in part.verdicts]
    return _share(CALLED.get(call, Cause.UNCLEAR) is program.cause for call, program in calls if call and program)


def _overruled(part: _Part) -> Value:
    decided = [verdict for verdict in part.verdicts if verdict.program and verdict.final]
    return _share(verdict.program is not None and verdict.final is not verdict.program.cause for verdict in decided)


def _passed_over(part: _Part) -> Value:
    """How many goals were promised as they stood although the linter had a remark."""
    told = (said for review in part.whole.reviews for said in review.answers.get("linter.passed", ()))
    noted = {said.partition(":")[0] for said in told}
    return _share(goal in noted for goal in dict.fromkeys(row.goal for row in part.rows))


def _right_later(part: _Part) -> Value:
    """Where both committed and differed: how often what was tried then bore the person out."""
    lives: dict[str, list[GoalWeek]] = defaultdict(list)
    for review in part.whole.reviews:
        for row in review.goals:
            lives[row.goal].append(row)
    found = hindsight(part.verdicts, part.whole.trials, lives)
    return Value(value=round(found.person / found.n, 2), n=found.n) if found else Value()


def _carried_out(part: _Part) -> Value:
    judged = [trial.result for trial in part.trials if trial.result in JUDGED]
    return _share(result is not TrialResult.NOT_CARRIED_OUT for result in judged)


def _worked(part: _Part) -> Value:
    tried = (TrialResult.WORKED, TrialResult.NO_EFFECT)
    return _share(trial.result is TrialResult.WORKED for trial in part.trials if trial.result in tried)


def _brier(part: _Part) -> Value:
    found = calibrate(Told(reviews=part.reviews, verdicts=part.verdicts))
    return Value(value=found.brier, n=found.n) if found.brier is not None else Value(n=found.n)


def _factor(part: _Part) -> Value:
    found = factor(part.rows)
    return Value(value=found.times, n=found.n) if found else Value()


def _effort(part: _Part) -> Value:
    n = sum(_ratio([review]) is not None for review in part.reviews)
    return Value(value=_ratio(part.reviews), n=n)


def _looked_into(part: _Part) -> Value:
    """Misses of which a day, a verdict and an act are on record."""
    tests = []
    for review in part.reviews:
        judged = {verdict.goal for verdict in review.verdicts if verdict.final}
        tests += [
            bool(row.gap and DAY.search(row.gap.why)) and row.goal in judged and _acted(row, review, part.whole)
            for row in review.goals
            if row.missed
        ]
    return _share(tests)


def _acted(row: GoalWeek, review: WeeklyReview, whole: Whole) -> bool:
    """Whether something was done about a miss: a response under way, a plan that changed, a goal let go."""
    after = row.week.shift(1)
    if any(promise.goal == row.goal and promise.carried_as in CHANGED for promise in review.promises):
        return True
    goal = next((goal for goal in whole.goals if goal.id == row.goal), None)
    family = {row.goal, goal.parent if goal and goal.parent else row.goal}
    if any(t.goal in family and t.started <= after and (t.ended is None or t.ended >= after) for t in whole.trials):
        return True
    promised = any(promise.goal == row.goal for promise in review.promises)
    return bool(goal and goal.outcome is Outcome.DROPPED and not promised)


def _requests(part: _Part) -> Value:
    view = mentors_view(part.reviews, part.following)
    return _share(request.acted == "yes" for request in view.requests if request.acted)


FIGURES: tuple[tuple[str, Unit, Callable[[_Part], Value]], ...] = (
    ("kept", Unit.SHARE, _kept),
    ("minutes", Unit.MINUTES, _minutes),
    ("measured", Unit.SHARE, _measured),
    ("quality", Unit.POINTS, _quality),
    ("looked_into", Unit.SHARE, _looked_into),
    ("agreed_own", Unit.SHARE, partial(_agreed, voice="own")),
    ("agreed_mentor", Unit.SHARE, partial(_agreed, voice="mentor")),
    ("overruled", Unit.SHARE, _overruled),
    ("passed_over", Unit.SHARE, _passed_over),
    ("right_later", Unit.SHARE, _right_later),
    ("carried_out", Unit.SHARE, _carried_out),
    ("worked", Unit.SHARE, _worked),
    ("requests", Unit.SHARE, _requests),
    ("effort", Unit.SHARE, _effort),
    ("factor", Unit.NUMBER, _factor),
    ("brier", Unit.NUMBER, _brier),
)
