"""Figures that count: how far goals came, why some were missed, what responses did, how sure one was.

Whatever is counted is drawn piece by piece; a share is drawn from PERCENT_FROM pieces on.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.model import Level, Outcome
from fupan.render.charts.scale import LABEL_WIDTH, PLAIN, SMALL, WIDTH, Axis, Label, fit, r, text_width
from fupan.report.goal_nouns import CauseKey
from fupan.scoring import BAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fupan.model import TrialResult
    from fupan.periods import Week
    from fupan.report.goal_nouns import GoalStory, StoryLine, TrialLine
    from fupan.report.nouns import Bucket, Report, WeekLine

PERCENT_FROM = 5
GOALS_AT_MOST = 12  # with more, those of a week alone are left to the text
MARK_WIDTH = 9.0  # the narrowest column in which the kinds of outcome can be told apart
MARKS_RIGHT, BAR_LEFT, BAR_WIDTH = 236.0, 250.0, 78.0
LEAD, CLOSE = 36.0, 20.0  # from one goal to the next, with marks below the title and without
SQUARE, GAP = 9.0, 2.0
NAMES_WIDTH = 118.0  # of the causes
COLUMNS_AT_MOST = 5  # quarters side by side; more are added up by year
TRACK_LEFT, TRACK_RIGHT = 62.0, 292.0


# --- goals -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What came of a goal in one week."""

    week: Week
    x: float
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    id: str
    title: str  # as much of it as there is room for
    y: float  # of the title
    line: float  # of the marks and the bar
    marks: tuple[Mark, ...]
    score: float | None = None
    filled: float = 0.0  # width of the bar
    bar: float | None = None  # where on it a goal of this kind counts as met
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Goals with their outcomes by week and their scores."""

    height: float
    rows: tuple[GoalRow, ...]
    labels: tuple[Label, ...]
    left_out: int = 0  # goals of a week alone
    scored: bool = False
    marked: bool = False
    size: float = 3.6
    width: float = WIDTH
    bar_left: float = BAR_LEFT
    bar_width: float = BAR_WIDTH


def progress(goals: Sequence[GoalStory], weeks: Sequence[WeekLine]) -> Progress:
    shown = goals if len(goals) <= GOALS_AT_MOST else [goal for goal in goals if goal.level is Level.QUARTER]
    scored = any(_score(goal) is not None for goal in shown)
    axis = Axis.of(len(weeks), left=0, right=MARKS_RIGHT if scored else WIDTH)
    marked = axis.step >= MARK_WIDTH
    top, lead = (SMALL + 8, LEAD) if marked else (2.0, CLOSE)
    places = {line.week: number for number, line in enumerate(weeks)} if marked else {}
    rows = tuple(_goal_row(goal, top + number * lead, axis, places) for number, goal in enumerate(shown))
    return Progress(
        height=r(top + max(1, len(rows)) * lead - (6 if marked else 0)),
        rows=rows,
        labels=_sparse(axis.labels([line.week for line in weeks]), axis, weeks) if marked else (),
        left_out=len(goals) - len(shown),
        scored=scored,
        marked=marked and any(row.marks for row in rows),
        size=r(min(4.0, axis.step / 2.6)),
    )


def _goal_row(goal: GoalStory, y: float, axis: Axis, places: Mapping[Week, int]) -> GoalRow:
    by_week: dict[Week, list[StoryLine]] = {}
    for line in goal.lines:
        by_week.setdefault(line.week, []).append(line)
    score = _score(goal)
    return GoalRow(
        id=goal.id,
        title=fit(goal.title, WIDTH if places else BAR_LEFT - 8),
        y=r(y + PLAIN),
        line=r(y + PLAIN + (11 if places else -4)),
        marks=tuple(
            Mark(week=week, x=r(axis.middle(places[week])), outcome=outcome)
            for week, lines in by_week.items()
            if week in places and (outcome := _together([line.outcome for line in lines]))
        ),
        score=score,
        filled=r(max(0.0, min(1.0, score or 0)) * BAR_WIDTH),
        bar=r(BAR_LEFT + BAR[goal.kind] * BAR_WIDTH) if goal.level is Level.QUARTER else None,
        outcome=goal.outcome or (Outcome.MISSED if goal.missed else None),
    )


def _score(goal: GoalStory) -> float | None:
    """The score of a goal that is over; what was let go has none, what is under way not yet."""
    if goal.final is not None:
        return goal.final
    return None if goal.outcome in (None, Outcome.DROPPED) else goal.computed


def _together(outcomes: Sequence[Outcome | None]) -> Outcome | None:
    """What several goals of one week came to, taken as one."""
    known = [outcome for outcome in outcomes if outcome and outcome is not Outcome.DROPPED]
    if not known:
        return Outcome.DROPPED if Outcome.DROPPED in outcomes else None
    return known[0] if len(set(known)) == 1 else Outcome.PARTLY


def _sparse(labels: tuple[Label, ...], axis: Axis, weeks: Sequence[WeekLine]) -> tuple[Label, ...]:
    """Names for every second or third week where each has no room, rather than none."""
    if axis.step >= LABEL_WIDTH or not weeks:
        return labels
    every = math.ceil(LABEL_WIDTH / axis.step)
    named = [(number, line.week) for number, line in enumerate(weeks) if number % every == 0]
    return tuple(
        Label(x=r(max(LABEL_WIDTH / 2, axis.middle(number))), text=f"W{week.number:02}") for number, week in named
    )


# --- causes ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One cause in one quarter: a square for each goal where there is room, and always their number."""

    n: int
    x: float  # of the number
    y: float
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseRow:
    key: CauseKey
    lines: tuple[Label, ...]  # its name, broken where it must be
    y: float
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """Missed goals by cause and quarter."""

    height: float
    heads: tuple[Label, ...]
    rows: tuple[CauseRow, ...]
    n: int  # goals
    size: float = SQUARE
    width: float = WIDTH


