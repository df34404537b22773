"""How much a week's record can carry: 0–100, shown small at the seal, and a cap on certainty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fupan.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupan.model import GoalWeek

HOURS, PROOF, MEASURE, WHY, MOTIVE, ON_TIME = 30, 20, 20, 15, 5, 10
DAY = re.compile(
    r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|\b(morning|evening|night|noon|weekend|yesterday|hours?|days?)\b"
    r"|\d|周[一二三四五六日天末]|星期|礼拜|[早晚]上|上午|下午|中午|晚|天|小时|点",
    re.IGNORECASE,
)
EVENT_LENGTH = {True: 6, False: 15}  # characters of a why that tells an event, in Chinese and otherwise


def quality(goals: Iterable[GoalWeek], *, motive_touched: bool, on_time: bool) -> int:
    """The data quality of one week, 0–100: each part counts by the share of goals that have it."""
    weeks = tuple(goals)
    parts = (
        (HOURS, [w.actual_hours is not None for w in weeks]),
        (PROOF, [bool(w.proof.strip()) for w in weeks if w.outcome in (Outcome.DONE, Outcome.PARTLY)]),
        (MEASURE, [bool(w.measure.strip()) for w in weeks]),
        (WHY, [tells(w.gap.why if w.gap else "") for w in weeks if w.missed]),
    )
    score = sum(points * (sum(have) / len(have) if have else 1.0) for points, have in parts if weeks)
    return round(score + MOTIVE * motive_touched + ON_TIME * on_time)


def tells(why: str) -> bool:
    """Whether a why holds a day or an event rather than a shrug."""
    text = why.strip()
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in text)
    return bool(DAY.search(text)) or len(text) >= EVENT_LENGTH[chinese]
