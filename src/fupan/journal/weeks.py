"""The weekly review: opened, sealed, read again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.calibration import points_of
from fupan.compass import due
from fupan.errors import AlreadySealed, NothingFound, TooEarly
from fupan.journal.desk import MEMORY, REACH, RECORD, Desk, by_goal, under_way
from fupan.long_view import FromAfar
from fupan.model import GoalWeek, Trial, TrialResult
from fupan.planning import factor
from fupan.recurring import whys_of
from fupan.responses import judge_trial
from fupan.review.amend import said_in
from fupan.review.deciding import looked_back
from fupan.review.weekly import WeekSheet
from fupan.scoring import Life, as_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fupan.model import WeeklyReview
    from fupan.pacts import PactNews
    from fupan.periods import Week


class Weeks(Desk):
    def open_week(
        self, week: Week | None = None, *, short: bool = False, again: bool = False, catchup: bool = False
    ) -> WeekSheet:
        """Everything known before the first question, or the reason why there is none to ask.

        Raises AlreadySealed, TooEarly and what forbids writing at all: before anything is typed, never after.
        """
        week = week or self.moment.week_under_review
        if week.monday > self.moment.today:
            raise TooEarly(str(week))
        self.store.refuse_newer()
        with self.store.snapshot():
            sealed, draft = self.store.review(week), self.store.draft(str(week))
            if sealed and not (again or (draft and draft.again)):
                raise AlreadySealed(str(week), "fupan week")
            remembered = self.store.goal_weeks(week.shift(-MEMORY), week)
            lived = tuple(row for row in remembered if row.week >= week.shift(-REACH))
            trials = self.store.trials(week.shift(-RECORD))
            goals = sealed.goals if sealed else self._promised(week, lived)
            wished = "catchup" if catchup else "short" if short else "full"
            mode = draft.mode if draft else self._mode(sealed, wished, promised=bool(goals))
            return WeekSheet(
                week=week,
                mode=mode,
                late=sealed.late if sealed else self.moment.late(week),
                again=sealed is not None,
                goals=goals,
                lives=by_goal(lived, before=week),
                trials=tuple(trial for trial in trials if under_way(trial, week)),
                past_trials=trials,
                confirmed=self.store.confirmed(week.shift(-MEMORY), week),
                quarter_goals=self.quarter_goals(week.shift(1)),
                motive=self.store.last_motive(week if sealed else week.shift(1)),
                afar=self._from_afar(week),
                previous=self.store.last_review(week),
                sealed=sealed,
                notes=self.store.notes(week, week),
                factor=factor(lived),
                sure=self._sure(week),
                whys=whys_of(row for row in remembered if row.week < week),
                capacity=self.capacity,
                firmness=self.firmness,
                draft=draft.answers if draft else {},
                said=said_in(sealed, trials) if sealed else {},
            )

    def _from_afar(self, week: Week) -> FromAfar:
        """What of the long view is shown in the review of a week."""
        today = week.shift(1)
        return FromAfar(
            rules=tuple(rule for rule in self.store.rules() if rule.retired is None or rule.retired > week),
            letters=tuple(one for one in self.store.letters() if one.opened is None and one.opens <= today.sunday),
            decisions=due(self.store.decisions(), today),
            pacts=tuple(self._pacts()),
        )

    def _pacts(self) -> Iterator[PactNews]:
        standing = [pact for pact in self.store.pacts() if pact.ended is None]
        if standing:
            from fupan.journal.pacting import news_of  # noqa: PLC0415 - most people have none

            yield from (news_of(self.store, pact, self.moment.utc) for pact in standing)

    def write_week(self, sheet: WeekSheet, answers: Mapping[str, Any]) -> WeeklyReview:
        """Seal the week: review, goals, verdicts, trials and promises in, the draft out, in one transaction."""
        from fupan.review.compose import compose_week  # noqa: PLC0415 - only a sealing pays for it

        started = self.draft_of(sheet).started
        with self.store.writing() as writing:
            written = compose_week(
                sheet,
                answers,
                goals={goal.id: goal for goal in self.store.goals()},
                started=started,
                written=self.moment.utc,
                zone=self.moment.zone,
                new_id=writing.new_id,
            )
            review = replace(written.review, promises=self._as_stored(written.review.promises))
            nouns: list[Any] = [*written.goals, review, *review.goals, *review.promises, *review.verdicts]
            nouns += [review.motive] if review.motive else []
            nouns += looked_back(sheet.afar.decisions, answers, sheet.week)
            for noun in nouns:
                writing.put(noun)
            for trial in self._judged(written.trials, sheet):  # the hours of this week count already
                writing.put(trial)
            writing.drop_draft(sheet.period)
        return self.review(sheet.week)

    def review(self, week: Week) -> WeeklyReview:
        found = self.store.review(week)
        if found is None:
            raise NothingFound(str(week))
        return found

    def _sure(self, week: Week) -> dict[str, int]:
        """How sure one was of each quarter goal when it was asked last."""
        reviews = self.store.reviews(week.shift(1).quarter.weeks[0].shift(-1), week.shift(-1))
        said = points_of(reviews)
        return {goal: points[max(points)] for goal, points in said.items()}

    def _mode(self, sealed: WeeklyReview | None, wished: str, *, promised: bool) -> str:
        """The first evening is the one before which no week was written and nothing was promised for this one."""
        if sealed:
            return "full" if sealed.mode == "first" else sealed.mode
        return wished if promised or self.store.extent() else "first"

    def _promised(self, week: Week, lived: Sequence[GoalWeek]) -> tuple[GoalWeek, ...]:
        """What a week is reviewed for: its own promises, and older ones that no review has settled."""
        open_goals = {goal.id for goal in self.store.open_goals()}
        latest = {row.goal: row for row in lived}  # ascending: the last one wins
        found = [
            row if row.week == week else replace(row, week=week, version=1)
            for row in latest.values()
            if row.week == week or (row.outcome is None and row.goal in open_goals)
        ]
        return tuple(sorted(found, key=lambda row: -(row.planned_hours or 0)))

    def _as_stored(self, promises: tuple[GoalWeek, ...]) -> tuple[GoalWeek, ...]:
        """Promises as changes of what is promised already, where something is."""
        if not promises:
            return ()
        week = promises[0].week
        known = {row.goal: row.version for row in self.store.goal_weeks(week, week)}
        return tuple(replace(promise, version=known.get(promise.goal, 1)) for promise in promises)

    def _judged(self, trials: Iterable[Trial], sheet: WeekSheet) -> Iterator[Trial]:
        """Trials with their result, once their weeks are over."""
        for trial in trials:
            lived = self._lived(trial.goal)
            before = tuple(row for row in lived if row.week < trial.started)
            since = tuple(row for row in lived if row.week >= trial.started)
            result = judge_trial(trial, before, since, sheet.week)
            if result is not TrialResult.TOO_EARLY:
                yield replace(trial, result=result, ended=sheet.week)
            elif _untold(trial, sheet.week):  # nothing can be said of it, and it must not hold a place for ever
                yield replace(trial, ended=sheet.week)
            else:
                yield trial

    def _lived(self, name: str) -> tuple[GoalWeek, ...]:
        """A goal's reviewed weeks; those of a quarter goal are the sums over the goals that serve it."""
        goals = {goal.id: goal for goal in self.store.family(name)}
        rows = [row for goal in goals for row in self.store.life(goal)]
        rows.sort(key=lambda row: (row.week, row.goal))
        return as_one(Life(goal=goals[name], weeks=tuple(rows)))


def _untold(trial: Trial, week: Week) -> bool:
    """Whether the record still cannot tell, twice as long as the trial was to last."""
    gone = (week.monday - trial.started.monday).days // 7 + 1
    return gone >= 2 * trial.review_weeks
