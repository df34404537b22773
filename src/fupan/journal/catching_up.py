"""Weeks that are caught up with, in three minutes each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.errors import NOTHING, USAGE, FupanError
from fupan.journal.excusing import Excusing
from fupan.journal.weeks import Weeks
from fupan.language import N_
from fupan.lean import dataclass
from fupan.model import Carry
from fupan.review.promising import unfinished
from fupan.review.weekly import goals_reviewed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.model import WeeklyReview
    from fupan.periods import Week
    from fupan.review.weekly import WeekSheet


@dataclass(eq=False)
class NothingToCatchUp(FupanError):
    code = "nothing_to_catch_up"
    status = NOTHING
    message = N_("No week is empty; there is nothing to catch up with.")


@dataclass(eq=False)
class StillInTime(FupanError):
    code = "still_in_time"
    status = USAGE
    message = N_("%(week)s is not late yet: `fupan week` writes it, `fupan week --short` in ten minutes.")
    week: str


class CatchingUp(Weeks, Excusing):
    def open_catchup(self, week: Week | None = None) -> WeekSheet:
        """The short sheet of an empty week, the oldest if none is named. Raises before anything is asked."""
        if week is None:
            empty = self.empty_weeks()
            if not empty:
                raise NothingToCatchUp
            week = empty[0]
        elif week == self.moment.week_under_review and self.store.review(week) is None:
            raise StillInTime(str(week))
        return self.open_week(week, catchup=True)

    def write_catchup(self, sheet: WeekSheet, answers: Mapping[str, Any]) -> WeeklyReview:
        """Seal the week, late. What was not finished goes on, unless the week after is written already."""
        decided: dict[str, Any] = {}
        if sheet.mode == "catchup" and self.store.review(sheet.week.shift(1)) is None:
            goals = unfinished(goals_reviewed(sheet, answers))
            decided = {f"next.{goal.goal}.decision": Carry.KEEP for goal in goals}
        return self.write_week(sheet, {**answers, **decided})
