"""The inquiry into a miss at any time, outside a review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.errors import NotMissed
from fupan.journal.desk import MEMORY, RECORD, Desk
from fupan.lean import dataclass
from fupan.periods import Week
from fupan.review.inquiry import Miss, elsewhere
from fupan.review.why import WhySheet, compose_why
from fupan.scoring import Life, as_one

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.model import Goal, GoalWeek, Verdict


LATELY = 13  # weeks: a quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A goal's last missed week, and the verdict on it, if there is one."""

    goal: GoalWeek
    verdict: Verdict | None = None


class AskingWhy(Desk):
    def misses(self) -> tuple[Missed, ...]:
        """What was missed in the last 13 weeks, the latest first; a goal that was carried stands once."""
        running, found = Week.of(self.moment.today), dict[str, Missed]()
        for review in reversed(self.store.reviews(running.shift(-LATELY), running)):
            verdicts = {verdict.goal: verdict for verdict in review.verdicts}
            for goal in review.goals:
                if goal.missed:
                    found.setdefault(goal.goal, Missed(goal=goal, verdict=verdicts.get(goal.goal)))
        return tuple(found.values())

    def open_why(self, goal: Goal) -> WhySheet:
        """The inquiry into a goal's last miss. Raises NothingFound where it was never missed."""
        with self.store.snapshot():
            parts = [goal.id, *(child.id for child in self.store.family(goal.id) if child.id != goal.id)]
            rows_of = [row for part in parts for row in self.store.life(part)]
            life = Life(goal=goal, weeks=tuple(sorted(rows_of, key=lambda row: row.week)))
            missed = [n for n, week in enumerate(as_one(life)) if week.missed]
            if not missed:
                raise NotMissed(f"{goal.id} {goal.title}")
            weeks = as_one(life)[: missed[-1] + 1]
            rows = [row for row in life.reviewed if row.week == weeks[-1].week and row.missed]
            trials = self.store.trials(weeks[-1].week.shift(-RECORD))
            known = elsewhere(self.store.confirmed(weeks[-1].week.shift(-MEMORY), weeks[-1].week), trials, parts)
            verdicts = {verdict.period: verdict for verdict in self.store.verdicts_of(goal.id)}
            draft = self.store.draft(f"why {goal.id}")
            return WhySheet(
                miss=Miss(
                    goal=weeks[-1],
                    history=weeks[:-1],
                    trials=tuple(t for t in trials if t.goal in parts),
                    elsewhere=known,
                ),
                row=max(rows, key=lambda row: row.planned_hours or 0),
                verdict=verdicts.get(str(weeks[-1].week)),
                past_trials=trials,
                active=sum(trial.result is None and trial.ended is None for trial in trials),
                firmness=self.firmness,
                draft=draft.answers if draft else {},
            )

    def write_why(self, sheet: WhySheet, answers: Mapping[str, Any]) -> Verdict:
        """Keep what the inquiry found: facts, verdict, response."""
        with self.store.writing() as writing:
            written = compose_why(sheet, answers, written=self.moment.utc, new_id=writing.new_id)
            nouns: list[Any] = [written.row, written.verdict, *([written.trial] if written.trial else [])]
            for noun in nouns:
                writing.put(noun)
            writing.drop_draft(sheet.period)
        return written.verdict
