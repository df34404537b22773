"""What drives the person: the motive's ledger, the motive said anew, and the goals that serve it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.driving import FIRST, SHARE_OVER, MotiveLedger, NoMotive, motive_ledger, spells
from fupan.journal.goals import Goals
from fupan.model import Goal, Level
from fupan.periods import Week
from fupan.review.moving import MotiveSheet, linked, moved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Driving(Goals):
    def motive(self) -> MotiveLedger:
        """The motive's whole ledger; nothing of it is ever rewritten."""
        running = Week.of(self.moment.today)
        with self.store.snapshot():
            return motive_ledger(
                self.store.motives(FIRST, running),
                self.store.goals(),
                self.store.goal_weeks(running.shift(-SHARE_OVER), running),
                running,
            )

    def open_motive(self) -> MotiveSheet:
        """The motive said anew, outside a review."""
        self.store.refuse_newer()
        running = Week.of(self.moment.today)
        with self.store.snapshot():
            found = spells(self.store.motives(FIRST, running))
            draft = self.store.draft(f"motive {running}")
            return MotiveSheet(
                week=running,
                motive=self.store.last_motive(running.shift(1)),
                spell=found[-1] if found else None,
                goals=tuple(goal for goal in self.store.goals() if goal.open and goal.level is Level.QUARTER),
                draft=draft.answers if draft else {},
            )

    def write_motive(self, sheet: MotiveSheet, answers: Mapping[str, Any]) -> MotiveLedger:
        """Keep what moved: a row of this week, and whose the open goals were."""
        said = moved(sheet, answers)
        with self.store.writing() as writing:
            if said:
                writing.put(said)
                old = sheet.spell.first if sheet.spell else None
                for goal in linked(sheet.goals, answers, now=said.week, old=old):
                    writing.put(goal)
            writing.drop_draft(sheet.period)
        return self.motive()

    def serve(self, goals: Iterable[str], *, serves: bool = True) -> tuple[Goal, ...]:
        """Link goals to the present motive, or take the link away. Raises NoMotive where none was said."""
        found = tuple(self.goal(text) for text in goals)
        now = self.motive().now
        if serves and now is None:
            raise NoMotive
        with self.store.writing() as writing:
            return tuple(writing.put(replace(goal, motive=now.first if serves and now else None)) for goal in found)