def causes(report: Report, name: Callable[[CauseKey], str]) -> Causes:
    """`name` tells what a cause is called."""
    told = _by_quarter(report)
    keys = [key for key in CauseKey if any(counts[key] for _, counts in told)]
    column = (WIDTH - NAMES_WIDTH) / max(1, len(told))
    across = int((column - 16) // (SQUARE + GAP))  # squares beside each other
    top = SMALL + 8 if len(told) > 1 else 2.0
    rows = []
    y = top
    for key in keys:
        lines = _broken(name(key), NAMES_WIDTH - 8)
        deep = max(1, *(math.ceil(counts[key] / across) for _, counts in told)) if across > 0 else 1
        height = max(len(lines) * 13.0, deep * (SQUARE + GAP), 14.0)
        rows.append(
            CauseRow(
                key=key,
                lines=tuple(Label(x=0, text=text) for text in lines),
                y=r(y + SQUARE),
                counts=tuple(
                    _count(counts[key], NAMES_WIDTH + column * number, y, across)
                    for number, (_, counts) in enumerate(told)
                ),
            )
        )
        y += height + 9
    heads = tuple(Label(x=r(NAMES_WIDTH + column * number), text=head) for number, (head, _) in enumerate(told))
    return Causes(
        height=r(max(y - 3, 14)),
        heads=heads if len(told) > 1 else (),
        rows=tuple(rows),
        n=sum(counts.total() for _, counts in told),
    )


def _by_quarter(report: Report) -> list[tuple[str, Counter[CauseKey]]]:
    """How often each cause stands, by quarter; where there are many, by year."""
    if not report.quarters:
        return [("", Counter({line.key: line.goals for line in report.causes}))]
    by_year = len(report.quarters) > COLUMNS_AT_MOST
    found: dict[str, Counter[CauseKey]] = {}
    for quarter in report.quarters:
        head = str(quarter.quarter.year) if by_year else str(quarter.quarter)[-2:]
        found.setdefault(head, Counter()).update({line.key: line.goals for line in quarter.causes})
    return list(found.items())


def _count(n: int, x: float, y: float, across: int) -> Count:
    shown = n if across > 0 else 0
    squares = tuple(
        Square(x=r(x + number % across * (SQUARE + GAP)), y=r(y + number // across * (SQUARE + GAP)))
        for number in range(shown)
    )
    first = min(shown, across) if across > 0 else 0
    return Count(n=n, x=r(x + first * (SQUARE + GAP) + (3 if first else 0)), y=r(y + SQUARE - 0.5), squares=squares)


def _broken(text: str, width: float) -> list[str]:
    """`text` on one line, or on two where it is too long; between words, or between Chinese characters."""
    if text_width(text) <= width:
        return [text]
    kept = text
    while kept and text_width(kept) > width:
        kept = kept[: kept.rstrip().rfind(" ")] if " " in kept.rstrip() else kept[:-1]
    return [kept.rstrip(), fit(text[len(kept) :].strip(), width)]


# --- how sure --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SureRow:
    """What was said with one range of confidence: single forecasts where they are few, else their share."""

    low: int
    high: int
    n: int
    done: int
    y: float
    singles: tuple[float, ...] = ()  # where each one stands; those that came stand first
    band: tuple[float, float] | None = None  # what was said: from, width
    came: float | None = None  # the share that came


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """Confidence against results."""

    height: float
    rows: tuple[SureRow, ...]
    shares: tuple[Label, ...]  # the axis, where any share is drawn
    n: int
    width: float = WIDTH
    left: float = TRACK_LEFT
    right: float = TRACK_RIGHT


def calibration(buckets: Sequence[Bucket]) -> Sure:
    rows = tuple(_sure(bucket, 13.0 + number * 28) for number, bucket in enumerate(buckets))
    shared = any(row.came is not None for row in rows)
    return Sure(
        height=r(len(rows) * 28.0 + (18 if shared else 2)),
        rows=rows,
        shares=tuple(Label(x=r(_along(n)), text=f"{n}%") for n in (0, 50, 100)) if shared else (),
        n=sum(bucket.n for bucket in buckets),
    )


def _sure(bucket: Bucket, y: float) -> SureRow:
    if bucket.n < PERCENT_FROM:
        singles = tuple(r(TRACK_LEFT + 6 + number * 16) for number in range(bucket.n))
        return SureRow(low=bucket.low, high=bucket.high, n=bucket.n, done=bucket.done, y=y, singles=singles)
    return SureRow(
        low=bucket.low,
        high=bucket.high,
        n=bucket.n,
        done=bucket.done,
        y=y,
        band=(r(_along(bucket.low)), r(_along(bucket.high) - _along(bucket.low))),
        came=r(_along(100 * bucket.done / bucket.n)),
    )


def _along(percent: float) -> float:
    return TRACK_LEFT + percent / 100 * (TRACK_RIGHT - TRACK_LEFT)


# --- responses -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One trial of a response; no result yet is None."""

    id: str
    x: float
    result: TrialResult | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRow:
    title: str
    y: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """Responses with what came of each time that they were tried."""

    height: float
    rows: tuple[TrialRow, ...]
    width: float = WIDTH


def trials(tried: Sequence[TrialLine], title: Callable[[TrialLine], str]) -> Trials:
    """One row for each response, the one tried most first; `title` tells what it is called."""
    found: dict[str, list[TrialLine]] = {}
    for trial in tried:
        found.setdefault(trial.response, []).append(trial)
    order = sorted(found.values(), key=lambda times: -len(times))
    most = max((len(times) for times in order), default=1)
    step = min(18.0, WIDTH / 2 / most)
    left = WIDTH - most * step
    rows = tuple(
        TrialRow(
            title=fit(title(times[0]), left - 10),
            y=r(13 + number * 22),
            pieces=tuple(
                Piece(id=trial.id, x=r(left + (place + 0.5) * step), result=trial.result)
                for place, trial in enumerate(times)
            ),
        )
        for number, times in enumerate(order)
    )
    return Trials(height=r(max(1, len(rows)) * 22.0), rows=rows)
