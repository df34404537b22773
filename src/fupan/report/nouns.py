"""What a report consists of: frozen values, in the order in which they are read."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from fupan.audience import Audience
from fupan.lean import dataclass

if TYPE_CHECKING:
    from datetime import date

    from fupan.calibration import Sureness
    from fupan.driving import Serving
    from fupan.grades import MentorsView
    from fupan.long_view import Decision, LongReview, Rule
    from fupan.model import Carry, Change, Field, Kind, MotiveKind, Outcome
    from fupan.periods import Period, Quarter, Week
    from fupan.report.goal_nouns import Agreement, CauseLine, GoalStory, Miss, TrialLine
    from fupan.responses.hindsight import Hindsight


class WeekState(StrEnum):
    """How a week of the period stands in the journal."""

    ON_TIME = "on_time"
    LATE = "late"
    WRITTEN = "written"  # for a reader who is not told whether it was late
    EMPTY = "empty"  # over, and not written
    EXCUSED = "excused"  # not written, and needed not be
    RUNNING = "running"  # not over, and not written
    AHEAD = "ahead"


class Missing(StrEnum):
    """What a report cannot tell, and why."""

    NOTHING = "nothing"
    RUNNING = "running"
    WEEKS = "weeks"
    FEW_WEEKS = "few_weeks"
    NOT_CLOSED = "not_closed"
    REREAD = "reread"
    HOURS = "hours"
    LATE = "late"
    VERDICTS = "verdicts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that the report says openly about itself."""

    what: Missing
    n: int = 0
    of: int = 0
    weeks: tuple[Week, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What the record holds; every number comes with the number that it is out of."""

    weeks: int  # of the period
    over: int  # of them, those that have ended
    written: int
    late: int = 0
    quality: int | None = None  # mean of the written weeks, 0–100
    quality_n: int = 0
    promises: int = 0  # one goal in one week
    measured: int = 0  # promises with a measure
    timed: int = 0  # promises with planned and real hours
    planned: float | None = None  # hours of the timed promises
    actual: float | None = None
    estimated: int = 0  # promises whose hours are a guess
    shown: int = 0  # done or partly, with proof
    claimed: int = 0  # done or partly, without
    factor: float | None = None  # hours needed for each hour planned
    factor_n: int = 0  # finished goals behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A week marked at the re-reading desk, with a piece of what was written then and what is said now."""

    kind: str  # best, worst, turning
    week: Week
    excerpt: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """One week of the rhythm."""

    week: Week
    state: WeekState
    mode: str = ""
    quality: int | None = None
    minutes: float | None = None
    planned: float | None = None
    actual: float | None = None
    estimated: bool = False
    done: int = 0
    partly: int = 0
    missed: int = 0
    dropped: int = 0
    motive: MotiveKind | None = None
    strength: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekWords:
    """What one week left in words that belong to no goal; over many weeks only request, rule and `now`."""

    week: Week
    solid: str = ""
    not_pass: str = ""
    request: str = ""
    rule: str = ""
    now: str = ""  # the line written to it at the re-reading desk
    acted: str = ""  # yes, partly, no: whether the request was acted on


@dataclass(frozen=True, slots=True, kw_only=True)
class MotiveChange:
    week: Week
    kind: MotiveKind | None = None
    strength: int | None = None
    change: Change | None = None
    event: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How the motive moved. Its raw words are for the person alone and stand in no report."""

    n: int = 0  # weeks with a recorded strength or kind
    changes: tuple[MotiveChange, ...] = ()
    strength: int | None = None  # as said at the quarter's end
    serving: Serving | None = None  # hours on goals that serve it; None where no goal is linked
    orphans: tuple[str, ...] = ()  # titles of open goals that serve no stated motive
    positive: str = ""

    @property
    def told(self) -> bool:
        """Whether there is anything to say beside the figures of single weeks."""
        return bool(self.changes or self.positive or self.serving or self.orphans or self.strength is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Promises made with a confidence from `low` to `high` percent, and how many of them were done."""

    low: int
    high: int
    n: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NextGoal:
    """A goal for the quarter after."""

    id: str
    title: str
    quarter: Quarter
    kind: Kind
    field: Field
    measure: str = ""
    hours: float | None = None
    confidence: int | None = None
    premortem: str = ""  # why it failed, imagined beforehand


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A goal for the week after."""

    goal: str
    title: str
    measure: str = ""
    hours: float | None = None
    confidence: int | None = None
    first_step: str = ""
    carried: int = 0
    carried_as: Carry | None = None
    serves: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided: direction, what stops, what comes next, and the mentor's letter."""

    again: str = ""  # yes, unsure, no: would choose this direction again
    why: str = ""
    stop: str = ""
    strengths: str = ""
    letter: str = ""
    goals: tuple[NextGoal, ...] = ()
    week: Week | None = None  # of the promises
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    day: date
    text: str = ""
    goal: str = ""  # its title
    hours: float | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """A quarter goal with the score that holds; before the quarter is closed, the record's alone."""

    goal: str
    title: str
    kind: Kind
    score: float | None = None
    outcome: Outcome | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterLine:
    """One quarter of a longer period, to be laid beside the others."""

    quarter: Quarter
    closed: bool  # a quarterly review was written
    weeks: int  # of the quarter, inside the period
    written: int
    planned: float | None = None
    actual: float | None = None
    marks: tuple[Mark, ...] = ()
    scores: tuple[ScoreLine, ...] = ()
    missed: int | None = 0  # goals; None where whoever reads this is not told
    causes: tuple[CauseLine, ...] = ()
    seen_now: str = ""
    again: str = ""  # yes, unsure, no: would choose this direction again


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A period, explained. Sections about which nothing is known are empty; `lacks` says what is missing."""

    period: Period
    reader: Audience = Audience.SELF
    shown: tuple[str, ...] = ()  # for another reader: the names of what may stand in it
    first_day: date
    last_day: date
    closed: bool = False  # a quarterly review was written
    trend: bool = False  # enough weeks to draw one
    holding: Holding
    lacks: tuple[Lack, ...] = ()
    marks: tuple[Mark, ...] = ()
    seen_now: str = ""
    misses: tuple[Miss, ...] = ()
    decided: Decided
    weeks: tuple[WeekLine, ...] = ()
    words: tuple[WeekWords, ...] = ()
    goals: tuple[GoalStory, ...] = ()
    causes: tuple[CauseLine, ...] = ()
    quarters: tuple[QuarterLine, ...] = ()  # of a period that touches more than one
    agreement: tuple[Agreement, ...] = ()
    hindsight: Hindsight | None = None  # whom the follow-up bore out where person and program differed
    trials: tuple[TrialLine, ...] = ()
    drift: Drift
    long: tuple[LongReview, ...] = ()  # what was written for the year, or the years, that the period is
    decisions: tuple[Decision, ...] = ()  # taken in it
    rules: tuple[Rule, ...] = ()  # that began to stand in it
    calibration: tuple[Bucket, ...] = ()
    uncounted: int = 0  # promises with a confidence that ended dropped or by something outside
    doubted: tuple[Sureness, ...] = ()  # goals that were no longer believed in, the longest wait first
    mentor: MentorsView | None = None  # two grades a week, and what came of the requests
    notes: tuple[NoteLine, ...] = ()
