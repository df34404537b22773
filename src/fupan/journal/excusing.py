"""Weeks that need no review, and when the next one is due.

An excused week is a fact of the journal, `excused 2026-W52` with its reason; an empty reason takes it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.errors import NOTHING, FupanError
from fupan.journal.desk import Desk
from fupan.language import N_
from fupan.lean import dataclass
from fupan.periods import Week
from fupan.standing import appointment

if TYPE_CHECKING:
    from fupan.periods import Period
    from fupan.standing import Appointment, Rhythm

EXCUSED = "excused "
REMEMBERED = 13  # weeks back that anything can still be said of


@dataclass(eq=False)
class NothingToExcuse(FupanError):
    code = "nothing_to_excuse"
    status = NOTHING
    message = N_("Every week of %(period)s is written; there is nothing to excuse.")
    period: str


@dataclass(eq=False)
class NotExcused(FupanError):
    code = "not_excused"
    status = NOTHING
    message = N_("No week of %(period)s is excused.")
    period: str


class Excusing(Desk):
    def excuse(self, period: Period, why: str) -> tuple[Week, ...]:
        """Excuse the weeks of a period that are not written, also weeks to come; gives those."""
        written = {week for week, _ in self.store.calendar(*period.ends)}
        weeks = tuple(week for week in period.weeks if week not in written)
        if not weeks:
            raise NothingToExcuse(str(period))
        with self.store.writing() as writing:
            for week in weeks:
                writing.keep_fact(f"{EXCUSED}{week}", why)
        return weeks

    def take_back_excuse(self, period: Period) -> tuple[Week, ...]:
        """The weeks of a period that were excused and are no longer."""
        weeks = tuple(week for week in period.weeks if week in self.excused())
        if not weeks:
            raise NotExcused(str(period))
        with self.store.writing() as writing:
            for week in weeks:
                writing.keep_fact(f"{EXCUSED}{week}", "")
        return weeks

    def excused(self) -> dict[Week, str]:
        """Every excused week with its reason, in order."""
        told = self.store.facts().items()
        return {Week.read(key.removeprefix(EXCUSED)): why for key, why in told if key.startswith(EXCUSED) and why}

    def empty_weeks(self) -> tuple[Week, ...]:
        """Weeks since the first review that nobody wrote or excused, as far back as memory goes, oldest first."""
        due = self.moment.week_under_review
        with self.store.snapshot():
            extent, excused = self.store.extent(), self.excused()
            written = dict(self.store.calendar(due.shift(-REMEMBERED), due))
        first = extent[0] if extent else due
        reach = (due.shift(-n) for n in range(REMEMBERED, 0, -1))
        return tuple(week for week in reach if first < week and week not in written and week not in excused)

    def appointment(self, rhythm: Rhythm) -> Appointment:
        """When the next review is due; what the stamp beside the journal tells."""
        with self.store.snapshot():
            extent = self.store.extent()
            return appointment(self.moment, extent[1] if extent else None, self.excused(), rhythm)
