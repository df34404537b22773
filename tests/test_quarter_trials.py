"""A response tried on a quarter's goal is judged by the goals that serve it, and never runs for ever."""

from __future__ import annotations

from typing import Any

from fupan.journal import Journal
from fupan.model import Goal, Level, Trial, TrialResult
from fupan.periods import Moment, Quarter, Week

PROMISED = Week(2026, 46)


def begun(journal: Any) -> Any:
    """A quarter goal with a response on it, and one promise that serves it."""
    quarter = Goal(
        id="",
        title="Submit the paper",
        level=Level.QUARTER,
        quarter=Quarter(2026, 4),
        created=journal.moment.utc,
    )
    quarter = journal.add_goal(quarter)
    with journal.store.writing() as writing:
        trial = Trial(id=writing.new_id("r"), goal=quarter.id, response="L01", started=PROMISED, dose_planned=2)
        writing.put(trial)
    made, promise = journal.new_week_goal("Draft section 3", week=PROMISED, hours=4, parent=quarter.id)
    return journal.add_goal(made, promise)


def write(journal: Any, week: Week, answers: dict[str, Any]) -> None:
    now = journal.moment.now.replace(hour=20) + (week.shift(1).monday - journal.moment.today)
    there = Journal(journal.store, Moment(now, journal.moment.zone))
    there._mode = lambda *_, **__: "full"  # type: ignore[method-assign]
    sheet = there.open_week(week)
    there.write_week(sheet, there.take_document(sheet, answers))


def test_the_goals_that_serve_it_tell(journal: Any) -> None:
    """Full hours on the goal that serves the quarter's goal show that the response worked."""
    goal = begun(journal)
    told = {"goals": {goal.id: {"outcome": "done", "hours": 4}}, "trials": {"r1": {"doses": 2}}}
    write(journal, PROMISED, told)
    [trial] = journal.store.trials()
    assert trial.result is TrialResult.WORKED
    assert trial.ended == PROMISED


def test_what_the_record_cannot_tell_ends(journal: Any) -> None:
    """Where no hours are recorded, the response ends untold after twice its weeks and frees its place."""
    goal = begun(journal)
    write(journal, PROMISED, {"goals": {goal.id: {"outcome": "done"}}, "trials": {"r1": {"doses": 2}}})
    assert journal.store.trials()[0].ended is None
    for week in (PROMISED.shift(n) for n in (1, 2, 3)):
        write(journal, week, {"trials": {"r1": {"doses": 1}}})
    [trial] = journal.store.trials()
    assert trial.result is None
    assert trial.ended == PROMISED.shift(3)
