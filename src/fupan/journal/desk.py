"""What every use case works at: the store, the moment, and the drafts of interviews under way."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from fupan.model import Draft, Goal, GoalWeek, Level, Trial

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fupan.periods import Moment, Week
    from fupan.review.sheet import Answers, Sheet
    from fupan.store import Store

MEMORY = 104  # weeks in which earlier misses still speak
RECORD = 260  # weeks in which what a person tried still tells what to offer
REACH = 26  # weeks that a goal's life, the multiplier and a stale promise are looked for


class Desk:
    """A journal at one moment. `capacity` is the hours that a week is thought to hold at most."""

    recalls = False  # whether the same week a year ago is told today; the hall knows

    def __init__(self, store: Store, moment: Moment, *, firmness: str = "plain", capacity: float = 20) -> None:
        self.store = store
        self.moment = moment
        self.firmness = firmness
        self.capacity = capacity

    def keep(self, sheet: Sheet, key: str, value: Any) -> None:
        """Keep one answer; it is on the disk when this returns."""
        draft = self.draft_of(sheet)
        with self.store.writing() as writing:
            writing.keep_answer(draft, key, value)

    def forget(self, sheet: Sheet, key: str) -> None:
        with self.store.writing() as writing:
            writing.drop_answer(sheet.period, key)

    def discard(self, sheet: Sheet) -> None:
        with self.store.writing() as writing:
            writing.drop_draft(sheet.period)

    def drafts(self) -> tuple[Draft, ...]:
        return self.store.drafts()

    @staticmethod
    def take_document(sheet: Sheet, document: Mapping[str, Any]) -> Answers:
        """The answers of a whole document; raises BadAnswers naming all that is missing, bad or unknown."""
        from fupan.review.sheet import fill  # noqa: PLC0415 - most desks read no document

        return fill(sheet, document)

    def draft_of(self, sheet: Sheet) -> Draft:
        """The draft under way, or a new one that begins now."""
        known = self.store.draft(sheet.period)
        moment = self.moment
        return known or Draft(
            period=sheet.period, started=moment.utc, zone=moment.zone, mode=sheet.mode, again=sheet.again
        )

    def quarter_goals(self, week: Week) -> tuple[Goal, ...]:
        """The open goals of a week's quarter."""
        return tuple(
            goal for goal in self.store.open_goals() if goal.level is Level.QUARTER and goal.quarter == week.quarter
        )


def by_goal(weeks: Iterable[GoalWeek], *, before: Week) -> dict[str, tuple[GoalWeek, ...]]:
    """Each goal's reviewed weeks before one."""
    found: dict[str, list[GoalWeek]] = defaultdict(list)
    for week in weeks:
        if week.week < before and week.outcome is not None:
            found[week.goal].append(week)
    return {goal: tuple(lived) for goal, lived in found.items()}


def under_way(trial: Trial, week: Week) -> bool:
    """Whether a trial is still to be asked about in the review of a week."""
    return trial.result is None and trial.ended is None and trial.started <= week
