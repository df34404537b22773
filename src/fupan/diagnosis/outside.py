"""How much of the plan was taken by causes outside the person, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fupan.diagnosis.weights import weights

if TYPE_CHECKING:
    from fupan.diagnosis.reading import Reading
    from fupan.model import GoalRecord, WeekFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    share: float  # of the planned hours, 0–1
    stated: bool = False  # by recorded hours, an answered share, or words other than "busy"
    weeks: tuple[float, ...] = ()  # week by week


def outside(record: GoalRecord, reading: Reading) -> Outside:
    """The share of the planned hours lost to outside causes: stated hours first, then the answer, then words."""
    by_week = tuple(
        _stated(week) if week.outside_hours is not None and week.planned_hours else told
        for week, told in zip(record.weeks, reading.shares, strict=True)
    )
    share = _mean(record.weeks, by_week)
    stated = not reading.only_busy
    answered = record.answers.get("external_share")
    if isinstance(answered, int | float) and all(week.outside_hours is None for week in record.weeks):
        share, stated = _answered(record.weeks, min(1.0, max(0.0, float(answered)))), True
    if record.answers.get("blocked_from_outside") == "no" or record.answers.get("external") == "none":
        share = min(share, weights()["outside"]["answer_none_caps_at"])
    return Outside(share=share, stated=stated and share > 0, weeks=by_week)


def excused(found: Outside, planned: float | None, actual: float | None) -> bool:
    """Whether outside causes explain at least half of the plan, or of the hours that were lost."""
    rule = weights()["outside"]
    if found.share >= rule["verdict_from"]:
        return True
    if not found.stated or planned is None or actual is None or planned <= actual:
        return False
    return bool(found.share * planned >= rule["share_of_lost"] * (planned - actual))


def _stated(week: WeekFacts) -> float:
    return min(1.0, (week.outside_hours or 0.0) / (week.planned_hours or 1.0))


def _answered(weeks: tuple[WeekFacts, ...], share: float) -> float:
    """A share of the lost hours, turned into a share of the planned ones where both are known."""
    both = [
        (w.planned_hours, w.actual_hours) for w in weeks if w.planned_hours and w.actual_hours is not None
    ]
    planned = sum(p for p, _ in both if p)
    actual = sum(a for _, a in both if a)
    if not planned:
        return share
    return share * max(0.0, planned - actual) / planned


def _mean(weeks: tuple[WeekFacts, ...], shares: tuple[float, ...]) -> float:
    """The mean over missed weeks, weighted by the hours planned for them."""
    pairs = [(w, x) for w, x in zip(weeks, shares, strict=True) if w.outcome in ("partly", "missed")]
    pairs = pairs or list(zip(weeks, shares, strict=True))
    known = [w.planned_hours for w, _ in pairs if w.planned_hours]
    usual = sum(known) / len(known) if known else 1.0
    scales = [w.planned_hours or usual for w, _ in pairs]
    return sum(s * x for s, (_, x) in zip(scales, pairs, strict=True)) / sum(scales) if scales else 0.0
