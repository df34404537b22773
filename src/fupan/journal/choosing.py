"""The compass: the problem stated, decisions taken and looked at again, said against lived."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.compass import LIVED_OVER, Compass, compass
from fupan.driving import FIRST, spells
from fupan.journal.goals import Goals
from fupan.model import GoalWeek, Kind
from fupan.periods import Week
from fupan.review.deciding import PathSheet, decision_of, first_hours, problem_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.long_view import Decision, Problem


class Choosing(Goals):
    def path(self) -> Compass:
        """The page of evidence: motive, problem, value, path, and how one lived. Never a verdict."""
        running = Week.of(self.moment.today)
        with self.store.snapshot():
            return compass(
                self.store.problems(),
                spells(self.store.motives(FIRST, running)),
                self.store.decisions(),
                self.store.goals(),
                self.store.goal_weeks(running.shift(-LIVED_OVER), running),
                running,
            )

    def open_path(self, mode: str) -> PathSheet:
        """To state the problem ("state"), or to take a decision ("decide")."""
        self.store.refuse_newer()
        running = Week.of(self.moment.today)
        draft = self.store.draft(f"{mode} {running}")
        return PathSheet(week=running, compass=self.path(), mode=mode, draft=draft.answers if draft else {})

    def write_problem(self, sheet: PathSheet, answers: Mapping[str, Any]) -> Problem:
        """Keep the problem as it is stated now, beside what was stated before."""
        with self.store.writing() as writing:
            stated = writing.put(problem_of(sheet, answers, written=self.moment.utc, new_id=writing.new_id))
            writing.drop_draft(sheet.period)
        return stated

    def write_decision(self, sheet: PathSheet, answers: Mapping[str, Any]) -> Decision:
        """Keep a decision; its test becomes a learning goal of the running week."""
        with self.store.writing() as writing:
            taken = decision_of(sheet, answers, written=self.moment.utc, new_id=writing.new_id)
            if taken.test:
                hours = first_hours(answers)
                goal, promise = self.new_week_goal(taken.test, week=sheet.week, hours=hours, kind=Kind.LEARNING)
                named = writing.put(replace(goal, id=writing.new_id("g"), created=self.moment.utc))
                writing.put(GoalWeek(goal=named.id, week=promise.week, title=promise.title, planned_hours=hours))
                taken = replace(taken, goal=named.id)
            taken = writing.put(taken)
            writing.drop_draft(sheet.period)
        return taken
