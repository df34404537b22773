"""The quarterly review: opened, sealed, read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.driving import spells
from fupan.errors import AlreadySealed, NothingFound, TooEarly
from fupan.journal.desk import MEMORY, RECORD, Desk, under_way
from fupan.planning import capacity
from fupan.review.quarterly import QuarterSheet
from fupan.scoring import lives

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.model import QuarterlyReview
    from fupan.periods import Quarter


class Quarters(Desk):
    def open_quarter(
        self, quarter: Quarter | None = None, *, skip_reread: bool = False, again: bool = False
    ) -> QuarterSheet:
        """Everything known before the first question: the evidence is counted already."""
        quarter = quarter or self.quarter_under_review()
        weeks = quarter.weeks
        if weeks[0].monday > self.moment.today:
            raise TooEarly(str(quarter))
        self.store.refuse_newer()
        with self.store.snapshot():
            sealed, draft = self.store.quarterly(quarter), self.store.draft(str(quarter))
            if sealed and not (again or (draft and draft.again)):
                raise AlreadySealed(str(quarter), "fupan quarter")
            reviews = self.store.reviews(weeks[0], weeks[-1])
            if not reviews:
                raise NothingFound(str(quarter))
            lived = self.store.goal_weeks(weeks[0], weeks[-1])
            trials = self.store.trials(weeks[0].shift(-RECORD))
            mode = draft.mode if draft else "skip_reread" if skip_reread else "full"
            return QuarterSheet(
                quarter=quarter,
                mode=mode,
                again=sealed is not None,
                finished=weeks[-1].sunday <= self.moment.today or self.moment.week_under_review >= weeks[-1],
                reviews=reviews,
                found=lives(self.store.goals_about(weeks[0], weeks[-1]), lived, quarter),
                trials=tuple(trial for trial in trials if under_way(trial, weeks[-1].shift(1))),
                past_trials=trials,
                confirmed=self.store.confirmed(weeks[0].shift(-MEMORY), weeks[0]),
                motives=self.store.motives(weeks[0], weeks[-1]),
                spells=spells(self.store.spells(weeks[0].shift(-1), weeks[-1])),
                capacity=capacity(lived, len(quarter.shift(1).weeks)),
                firmness=self.firmness,
                sealed=sealed,
                draft=draft.answers if draft else {},
                said=sealed.answers if sealed else {},
            )

    def write_quarter(self, sheet: QuarterSheet, answers: Mapping[str, Any]) -> QuarterlyReview:
        """Seal the quarter: scores, verdicts, trials and the next goals in, the draft out, in one transaction."""
        from fupan.review.compose_quarter import compose_quarter  # noqa: PLC0415 - only a sealing pays for it

        started = self.draft_of(sheet).started
        with self.store.writing() as writing:
            written = compose_quarter(
                sheet,
                answers,
                started=started,
                written=self.moment.utc,
                zone=self.moment.zone,
                new_id=writing.new_id,
            )
            nouns: list[Any] = [written.review, *written.goals, *written.review.verdicts, *written.trials]
            nouns += [written.motive] if written.motive else []
            for noun in nouns:
                writing.put(noun)
            writing.drop_draft(sheet.period)
        return self.quarterly(sheet.quarter)

    def quarterly(self, quarter: Quarter) -> QuarterlyReview:
        found = self.store.quarterly(quarter)
        if found is None:
            raise NothingFound(str(quarter))
        return found

    def quarter_under_review(self) -> Quarter:
        """The quarter that ended, in the first half of the next one, if it holds weeks; else the running one."""
        running = self.moment.week_under_review.quarter
        before = running.shift(-1)
        first_half = self.moment.week_under_review in running.weeks[: len(running.weeks) // 2]
        lived = bool(self.store.calendar(*before.ends))
        return before if first_half and lived and self.store.quarterly(before) is None else running
