"""From a goal's weeks to the record that the diagnosis reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fupan.model import Call, Gap, GoalRecord, GoalWeek, Trial, WeekFacts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CJK = re.compile("[\u3400-\u9fff]")

# the probes that stand in a gap, by the keys of the judging format
PROBES = {
    "would_have_made_it_with_planned_hours": "would_have_made_it",
    "why_not_start": "why_not_start",
    "knew_next_step": "knew_next_step",
    "asked_for_help": "asked_for_help",
    "start": "start",
    "hours_went_to": "hours_went_to",
    "still_wanted": "still_wanted",
    "stuck_hours": "stuck_hours",
    "approaches_tried": "approaches_tried",
    "peer_hours": "peer_hours",
}


def language_of(*texts: str) -> str:
    """The main language of what a person wrote."""
    return "zh" if _CJK.search(" ".join(texts)) else "en"


def goal_record(
    weeks: Sequence[GoalWeek],
    *,
    own: Call | None = None,
    mentor: Call | None = None,
    note: str = "",
    goals_that_week: int = 1,
    trials: Sequence[Trial] = (),
    quality: int | None = None,
) -> GoalRecord:
    """The record of one goal over its reviewed weeks, the latest probe answers counting."""
    last = weeks[-1]
    answers: dict[str, str | float | int] = {}
    for week in weeks:
        answers |= _answers_of(week)
    if own:
        answers["self_call"] = own.value
    if mentor:
        answers["mentor_call"] = mentor.value
    return GoalRecord(
        goal=last.title,
        measure=last.measure,
        weeks=tuple(_facts(week) for week in weeks),
        answers=answers,
        quarter_note=note,
        language=language_of(last.title, note, *(week.gap.why for week in weeks if week.gap)),
        goals_that_week=goals_that_week,
        trials=tuple(trials),
        quality=quality,
    )


def _answers_of(week: GoalWeek) -> Mapping[str, str | float | int]:
    gap = week.gap or Gap()
    found = {key: getattr(gap, name) for key, name in PROBES.items()}
    found["done_before"] = week.done_before
    return {key: value for key, value in found.items() if value not in ("", None)}


def _facts(week: GoalWeek) -> WeekFacts:
    gap = week.gap or Gap()
    words = (gap.why, gap.stuck_at, gap.outside_what)
    return WeekFacts(
        week=week.week,
        planned_hours=week.planned_hours,
        actual_hours=week.actual_hours,
        outcome=week.outcome,
        progress=week.progress,
        why="\n".join(text for text in words if text),
        outside_hours=gap.outside_hours,
    )
