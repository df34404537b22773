"""Where one stands: what is due, what was promised, and the calendar of the quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.journal.excusing import Excusing
from fupan.periods import Week
from fupan.standing import Standing, YearAgo, calendar_of, next_review, streak_of, year_before

if TYPE_CHECKING:
    from fupan.periods import Quarter

DUE_WEEKS = 4  # weeks into the new quarter during which the old one is called due


class Standings(Excusing):
    def standing(self) -> Standing:
        """What `fupan` alone has to say; nothing is written."""
        moment = self.moment
        with self.store.snapshot():
            week, running = moment.week_under_review, Week.of(moment.today)
            names, excused = self.store.written(), self.excused()
            written = dict(self.store.calendar(running.quarter.weeks[0].shift(-1)))
            extent = self.store.extent()
            last = self.store.last_review(running.shift(1))
            days = calendar_of(running.quarter, written, moment, extent[0] if extent else None, excused)
            drafts = {draft.period: draft for draft in self.store.drafts()}
            due = self._quarter_due()
            return Standing(
                week=week,
                written=week in written,
                excused=excused.get(week, ""),
                next_review=next_review(moment, written, excused),
                draft=drafts.get(str(week)) or (drafts.get(str(due)) if due else None),
                empty=self.store.empty(),
                promises=tuple(row for row in self.store.goal_weeks(running, running)),
                quarter_goals=self.quarter_goals(running),
                request=(last.answers.get("mentor.request") or "") if last else "",
                trials=self.store.trials(running.shift(1)),
                streak=streak_of(names, week, excused),
                calendar=days,
                missing=self.empty_weeks(),
                quarter_due=due,
                year_ago=self.year_ago(week) if self.recalls else None,
            )

    def year_ago(self, week: Week) -> YearAgo | None:
        """What was written for the same week a year before, if anything was."""
        found = self.store.review(year_before(week)) if week.year > 1 else None
        if found is None:
            return None
        return YearAgo(week=found.week, goals=found.goals, rule=str(found.answers.get("rule") or ""))

    def _quarter_due(self) -> Quarter | None:
        """The quarter that ended lately, was lived, and is not written."""
        running = Week.of(self.moment.today).quarter
        quarter = running.shift(-1)
        early = Week.of(self.moment.today) in running.weeks[:DUE_WEEKS]
        lived = bool(self.store.calendar(*quarter.ends))
        return quarter if early and lived and self.store.quarterly(quarter) is None else None
