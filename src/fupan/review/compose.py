"""From the answers of one week to everything that is written down for it, in one go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.calibration import SURE
from fupan.diagnosis.quality import quality
from fupan.lean import dataclass
from fupan.model import (
    Carry,
    Change,
    Goal,
    GoalWeek,
    Level,
    Motive,
    MotiveKind,
    Outcome,
    Trial,
    TrialWeek,
    Verdict,
    WeeklyReview,
)
from fupan.review.inquiry import verdict_of, worry
from fupan.review.promising import NONE_OF_THEM, PROMISED_AT_MOST, remarks_on, unfinished
from fupan.review.responding import begun
from fupan.review.reviewed import hours_in
from fupan.review.weekly import goals_reviewed, misses_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from fupan.review.inquiry import Miss
    from fupan.review.weekly import WeekSheet

LIGHTER = 0.6  # of the hours, after a week of distress
KEPT_WITH_GOALS = ("goals.", "next.", "trials.", "had.", "quarter_goals.", "motive.", "decisions.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekWritten:
    """Everything one sealed week puts into the journal."""

    review: WeeklyReview
    goals: tuple[Goal, ...]  # new and ended ones
    trials: tuple[Trial, ...]  # followed up and new ones


@dataclass(slots=True, kw_only=True)
class _Desk:
    """The answers with what they need to become nouns."""

    sheet: WeekSheet
    answers: Mapping[str, Any]
    written: datetime
    new_id: Callable[[str], str]

    def said(self, *path: str) -> Any:
        return self.answers.get(".".join(path))


def compose_week(
    sheet: WeekSheet,
    answers: Mapping[str, Any],
    *,
    goals: Mapping[str, Goal],
    started: datetime,
    written: datetime,
    zone: str,
    new_id: Callable[[str], str],
) -> WeekWritten:
    """The week as nouns. `goals` are those under review; `new_id("g")` gives a fresh id."""
    desk = _Desk(sheet=sheet, answers=answers, written=written, new_id=new_id)
    results = goals_reviewed(sheet, answers)
    verdicts = tuple(_verdict(desk, miss) for miss in misses_of(sheet, results, answers))
    names: dict[str, str] = {}
    new = list(_had_goals(desk, results, names)) + list(_quarter_goals(desk, names))
    promises, promised_goals = _promises(desk, results, names)
    results = tuple(replace(goal, goal=names.get(goal.goal, goal.goal)) for goal in results)
    verdicts = tuple(replace(verdict, goal=names.get(verdict.goal, verdict.goal)) for verdict in verdicts)
    review = WeeklyReview(
        week=sheet.week,
        started=started,
        written=written,
        zone=zone,
        late=sheet.late,
        mode=sheet.mode,
        minutes=max((written - started).total_seconds() / 60, 0),
        answers=_words(desk, names),
        goals=results,
        motive=_motive(desk),
        verdicts=verdicts if sheet.mode != "first" else (),
        promises=promises,
        version=sheet.sealed.version if sheet.sealed else 1,
    )
    points = quality(results, motive_touched=review.motive is not None, on_time=not sheet.late)
    review = replace(review, quality=points)
    ended = _ended(desk, results, goals)
    return WeekWritten(review=review, goals=(*new, *promised_goals, *ended), trials=_trials(desk, verdicts))


def _verdict(desk: _Desk, miss: Miss) -> Verdict:
    """The verdict as answered now; an amended week asks nothing about responses, so that answer stands."""
    verdict = replace(verdict_of(miss, desk.answers), decided=desk.written)
    sealed = desk.sheet.sealed.verdicts if desk.sheet.sealed else ()
    around = next((before.around for before in sealed if before.goal == verdict.goal), "")
    return replace(verdict, around=verdict.around or around)


def _words(desk: _Desk, names: Mapping[str, str]) -> dict[str, Any]:
    """The answers that belong to no goal, and which of the linter's remarks were passed over."""
    kept = {k: v for k, v in desk.answers.items() if v is not None and not k.startswith(KEPT_WITH_GOALS)}
    new = [name for name in names if name.startswith("new") and not desk.said("next", name, "reworded")]
    passed = {names[name]: remarks_on(desk.answers, name, desk.sheet.capacity) for name in new}
    told = [f"{goal}:{remark.code}" for goal, remarks in passed.items() for remark in remarks]
    if desk.sheet.sealed:  # an amended week promises nothing anew: what was passed over then still holds
        told = desk.sheet.sealed.answers.get("linter.passed", [])
        before = {key: value for key, value in desk.sheet.sealed.answers.items() if key.startswith(SURE)}
        kept = {**before, **kept}  # a quarter goal that has ended since is not asked about any more
    return {**kept, "linter.passed": told} if told else kept


def _had_goals(desk: _Desk, results: tuple[GoalWeek, ...], names: dict[str, str]) -> tuple[Goal, ...]:
    if desk.sheet.mode != "first":
        return ()
    made = []
    for result in results:
        names[result.goal] = desk.new_id("g")
        goal = Goal(id=names[result.goal], title=result.title, created=desk.written)
        # it ends with its week, however it went: nobody promised it for another
        made.append(replace(goal, closed=desk.written, outcome=result.outcome) if result.outcome else goal)
    return tuple(made)


def _quarter_goals(desk: _Desk, names: dict[str, str]) -> tuple[Goal, ...]:
    title = desk.said("quarter_goals", "1", "title")
    if not title:
        return ()
    names["quarter1"] = desk.new_id("g")
    return (
        Goal(
            id=names["quarter1"],
            title=title,
            level=Level.QUARTER,
            quarter=desk.sheet.week.shift(1).quarter,
            created=desk.written,
        ),
    )


