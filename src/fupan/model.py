"""The nouns of a journal, as frozen values. Glossary: docs/reference/glossary.

Empty text and `None` both mean "not recorded"; they never mean zero. Hours are hours of 60 minutes,
`progress` is the share 0–1 of the whole goal, `confidence` a whole percent, grades and strengths are
whole numbers on the scale that their line names.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime  # noqa: TC003 - the store reads these annotations
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.periods import Quarter, Week


class Outcome(StrEnum):
    DONE = "done"
    PARTLY = "partly"
    MISSED = "missed"
    DROPPED = "dropped"


class Level(StrEnum):
    """How far a goal reaches."""

    WEEK = "week"
    QUARTER = "quarter"


class Kind(StrEnum):
    """What a goal expects: committed 1.0, stretch .6–.7, learning whatever it teaches."""

    COMMITTED = "committed"
    STRETCH = "stretch"
    LEARNING = "learning"


class Field(StrEnum):
    """What a goal is about."""

    RESEARCH = "research"
    JOB = "job"
    STARTUP = "startup"
    STUDY = "study"
    HEALTH = "health"
    OTHER = "other"


class Call(StrEnum):
    """What a person, or the mentor in them, may say of a miss."""

    LAZINESS = "laziness"
    ABILITY = "ability"
    BOTH = "both"
    NEITHER = "neither"


class Cause(StrEnum):
    """A cause as decided."""

    LAZINESS = "laziness"
    ABILITY = "ability"
    UNCLEAR = "unclear"


class Reason(StrEnum):
    """Why a cause stays unclear."""

    OUTSIDE = "outside"
    NOT_WANTED = "not_wanted"
    MIXED = "mixed"
    NO_FACTS = "no_facts"
    BAD_RECORD = "bad_record"
    HOURS_ONLY = "hours_only"
    TOO_CLOSE = "too_close"
    DISTRESS = "distress"
    DONT_KNOW = "dont_know"


class MotiveKind(StrEnum):
    DESIRE = "desire"
    FEAR = "fear"
    BOTH = "both"
    NONE = "none"


class Change(StrEnum):
    SAME = "same"
    STRONGER = "stronger"
    WEAKER = "weaker"
    DIFFERENT = "different"


class Carry(StrEnum):
    """How an unfinished goal comes into the next week."""

    KEEP = "keep"
    SHRINK = "shrink"
    CHANGE = "change"
    DROP = "drop"


class TrialResult(StrEnum):
    WORKED = "worked"
    NO_EFFECT = "no_effect"
    NOT_CARRIED_OUT = "not_carried_out"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What one set out to do: one identity through all its weeks."""

    id: str  # "g7": short, stable, never used twice
    title: str
    level: Level = Level.WEEK
    quarter: Quarter | None = None  # the quarter of a quarter goal
    parent: str = ""  # the quarter goal that a week goal serves
    kind: Kind = Kind.COMMITTED
    field: Field = Field.OTHER
    measure: str = ""
    hours: float | None = None  # a quarter goal's hours in all
    confidence: int | None = None  # percent, as first said
    created: datetime
    closed: datetime | None = None
    outcome: Outcome | None = None  # how it ended, when it ended
    why: str = ""  # why it was dropped or reopened
    motive: Week | None = None  # the motive that it serves, by the week in which that began
    version: int = 1

    @property
    def open(self) -> bool:
        return self.closed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is known about why a goal was missed that week: the probes of the method, none obligatory."""

    why: str = ""
    outside_hours: float | None = None
    outside_what: str = ""
    would_have_made_it: str = ""  # yes, probably, unsure, probably_not, no
    why_not_start: str = ""  # did_not_feel_like_it, did_not_know_how, afraid, forgot, no_time, waiting, other
    stuck_at: str = ""
    stuck_hours: float | None = None
    approaches_tried: int | None = None
    knew_next_step: str = ""  # yes, partly, unsure, no
    asked_for_help: str = ""  # yes, no, not_needed
    start: str = ""  # on_time, late, never
    hours_went_to: str = ""  # leisure, easier_work, more_important_work, urgent_duty, rest_or_ill, other
    still_wanted: str = ""  # yes, weaker, no
    peer_hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalWeek:
    """One goal in one week: what was promised for it and, once reviewed, what came of it."""

    goal: str
    week: Week
    # promised
    title: str  # as promised that week; the goal's own title may change later
    measure: str = ""
    planned_hours: float | None = None
    confidence: int | None = None  # percent
    done_before: str = ""  # yes, similar, no; asked beforehand
    first_step: str = ""  # first step, obstacle, if–then
    carried: int = 0  # how often it had been carried over when this week began
    carried_as: Carry | None = None
    # come of it
    outcome: Outcome | None = None
    actual_hours: float | None = None
    estimated: bool = False  # the hours are a guess
    proof: str = ""
    progress: float | None = None
    credit: str = ""  # what did it: skill, effort, luck
    let_go: str = ""  # a dropped goal: decided, slid
    replaced_by: str = ""
    gap: Gap | None = None
    version: int = 1

    @property
    def missed(self) -> bool:
        return self.outcome in (Outcome.PARTLY, Outcome.MISSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Motive:
    """What drives the person in one week. `of` are raw words, for self alone."""

    week: Week
    kind: MotiveKind | None = None
    of: str = ""
    strength: int | None = None  # 0–10; 10 = leaving it undone would nag for life
    change: Change | None = None
    event: str = ""
    positive: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFacts:
    """A goal's week as the diagnosis reads it."""

    week: Week
    planned_hours: float | None = None
    actual_hours: float | None = None
    outcome: Outcome | None = None
    progress: float | None = None
    why: str = ""
    outside_hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRecord:
    """All that the diagnosis may know of one missed goal: weeks ascending, answers by the keys of the cases."""

    goal: str
    measure: str = ""
    weeks: tuple[WeekFacts, ...]
    answers: Mapping[str, str | float | int] = field(default_factory=dict)
    quarter_note: str = ""
    language: str = "en"
    goals_that_week: int = 1
    trials: tuple[Trial, ...] = ()
    quality: int | None = None  # data quality 0–100 of the week under review; a low one caps certainty
    elsewhere: Elsewhere | None = None  # what is known of this person from other misses


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What a person's other misses taught: how they filed them, and the last response that worked on another goal."""

    laziness: int = 0
    ability: int = 0
    worked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A counted fact for one side: `code` names its sentence, `values` fill it, `quote` are the person's own words."""

    code: str
    side: Cause  # LAZINESS or ABILITY
    weight: float  # ≥ 0, log-odds
    week: Week | None = None
    quote: str = ""
    values: Mapping[str, str | float | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The program's proposal for one missed goal, with everything that it stands on."""

    cause: Cause
    reason: Reason | None = None  # why unclear
    p_laziness: float  # 0–1
    log_odds: float  # L, positive towards laziness
    findings: tuple[Finding, ...] = ()
    pattern: str = ""  # LD … AX, M, X, W of the method
    probe: str = ""  # the one question that would decide: a key of GoalRecord.answers, or "hours" or "progress"
    change_my_mind: str = ""  # code of the sentence that says what would
    outside_share: float = 0.0
    model: str = "1"

    def of(self, side: Cause) -> tuple[Finding, ...]:
        """The findings of one side, strongest first."""
        return tuple(sorted((f for f in self.findings if f.side is side), key=lambda f: -f.weight))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One miss as judged by the person, the imagined mentor, the program, in this order; the person's word is final."""

    goal: str
    period: str  # "2026-W47" or "2026-Q4"
    own: Call | None = None
    mentor: Call | None = None
    program: Diagnosis | None = None
    probe_answer: str = ""
    final: Cause | None = None
    reason: Reason | None = None  # of a final `unclear`
    overruled: str = ""  # the person's reason against the program
    around: str = ""  # "can you go around it?": yes, no, unknown
    decided: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialWeek:
    week: Week
    doses: float | None = None
    helped: str = ""  # helped, no_difference, worse, cant_tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One response tried on one goal: an experiment with a dose and a result."""

    id: str  # "r12"
    goal: str
    response: str  # "L01"
    slots: Mapping[str, str] = field(default_factory=dict)
    started: Week
    review_weeks: int = 2
    dose_planned: float | None = None  # a week
    weeks: tuple[TrialWeek, ...] = ()
    result: TrialResult | None = None
    ended: Week | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A fact or hours kept during the week, shown and added up on Monday."""

    id: str  # "n3"
    day: date
    week: Week
    text: str = ""
    goal: str = ""
    hours: float | None = None
    estimated: bool = False
    written: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyReview:
    """What was written for one week. `answers` hold the words that belong to no goal, by their question's key."""

    week: Week
    started: datetime
    written: datetime
    zone: str  # of the person's clock, e.g. "Asia/Shanghai"
    late: bool = False
    mode: str = "full"  # full, short, first
    minutes: float | None = None
    quality: int | None = None  # 0–100
    answers: Mapping[str, Any] = field(default_factory=dict)
    goals: tuple[GoalWeek, ...] = ()
    motive: Motive | None = None
    verdicts: tuple[Verdict, ...] = ()
    promises: tuple[GoalWeek, ...] = ()  # for the week after
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A quarter goal's score 0.0–1.0: the person's own first, then the computed one."""

    goal: str
    own: float | None = None
    computed: float | None = None
    final: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterlyReview:
    """What was written for one quarter."""

    quarter: Quarter
    started: datetime
    written: datetime
    zone: str
    reread: bool = True  # every week was re-read before any score was shown
    marks: Mapping[str, Week] = field(default_factory=dict)  # best, worst, turning
    scores: tuple[Score, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An interview that is not finished: what it was begun with, and every answer kept so far."""

    period: str  # fixed when it was begun: "2026-W47" or "2026-Q4"
    started: datetime
    zone: str
    mode: str = "full"
    again: bool = False  # amends what is already written
    answers: Mapping[str, Any] = field(default_factory=dict)
