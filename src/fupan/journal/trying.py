"""Responses as experiments over time: what is under way, what worked for this person, twice the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.errors import BadUntil
from fupan.journal.goals import Goals
from fupan.lean import dataclass
from fupan.model import Goal, GoalWeek, Trial
from fupan.periods import Week
from fupan.responses.doubling import TWICE, Doubling, doubling
from fupan.responses.trials import LedgerLine, ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

UNASKED = 3  # weeks after which a response that nobody asked about is flagged


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A person's responses: those under way with their goals' titles, and what came of all."""

    under_way: tuple[Trial, ...]
    forgotten: tuple[str, ...]  # ids of those that no review asked about for three weeks
    titles: dict[str, str]
    lines: tuple[LedgerLine, ...]


class Trying(Goals):
    def responses(self) -> Ledger:
        """What is being tried, and the ledger of what was."""
        with self.store.snapshot():
            trials = self.store.trials()
            under_way = tuple(trial for trial in trials if trial.result is None and trial.ended is None)
            return Ledger(
                under_way=under_way,
                forgotten=tuple(trial.id for trial in under_way if self._forgotten(trial)),
                titles={goal.id: goal.title for goal in self.store.goals()},
                lines=ledger(trials),
            )

    def double(self, text: str, *, others: float, until: Week) -> Doubling:
        """Put a goal under the rule "twice the time that others take", from the running week on.

        `others` are hours for the whole; raises BadUntil where the last week is over already.
        """
        goal = self.goal(text)
        first = Week.of(self.moment.today)
        if until < first:
            raise BadUntil(str(until))
        with self.store.writing() as writing:
            trial = Trial(
                id=writing.new_id("r"),
                goal=goal.id,
                response=TWICE,
                slots={"others": f"{others:g}", "until": str(until)},
                started=first,
                review_weeks=(until.monday - first.monday).days // 7 + 1,
            )
            writing.put(trial)
        made = doubling(trial, goal, self._weeks_of(goal), first)
        assert made is not None  # it was made for this rule
        return made

    def doublings(self) -> tuple[Doubling, ...]:
        """The ×2 ledger of every goal that is under the rule."""
        with self.store.snapshot():
            goals = {goal.id: goal for goal in self.store.goals()}
            now = Week.of(self.moment.today)
            found = (
                doubling(trial, goals[trial.goal], self._weeks_of(goals[trial.goal]), now)
                for trial in self.store.trials()
                if trial.response == TWICE
            )
            return tuple(line for line in found if line)

    def _weeks_of(self, goal: Goal) -> Sequence[GoalWeek]:
        parts = [goal.id, *(child.id for child in self.store.goals() if child.parent == goal.id)]
        return [row for part in parts for row in self.store.life(part)]

    def _forgotten(self, trial: Trial) -> bool:
        last = max((week.week for week in trial.weeks), default=trial.started.shift(-1))
        return (self.moment.week_under_review.monday - last.monday).days // 7 >= UNASKED
