"""Re-reading what was written, week by week, and marking it for the quarterly review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.errors import AlreadySealed, NothingFound
from fupan.journal.desk import Desk
from fupan.model import Draft
from fupan.review.rereading import Rereading, line_key, page_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.periods import Period, Quarter, Week
    from fupan.review.rereading import Page


class ReadingAgain(Desk):
    def open_reread(self, period: Period) -> Rereading:
        """The weeks of a period from the journal's first to the last that is written. Raises NothingFound."""
        with self.store.snapshot():
            reviews = {review.week: review for review in self.store.reviews(*period.ends)}
            if not reviews:
                raise NothingFound(str(period))
            first = min(week for week, _ in self.store.calendar())
            weeks = [week for week in period.weeks if first <= week <= max(reviews)]
            titles = {goal.id: goal.title for goal in self.store.goals_about(*period.ends)}
            told = {quarter: self._said_of(quarter) for quarter in {week.quarter for week in weeks}}
        pages = []
        for week in weeks:
            answers, sealed = told[week.quarter]
            pages.append(page_of(week, reviews.get(week), answers, titles, sealed=sealed))
        return Rereading(period=period, pages=tuple(pages))

    def mark(self, week: Week, key: str, value: str | None) -> None:
        """Keep a mark of a week, or take it away, in its quarter's review under way. Raises AlreadySealed."""
        self._keep(week.quarter, key, value, drop=value is None)

    def keep_line(self, page: Page, line: str | None = None) -> None:
        """A page was re-read; with a line, that is kept too. One that was written before stays until replaced."""
        if line is None and (page.seen or page.sealed or page.review is None):
            return
        self._keep(page.week.quarter, line_key(page.week), line or None, drop=False)

    def _keep(self, quarter: Quarter, key: str, value: str | None, *, drop: bool) -> None:
        if self._said_of(quarter)[1]:
            raise AlreadySealed(str(quarter), "fupan quarter")
        draft = self.store.draft(str(quarter))
        moment = self.moment
        with self.store.writing() as writing:
            if drop:
                writing.drop_answer(str(quarter), key)
            else:
                begun = draft or Draft(period=str(quarter), started=moment.utc, zone=moment.zone)
                writing.keep_answer(begun, key, value)

    def _said_of(self, quarter: Quarter) -> tuple[Mapping[str, Any], bool]:
        """The answers about a quarter so far, and whether they are sealed."""
        draft, sealed = self.store.draft(str(quarter)), self.store.quarterly(quarter)
        if sealed and not (draft and draft.again):
            return sealed.answers, True
        return {**(sealed.answers if sealed else {}), **(draft.answers if draft else {})}, False
