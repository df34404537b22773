"""Goals and notes: begun, changed, ended, and told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.errors import GoalNotFound, GoalUnclear, ServesNone, Unnamed
from fupan.journal.desk import REACH, Desk
from fupan.lean import dataclass
from fupan.model import Goal, GoalWeek, Level, Note, Outcome, Trial, Verdict
from fupan.periods import Week
from fupan.scoring import lives

if TYPE_CHECKING:
    from datetime import date

    from fupan.periods import Period
    from fupan.quantities import Hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A goal's whole life."""

    goal: Goal
    weeks: tuple[GoalWeek, ...]
    verdicts: tuple[Verdict, ...]
    trials: tuple[Trial, ...]
    notes: tuple[Note, ...]
    children: tuple[Goal, ...]


class Goals(Desk):
    def goals(
        self, *, every: bool = False, level: Level | None = None, period: Period | None = None
    ) -> tuple[Goal, ...]:
        """Open goals, or every goal; those lived in a period, if one is given."""
        with self.store.snapshot():
            found = self.store.goals() if every or period is not None else self.store.open_goals()
            if period is not None:
                weeks = self.store.goal_weeks(period.weeks[0], period.weeks[-1])
                found = tuple(life.goal for life in lives(found, weeks, period))
        return tuple(
            goal for goal in found if (every or goal.open or period is not None) and level in (None, goal.level)
        )

    def titles(self) -> dict[str, str]:
        """Every goal's title by its id, for what names goals by their ids alone."""
        return {goal.id: goal.title for goal in self.store.goals()}

    def goal(self, text: str) -> Goal:
        """The goal of an id, a title, or a part of a title that no other goal has; open goals go first."""
        every, wanted = self.store.goals(), text.strip().casefold()
        for found in (
            [goal for goal in every if goal.id == wanted],
            [goal for goal in every if goal.title.casefold() == wanted],
            [goal for goal in every if goal.open and wanted and wanted in goal.title.casefold()],
            [goal for goal in every if wanted and wanted in goal.title.casefold()],
        ):
            if len(found) == 1:
                return found[0]
            if found:
                raise GoalUnclear(text, ", ".join(f"{goal.id} {goal.title}" for goal in found[:5]))
        raise GoalNotFound(text)

    def add_goal(self, goal: Goal, promise: GoalWeek | None = None) -> Goal:
        """Write down a new goal; a week goal comes with its promise. Both get their id here."""
        self._fit("", title=goal.title, parent=goal.parent)
        with self.store.writing() as writing:
            named = replace(goal, id=writing.new_id("g"), created=self.moment.utc)
            writing.put(named)
            if promise:
                writing.put(replace(promise, goal=named.id))
        return named

    def new_week_goal(
        self, title: str, *, week: Week | None = None, hours: float | None = None, **more: Any
    ) -> tuple[Goal, GoalWeek]:
        """A goal for one week, the running one unless another is named, and its promise."""
        goal = Goal(id="", title=title, created=self.moment.utc, **more)
        week = week or Week.of(self.moment.today)
        promise = GoalWeek(
            goal="",
            week=week,
            title=title,
            measure=goal.measure,
            planned_hours=hours,
            confidence=goal.confidence,
        )
        return goal, promise

    def edit_goal(self, text: str, **changes: Any) -> Goal:
        """Change a goal's own fields, and what is still promised of it."""
        goal = self.goal(text)
        self._fit(goal.id, **changes)
        hours = changes.get("hours")
        own = {name: value for name, value in changes.items() if name != "hours" or goal.level is Level.QUARTER}
        promised: dict[str, Any] = {
            name: changes[name] for name in ("title", "measure", "confidence") if name in changes
        }
        if hours is not None:
            promised["planned_hours"] = hours
        with self.store.writing() as writing:
            if own:
                writing.put(replace(goal, **own))
            pending = self.pending(goal.id)
            if pending and promised:
                writing.put(replace(pending, **promised))
        return self.goal(goal.id)

    def _fit(self, goal: str, *, title: str | None = None, parent: str = "", **_others: Any) -> None:
        """Raises Unnamed for a title without a word, ServesNone for what is no goal of a quarter to serve.

        Only what is written now is looked at: an older journal may hold what is refused today.
        """
        if title is not None and not title.strip():
            raise Unnamed
        if parent and (parent == goal or self.goal(parent).level is not Level.QUARTER):
            raise ServesNone(parent)

    def end_goal(
        self, text: str, outcome: Outcome, *, why: str = "", proof: str = "", hours: Hours | None = None
    ) -> Goal:
        """A goal ends, done or dropped; its promised week keeps the result for Monday's review."""
        goal = self.goal(text)
        with self.store.writing() as writing:
            writing.put(replace(goal, closed=self.moment.utc, outcome=outcome, why=why))
            if pending := self.pending(goal.id):
                told = replace(pending, outcome=outcome, proof=proof or pending.proof)
                if hours:
                    told = replace(told, actual_hours=hours.value, estimated=hours.estimated)
                writing.put(told)
        return self.goal(goal.id)

    def reopen_goal(self, text: str, why: str = "") -> Goal:
        goal = self.goal(text)
        with self.store.writing() as writing:
            writing.put(replace(goal, closed=None, outcome=None, why=why or goal.why))
            if pending := self.pending(goal.id):
                writing.put(replace(pending, outcome=None))  # what was promised is open again too
        return self.goal(goal.id)

    def story(self, text: str) -> Story:
        with self.store.snapshot():
            goal = self.goal(text)
            weeks = self.store.life(goal.id)
            first, last = (weeks[0].week, weeks[-1].week) if weeks else (Week.of(goal.created.date()),) * 2
            return Story(
                goal=goal,
                weeks=weeks,
                verdicts=self.store.verdicts_of(goal.id),
                trials=tuple(trial for trial in self.store.trials() if trial.goal == goal.id),
                notes=tuple(
                    note for note in self.store.notes(first.shift(-REACH), last.shift(REACH)) if note.goal == goal.id
                ),
                children=tuple(child for child in self.store.family(goal.id) if child.id != goal.id),
            )

    def note(self, text: str, *, goal: str = "", hours: Hours | None = None, day: date | None = None) -> Note:
        """Keep a fact or hours during the week, for Monday."""
        about = self.goal(goal).id if goal else ""
        day = day or self.moment.today
        with self.store.writing() as writing:
            note = Note(
                id=writing.new_id("n"),
                day=day,
                week=Week.of(day),
                text=text,
                goal=about,
                hours=hours.value if hours else None,
                estimated=bool(hours and hours.estimated),
                written=self.moment.utc,
            )
            writing.put(note)
        return note

    def notes(self, period: Period) -> tuple[Note, ...]:
        return self.store.notes(period.weeks[0], period.weeks[-1])

    def pending(self, goal: str) -> GoalWeek | None:
        """The goal's promised week that no review has settled yet."""
        rows = self.store.life(goal)
        if not rows:
            return None
        return None if self.store.calendar(rows[-1].week, rows[-1].week) else rows[-1]