def _promises(
    desk: _Desk, results: tuple[GoalWeek, ...], names: dict[str, str]
) -> tuple[tuple[GoalWeek, ...], tuple[Goal, ...]]:
    """Next week's goal-weeks: carried ones first, then new ones with the goals that they begin."""
    share = LIGHTER if desk.said("next", "lighter") == "yes" else 1.0
    carried = [promise for goal in unfinished(results) if (promise := _carried(desk, goal))]
    promises, goals = list(carried), []
    for n in range(1, PROMISED_AT_MOST + 1):
        name = f"new{n}"
        if not desk.said("next", name, "title"):
            break
        names[name] = desk.new_id("g")
        promise = _new_promise(desk, name, names[name])
        serves = desk.said("next", name, "serves")
        parent = "" if serves in (None, NONE_OF_THEM.value) else serves
        goals.append(
            Goal(
                id=promise.goal,
                title=promise.title,
                measure=promise.measure,
                confidence=promise.confidence,
                parent=parent or names.get("quarter1", ""),
                created=desk.written,
            )
        )
        promises.append(promise)
    if share != 1.0:
        promises = [
            replace(p, planned_hours=p.planned_hours * share if p.planned_hours else p.planned_hours) for p in promises
        ]
    return tuple(promises), tuple(goals)


def _carried(desk: _Desk, goal: GoalWeek) -> GoalWeek | None:
    decision = desk.said("next", goal.goal, "decision")
    if decision in (None, Carry.DROP):
        return None
    promise = GoalWeek(
        goal=goal.goal,
        week=goal.week.shift(1),
        title=goal.title,
        measure=goal.measure,
        planned_hours=goal.planned_hours,
        confidence=goal.confidence,
        done_before=goal.done_before,
        first_step=goal.first_step,
        carried=goal.carried + 1,
        carried_as=Carry(decision),
    )
    if decision == Carry.KEEP:
        sure = desk.said("next", goal.goal, "confidence")
        return promise if sure is None else replace(promise, confidence=sure)
    return _with_plan(desk, goal.goal, promise)


def _new_promise(desk: _Desk, name: str, goal: str) -> GoalWeek:
    week = desk.sheet.week.shift(1)
    return _with_plan(desk, name, GoalWeek(goal=goal, week=week, title=desk.said("next", name, "title")))


def _with_plan(desk: _Desk, name: str, promise: GoalWeek) -> GoalWeek:
    """`promise` with whatever was newly said of its title, measure, hours, confidence and first step."""
    said = {field: desk.said("next", name, field) for field in ("measure", "confidence", "done_before", "first_step")}
    title = desk.said("next", name, "reworded") or desk.said("next", name, "title")
    hours = hours_in(desk.said("next", name, "hours"))[0]
    changes = {
        field: value for field, value in {**said, "title": title, "planned_hours": hours}.items() if value is not None
    }
    return replace(promise, **changes)


def _motive(desk: _Desk) -> Motive | None:
    said = {name: desk.said("motive", name) for name in ("kind", "of", "strength", "change", "event", "positive")}
    if all(value is None for value in said.values()):
        return None
    before = desk.sheet.motive
    return Motive(
        week=desk.sheet.week,
        kind=MotiveKind(said["kind"]) if said["kind"] else before.kind if before else None,
        of=said["of"] or (before.of if before and said["kind"] in (None, before.kind) else ""),
        strength=said["strength"],
        change=Change(said["change"]) if said["change"] else None,
        event=said["event"] or "",
        positive=desk.said("motive", "reworded") or said["positive"] or (before.positive if before else ""),
    )


def _ended(desk: _Desk, results: tuple[GoalWeek, ...], goals: Mapping[str, Goal]) -> tuple[Goal, ...]:
    """Goals that end with this week: done, dropped, or let go instead of carried."""
    ended = []
    for result in results:
        goal = goals.get(result.goal)
        if goal is None:
            continue
        let_go = desk.said("next", result.goal, "decision") == Carry.DROP
        outcome = Outcome.DROPPED if let_go else result.outcome
        if outcome in (Outcome.DONE, Outcome.DROPPED):
            if goal.outcome is outcome:
                continue  # ended already, during the week
            why = desk.said("next", result.goal, "why") if let_go else result.replaced_by
            ended.append(replace(goal, closed=desk.written, outcome=outcome, why=why or ""))
        elif not goal.open and desk.sheet.again:
            ended.append(replace(goal, closed=None, outcome=None))  # the amended week says it is not over
    return tuple(ended)


def _trials(desk: _Desk, verdicts: tuple[Verdict, ...]) -> tuple[Trial, ...]:
    """The trials under way with this week's dose, and those begun tonight."""
    if worry(desk.answers) == "crisis":
        return ()
    followed = [_followed(desk, trial) if _asked(desk, trial) else trial for trial in desk.sheet.trials]
    started = desk.sheet.week.shift(1)
    fresh = (begun(verdict, desk.answers, started=started, new_id=desk.new_id) for verdict in verdicts)
    return (*followed, *(trial for trial in fresh if trial))


def _asked(desk: _Desk, trial: Trial) -> bool:
    return f"trials.{trial.id}.doses" in desk.answers


def _followed(desk: _Desk, trial: Trial) -> Trial:
    kept = tuple(week for week in trial.weeks if week.week != desk.sheet.week)
    told = TrialWeek(
        week=desk.sheet.week,
        doses=desk.said("trials", trial.id, "doses"),
        helped=desk.said("trials", trial.id, "helped") or "",
    )
    return replace(trial, weeks=(*kept, told))
