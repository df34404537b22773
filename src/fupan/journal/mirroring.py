"""What the record says beyond one period: forecasts, phrases that came back, the mentor's view, the method itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.journal.excusing import Excusing
from fupan.periods import Span, Week

if TYPE_CHECKING:
    from fupan.calibration import Calibration
    from fupan.grades import MentorsView
    from fupan.mirror import Mirror
    from fupan.model import WeeklyReview
    from fupan.periods import Period
    from fupan.selfcheck import SelfCheck


class Mirroring(Excusing):
    def calibration(self, period: Period | None = None) -> Calibration:
        """How sure one was against what came of it, in a period or in the whole journal."""
        from fupan.calibration import Told, calibrate  # noqa: PLC0415 - as a report is: only who asks pays

        with self.store.snapshot():
            period = period or self.all_weeks()
            reviews = self._reviews(period)
            quarters = [quarter for quarter in self.store.quarters() if set(quarter.weeks) <= set(period.weeks)]
            lived = {week.quarter for week in period.weeks}
            return calibrate(
                Told(
                    reviews=reviews,
                    goals=tuple(goal for goal in self.store.goals() if goal.quarter is None or goal.quarter in lived),
                    verdicts=[
                        *(verdict for review in reviews for verdict in review.verdicts),
                        *(verdict for quarter in quarters for verdict in self.store.verdicts(str(quarter))),
                    ],
                    quarters=[closed for quarter in quarters if (closed := self.store.quarterly(quarter))],
                )
            )

    def patterns(self, period: Period | None = None) -> Mirror:
        """Causes, phrases and gatherings of misses in a period or in the whole journal."""
        from fupan.mirror import Past, mirror  # noqa: PLC0415 - as above

        with self.store.snapshot():
            period = period or self.all_weeks()
            written = frozenset(week for week, _ in self.store.calendar())
            return mirror(
                Past(
                    period=period,
                    reviews=self._reviews(period),
                    goals=self.store.goals(),
                    excused=frozenset(self.excused()),
                    travelled=self._travelled(period),
                    first=min(written, default=None),
                    written=written,
                )
            )

    def _travelled(self, period: Period) -> frozenset[Week]:
        """Weeks of travel, by an excuse, a note, or what a miss was laid to, from the one before the period on."""
        from fupan.travel import travelled  # noqa: PLC0415 - as above

        first, last = period.ends[0].shift(-1), period.ends[1]
        said: dict[Week, list[str]] = {week: [why] for week, why in self.excused().items()}
        for note in self.store.notes(first, last):
            said.setdefault(note.week, []).append(note.text)
        for review in self.store.reviews(first, last):
            said.setdefault(review.week, []).extend(
                text for row in review.goals if row.gap for text in (row.gap.why, row.gap.outside_what)
            )
        return frozenset(week for week, texts in said.items() if travelled(texts))

    def mentors_view(self, period: Period | None = None) -> MentorsView:
        """The two grades of each week, and what became of the mentor's requests."""
        from fupan.grades import mentors_view  # noqa: PLC0415 - as above

        with self.store.snapshot():
            period = period or self.all_weeks()
            after = period.weeks[-1]
            later = next((week for week, _ in self.store.calendar() if week > after), None)
            return mentors_view(self._reviews(period), self.store.review(later) if later else None)

    def self_check(self) -> SelfCheck:
        """What the reviews have changed, and how well they are done; nothing that was written is in it."""
        from fupan.selfcheck import Whole, self_check  # noqa: PLC0415 - as above

        with self.store.snapshot():
            period = self.all_weeks()
            excused = self.excused()
            written = {week for week, _ in self.store.calendar()}
            due = (week for week in period.weeks if week in written or week < self.moment.week_under_review)
            return self_check(
                Whole(
                    reviews=self._reviews(period),
                    goals=self.store.goals(),
                    trials=self.store.trials(),
                    due=tuple(week for week in due if week not in excused),
                )
            )

    def all_weeks(self) -> Span:
        """From the first written week to the last one that is over or written; the running week if none is."""
        written = [week for week, _ in self.store.calendar()]
        running = Week.of(self.moment.today)
        first = min(written, default=running)
        return Span(first, max((first, *written, running.shift(-1))))

    def _reviews(self, period: Period) -> tuple[WeeklyReview, ...]:
        return self.store.reviews(*period.ends)
