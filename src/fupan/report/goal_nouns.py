"""What a report says of goals, their misses and what was tried: frozen values."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from fupan.lean import dataclass

if TYPE_CHECKING:
    from fupan.bilingual import Bilingual
    from fupan.model import (
        Call,
        Carry,
        Cause,
        Diagnosis,
        Field,
        Kind,
        Level,
        Outcome,
        Reason,
        TrialResult,
        TrialWeek,
    )
    from fupan.periods import Quarter, Week


class CauseKey(StrEnum):
    """The rows of the table of causes: what is not decided is never mixed with what is."""

    LAZINESS = "laziness"
    ABILITY = "ability"
    OUTSIDE = "outside"
    DROPPED = "dropped"  # let go, or no longer wanted
    MIXED = "mixed"
    UNCLEAR = "unclear"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """One week in the life of a goal."""

    week: Week
    goal: str
    title: str = ""  # as promised that week, where it differs from the story's
    outcome: Outcome | None = None
    planned: float | None = None
    actual: float | None = None
    estimated: bool = False
    carried: int = 0
    carried_as: Carry | None = None
    progress: float | None = None
    proof: str = ""
    credit: str = ""
    let_go: str = ""
    replaced_by: str = ""
    why: str = ""  # empty where the goal stands among the misses, which quote it


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalStory:
    """One goal with its weeks; a quarter goal has the weeks of the goals that serve it."""

    id: str
    title: str
    level: Level
    kind: Kind
    field: Field
    measure: str = ""
    hours: float | None = None  # meant for the whole of a quarter goal
    serves: str = ""  # title of the quarter goal
    outcome: Outcome | None = None  # how it ended, when it ended
    ending: str = ""  # why it was dropped
    own: float | None = None  # scores, 0.0–1.0: the person's, the record's, the one that holds
    computed: float | None = None
    final: float | None = None
    credit: str = ""  # skill, effort, luck
    missed: bool = False
    planned: float | None = None
    actual: float | None = None
    lines: tuple[StoryLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The person's own words of one week."""

    week: Week | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One weekly verdict in the history of a miss."""

    week: Week
    cause: Cause
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    """A suggested response, its places still open, with this person's own record of it."""

    response: str  # "L01"
    title: Bilingual
    because: Bilingual
    instruction: Bilingual
    tried: int = 0
    worked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One missed goal: who judged it how, on what evidence, and what may be done."""

    goal: str
    title: str
    level: Level
    quarter: Quarter | None = None  # in which it was missed, where the period has several
    key: CauseKey
    cause: Cause | None = None  # as decided by the person; None: not decided yet
    reason: Reason | None = None
    own: Call | None = None
    mentor: Call | None = None
    program: Diagnosis | None = None
    overruled: str = ""
    around: str = ""
    score: float | None = None
    planned: float | None = None
    actual: float | None = None
    lost: float | None = None  # hours planned and not given, those excused that something outside took
    history: tuple[Ruling, ...] = ()
    said: tuple[Quote, ...] = ()
    offers: tuple[OfferLine, ...] = ()

    @property
    def flips(self) -> int:
        """How often the weekly verdict changed."""
        causes = [ruling.cause for ruling in self.history]
        return sum(before is not after for before, after in pairwise(causes))


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    key: CauseKey
    goals: int
    planned: float | None = None
    actual: float | None = None
    lost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often another voice and the program called a miss the same: laziness, ability or unclear."""

    voice: str  # own, mentor
    n: int
    same: int
    kappa: float | None = None  # from ten on


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialLine:
    """One response as it was tried."""

    id: str
    goal: str
    response: str
    title: Bilingual
    instruction: Bilingual  # with whom, where and when, as it was agreed
    started: Week
    ended: Week | None = None
    dose_planned: float | None = None
    weeks: tuple[TrialWeek, ...] = ()
    result: TrialResult | None = None
