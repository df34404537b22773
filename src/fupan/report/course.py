"""The course of a period: what it holds and lacks, its weeks, marks and motive, and what comes next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from fupan.calibration import Told, calibrate, in_buckets, stopped_outside, week_forecasts
from fupan.model import Change, Level, Outcome
from fupan.periods import Quarter, Week
from fupan.report.goal_nouns import CauseKey
from fupan.report.nouns import (
    Bucket,
    Decided,
    Drift,
    Holding,
    Lack,
    Mark,
    Missing,
    MotiveChange,
    NextGoal,
    NoteLine,
    Promise,
    WeekLine,
    WeekState,
    WeekWords,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fupan.calibration import Sureness
    from fupan.grades import MentorsView
    from fupan.model import GoalWeek, Motive, Verdict, WeeklyReview
    from fupan.report import Material
    from fupan.report.goal_nouns import Miss
    from fupan.scoring import Life

TREND_FROM = 6  # weeks; with fewer no trend is drawn
EXCERPT = 240  # characters
PRIOR_FACTOR, PRIOR_N = 1.4, 5  # hours needed for each hour planned, before anything is known
KNOWN_PROGRESS = 0.2  # from here on the hours done tell the hours needed
MARKS = ("best", "worst", "turning")


# --- what the record holds and lacks ---------------------------------------------------------------------


def holding(material: Material, found: Sequence[Life]) -> Holding:
    weeks = material.period.weeks
    rows = [row for review in material.reviews for row in review.goals]
    timed = [row for row in rows if row.planned_hours is not None and row.actual_hours is not None]
    points = [value for review in material.reviews if (value := _quality(review, material)) is not None]
    proven = [bool(row.proof) for row in rows if row.outcome in (Outcome.DONE, Outcome.PARTLY)]
    factor, finished = (None, 0) if isinstance(material.period, Week) else estimate_factor(found)
    return Holding(
        weeks=len(weeks),
        over=sum(week < material.today for week in weeks),
        written=len(material.reviews),
        late=sum(review.late for review in material.reviews),
        quality=round(sum(points) / len(points)) if points else None,
        quality_n=len(points),
        promises=len(rows),
        measured=sum(bool(row.measure) for row in rows),
        timed=len(timed),
        planned=round(sum(row.planned_hours or 0 for row in timed), 2) if timed else None,
        actual=round(sum(row.actual_hours or 0 for row in timed), 2) if timed else None,
        estimated=sum(row.estimated for row in timed),
        shown=sum(proven),
        claimed=len(proven) - sum(proven),
        factor=factor,
        factor_n=finished,
    )


def _quality(review: WeeklyReview, material: Material) -> int | None:
    return material.quality.get(review.week, review.quality)


def estimate_factor(found: Iterable[Life]) -> tuple[float | None, int]:
    """Hours needed for each hour planned, and the number of goals behind it; the prior weighs as five."""
    week_goals = (life for life in found if life.goal.level is Level.WEEK)
    ratios = [needed for life in week_goals if (needed := _needed(life.reviewed))]
    if not ratios:
        return None, 0
    log = (PRIOR_N * math.log(PRIOR_FACTOR) + sum(map(math.log, ratios))) / (PRIOR_N + len(ratios))
    return round(math.exp(log), 2), len(ratios)


def _needed(rows: Sequence[GoalWeek]) -> float | None:
    timed = [row for row in rows if row.planned_hours and row.actual_hours is not None]
    planned, actual = (
        sum(row.planned_hours or 0 for row in timed),
        sum(row.actual_hours or 0 for row in timed),
    )
    if not planned or not actual:
        return None
    if rows[-1].outcome is Outcome.DONE:
        return actual / planned
    progress = rows[-1].progress or 0
    return actual / progress / planned if progress >= KNOWN_PROGRESS else None


def lacks(material: Material, held: Holding, missed: Sequence[Miss], lines: Sequence[WeekLine]) -> tuple[Lack, ...]:
    """What the report must say of itself, the gravest first."""
    empty = tuple(line.week for line in lines if line.state is WeekState.EMPTY)
    late = tuple(line.week for line in lines if line.state is WeekState.LATE)
    undecided = sum(miss.key is CauseKey.UNDECIDED for miss in missed)
    closing = material.quarterly
    is_quarter = isinstance(material.period, Quarter)
    tests = (
        (held.written == 0, Lack(what=Missing.NOTHING)),
        (held.over < held.weeks, Lack(what=Missing.RUNNING, n=held.over, of=held.weeks)),
        (empty and held.written, Lack(what=Missing.WEEKS, n=len(empty), of=held.over, weeks=empty)),
        (
            held.weeks >= TREND_FROM and 0 < held.written < TREND_FROM,
            Lack(what=Missing.FEW_WEEKS, n=held.written, of=TREND_FROM),
        ),
        (is_quarter and held.written and not closing, Lack(what=Missing.NOT_CLOSED)),
        (closing and not closing.reread, Lack(what=Missing.REREAD)),
        (
            held.timed < held.promises,
            Lack(what=Missing.HOURS, n=held.promises - held.timed, of=held.promises),
        ),
        (late, Lack(what=Missing.LATE, n=len(late), of=held.written, weeks=late)),
        (undecided, Lack(what=Missing.VERDICTS, n=undecided, of=len(missed))),
    )
    return tuple(lack for said, lack in tests if said)


# --- the weeks -------------------------------------------------------------------------------------------


def week_lines(material: Material) -> tuple[WeekLine, ...]:
    """Every week of the period, those not written as well: a blank page is no gap."""
    written = {review.week: review for review in material.reviews}
    motives = {motive.week: motive for motive in all_motives(material)}
    return tuple(_week_line(week, written.get(week), motives.get(week), material) for week in material.period.weeks)


def _week_line(week: Week, review: WeeklyReview | None, motive: Motive | None, material: Material) -> WeekLine:
    if review is None:
        running = WeekState.RUNNING if week == material.today else WeekState.AHEAD
        state = WeekState.EMPTY if week < material.today else running
        return WeekLine(week=week, state=WeekState.EXCUSED if week in material.excused else state)
    timed = [row for row in review.goals if row.planned_hours is not None and row.actual_hours is not None]
    outcomes = [row.outcome for row in review.goals]
    return WeekLine(
        week=week,
        state=WeekState.LATE if review.late else WeekState.ON_TIME,
        mode=review.mode,
        quality=_quality(review, material),
        minutes=review.minutes,
        planned=round(sum(row.planned_hours or 0 for row in timed), 2) if timed else None,
        actual=round(sum(row.actual_hours or 0 for row in timed), 2) if timed else None,
        estimated=any(row.estimated for row in timed),
        done=outcomes.count(Outcome.DONE),
        partly=outcomes.count(Outcome.PARTLY),
        missed=outcomes.count(Outcome.MISSED),
        dropped=outcomes.count(Outcome.DROPPED),
        motive=motive.kind if motive else None,
        strength=motive.strength if motive else None,
    )


def week_words(material: Material, mentor: MentorsView) -> tuple[WeekWords, ...]:
    """The words that belong to no goal: all of them for one week, rule and request for more."""
    single = isinstance(material.period, Week)
    acted = {request.week: request.acted for request in mentor.requests}
    found = []
    for review in material.reviews:
        said = {name: str(review.answers.get(key) or "") for name, key in _WORDS if single or name in _KEPT}
        now = material.said_of(f"reread.{review.week}")
        words = WeekWords(week=review.week, acted=acted.get(review.week, ""), now=now, **said)
        if any((words.solid, words.not_pass, words.request, words.rule, words.now)):
            found.append(words)
    return tuple(found)


_WORDS = (
    ("solid", "mentor.solid"),
    ("not_pass", "mentor.not_pass"),
    ("request", "mentor.request"),
    ("rule", "rule"),
)
_KEPT = ("request", "rule")


# --- marks -----------------------------------------------------------------------------------------------


def marks(material: Material) -> tuple[Mark, ...]:
    closing = material.quarterly
    if closing is None:
        return ()
    reviews = {review.week: review for review in material.reviews}
    return tuple(
        Mark(
            kind=kind,
            week=closing.marks[kind],
            excerpt=_excerpt(kind, reviews.get(closing.marks[kind])),
            now=material.said(f"reread.{closing.marks[kind]}"),
        )
        for kind in MARKS
        if kind in closing.marks
    )


def _excerpt(kind: str, review: WeeklyReview | None) -> str:
    """A piece of the marked week in its own words: what was solid, what went wrong, or what turned."""
    if review is None:
        return ""
    rows = sorted(review.goals, key=lambda row: -(row.planned_hours or 0))
    answers = review.answers
    why = next((row.gap.why for row in rows if row.gap and row.gap.why), "")
    proof = next((row.proof for row in rows if row.proof and row.outcome is Outcome.DONE), "")
    event = review.motive.event if review.motive else ""
    rule, solid, not_pass = (answers.get(key) or "" for key in ("rule", "mentor.solid", "mentor.not_pass"))
    order = {
        "best": (solid, proof, rule),
        "worst": (why, not_pass, rule),
        "turning": (event, rule, solid, why),
    }
    text = " ".join(next((str(text) for text in order[kind] if text), "").split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip(" .,;，。；、") + "…"


# --- motive and calibration ------------------------------------------------------------------------------


def all_motives(material: Material) -> tuple[Motive, ...]:
    written = [review.motive for review in material.reviews if review.motive]
    by_week = {motive.week: motive for motive in (*material.motives, *written) if motive.week in material.period}
    return tuple(by_week[week] for week in sorted(by_week))


def drift(material: Material) -> Drift:
    motives = [motive for motive in all_motives(material) if motive.kind or motive.strength is not None]
    changes = tuple(
        MotiveChange(
            week=motive.week,
            kind=motive.kind,
            strength=motive.strength,
            change=motive.change,
            event=motive.event,
        )
        for motive in motives
        if motive.event or motive.change not in (None, Change.SAME)
    )
    strength = material.said("motive.strength")
    last = next((motive.positive for motive in reversed(all_motives(material)) if motive.positive), "")
    return Drift(
        n=len(motives),
        changes=changes,
        strength=round(float(strength)) if strength else None,
        positive=material.said("motive.positive") or last,
        serving=material.serving,
        orphans=tuple(goal.title for goal in material.orphans) if material.serving else (),
    )


def calibration(material: Material, verdicts: Iterable[Verdict]) -> tuple[tuple[Bucket, ...], int]:
    """How sure one was, against what came of it; what was dropped or stopped from outside is apart.

    One week alone has no calibration.
    """
    if isinstance(material.period, Week):
        return (), 0
    forecasts = week_forecasts(material.reviews, stopped_outside(verdicts))
    buckets = (Bucket(low=one.low, high=one.high, n=one.n, done=one.came) for one in in_buckets(forecasts))
    return tuple(buckets), sum(bool(forecast.left_out) for forecast in forecasts)


def doubted(material: Material, verdicts: Sequence[Verdict]) -> tuple[Sureness, ...]:
    """The goals of which one no longer believed that they would come, and how long that was carried."""
    if isinstance(material.period, Week):
        return ()
    quarters = {week.quarter for week in material.period.weeks}
    goals = [goal for goal in material.goals if goal.quarter is None or goal.quarter in quarters]
    told = Told(reviews=material.reviews, goals=goals, verdicts=verdicts, quarters=material.quarterlies)
    return calibrate(told).doubted


# --- what comes next -------------------------------------------------------------------------------------


def decided(material: Material) -> Decided:
    last = material.reviews[-1] if material.reviews else None
    titles = {goal.id: goal.title for goal in material.goals}
    parents = {goal.id: titles.get(goal.parent, "") for goal in material.goals}
    return Decided(
        again=material.said("direction.again"),
        why=material.said("direction.why"),
        stop=material.said("direction.stop"),
        strengths=material.said("strengths"),
        letter=material.said("letter"),
        goals=_next_goals(material),
        week=last.week.shift(1) if last else None,
        promises=tuple(_promise(row, parents) for row in last.promises) if last else (),
    )


def _next_goals(material: Material) -> tuple[NextGoal, ...]:
    if not isinstance(material.period, Quarter):
        return ()
    after = material.period.shift(1)
    imagined = {material.said(f"next.new{n}.title"): material.said(f"next.new{n}.premortem") for n in (1, 2, 3)}
    return tuple(
        NextGoal(
            id=goal.id,
            title=goal.title,
            quarter=after,
            kind=goal.kind,
            field=goal.field,
            measure=goal.measure,
            hours=goal.hours,
            confidence=goal.confidence,
            premortem=imagined.get(goal.title, ""),
        )
        for goal in material.goals
        if goal.level is Level.QUARTER and goal.quarter == after
    )


def _promise(row: GoalWeek, parents: Mapping[str, str]) -> Promise:
    return Promise(
        goal=row.goal,
        title=row.title,
        measure=row.measure,
        hours=row.planned_hours,
        confidence=row.confidence,
        first_step=row.first_step,
        carried=row.carried,
        carried_as=row.carried_as,
        serves=parents.get(row.goal, ""),
    )


def notes(material: Material) -> tuple[NoteLine, ...]:
    """The notes of one week; a longer report would drown in them."""
    if not isinstance(material.period, Week):
        return ()
    titles = {goal.id: goal.title for goal in material.goals}
    return tuple(
        NoteLine(
            day=note.day,
            text=note.text,
            goal=titles.get(note.goal, ""),
            hours=note.hours,
            estimated=note.estimated,
        )
        for note in sorted(material.notes, key=lambda note: (note.day, note.written))
        if note.week == material.period
    )
