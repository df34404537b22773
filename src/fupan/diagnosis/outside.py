"""How much of the plan was taken by causes outside the person, week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.diagnosis.spells import low
from fupan.diagnosis.weights import weights
from fupan.lean import dataclass
from fupan.model import Outcome

if TYPE_CHECKING:
    from fupan.diagnosis.reading import Reading
    from fupan.model import GoalRecord, WeekFacts
    from fupan.periods import Week

TAKEN = frozenset({"illness", "family", "priority_changed", "blocked", "resource", "overload"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    share: float = 0.0  # of the planned hours, 0–1
    of_lost: float = 0.0  # of the hours that were lost, 0–1; "busy" alone never counts here
    excused: frozenset[Week] = frozenset()  # weeks that were mostly lost to outside causes


def outside(record: GoalRecord, reading: Reading) -> Outside:
    """Stated hours stand for their week, words for theirs; an answered share counts where it is the larger."""
    rule = weights()["outside"]
    by_week = _stated(record.weeks, reading.shares)
    excused = frozenset(w.week for w, x in zip(record.weeks, by_week, strict=True) if x >= rule["week_void_from"])
    share = _of_plan(record.weeks, by_week)
    of_lost = _of_lost(record.weeks, _stated(record.weeks, reading.firm))
    if of_lost and record.answers.get("external") in TAKEN:
        of_lost += rule["answer_adds"]
    answered = record.answers.get("external_share")
    if isinstance(answered, int | float):
        part = min(1.0, max(0.0, float(answered)))
        share, of_lost = max(share, _answered(record.weeks, part)), max(of_lost, part)
    if denied(record):
        share, of_lost = min(share, rule["answer_none_caps_at"]), min(of_lost, rule["answer_none_caps_at"])
    return Outside(share=share, of_lost=min(1.0, of_lost), excused=excused)


def denied(record: GoalRecord) -> bool:
    """The person was asked for an outside cause and said that there was none."""
    return record.answers.get("blocked_from_outside") == "no" or record.answers.get("external") == "none"


def explains(found: Outside) -> bool:
    """Whether outside causes explain at least half of the plan, or of the hours that were lost."""
    rule = weights()["outside"]
    return bool(found.share >= rule["verdict_from"] or found.of_lost >= rule["share_of_lost"])


def _stated(weeks: tuple[WeekFacts, ...], told: tuple[float, ...]) -> tuple[float, ...]:
    """Each week's share: its stated hours where there are any, else what its words tell."""
    return tuple(
        min(1.0, (week.outside_hours or 0.0) / week.planned_hours)
        if week.outside_hours is not None and week.planned_hours
        else share
        for week, share in zip(weeks, told, strict=True)
    )


def _answered(weeks: tuple[WeekFacts, ...], share: float) -> float:
    """A share of the lost hours, turned into a share of the planned ones where both are known."""
    both = [w for w in weeks if w.planned_hours and w.actual_hours is not None]
    planned = sum(w.planned_hours or 0.0 for w in both)
    actual = sum(w.actual_hours or 0.0 for w in both)
    return share * max(0.0, planned - actual) / planned if planned else share


def _missed(weeks: tuple[WeekFacts, ...], shares: tuple[float, ...]) -> list[tuple[WeekFacts, float]]:
    pairs = list(zip(weeks, shares, strict=True))
    return [(w, x) for w, x in pairs if w.outcome in (Outcome.PARTLY, Outcome.MISSED)] or pairs


def _of_plan(weeks: tuple[WeekFacts, ...], shares: tuple[float, ...]) -> float:
    """The mean over missed weeks, weighted by the hours planned for them."""
    pairs = _missed(weeks, shares)
    known = [w.planned_hours for w, _ in pairs if w.planned_hours]
    usual = sum(known) / len(known) if known else 1.0
    scales = [w.planned_hours or usual for w, _ in pairs]
    return sum(s * x for s, (_, x) in zip(scales, pairs, strict=True)) / sum(scales) if scales else 0.0


def _of_lost(weeks: tuple[WeekFacts, ...], shares: tuple[float, ...]) -> float:
    """The share of the lost hours, over the missed weeks that say anything; without hours each week counts as one."""
    told = [(w, x) for w, x in _missed(weeks, shares) if w.why.strip() or w.outside_hours is not None]
    lost = taken = 0.0
    for week, share in told:
        if week.planned_hours is None or week.actual_hours is None:
            lost += 1.0
            taken += 1.0 if share >= weights()["outside"]["week_void_from"] else 0.0
        else:
            missing = max(0.0, week.planned_hours - week.actual_hours)
            lost += missing
            taken += min(missing, share * week.planned_hours)
    return taken / lost if lost and _lacking(weeks) else 0.0


def _lacking(weeks: tuple[WeekFacts, ...]) -> bool:
    """A fifth of the plan is missing, or most of its last week; what was made up for explains nothing."""
    both = [w for w in weeks if w.planned_hours and w.actual_hours is not None]
    planned = sum(w.planned_hours or 0.0 for w in both)
    actual = sum(w.actual_hours or 0.0 for w in both)
    return not planned or planned - actual > weights()["outside"]["lost_from"] * planned or low(both[-1])
