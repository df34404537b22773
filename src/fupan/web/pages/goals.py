"""Goals: the list, one goal's life, and what is done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import Response

from fupan.care import care
from fupan.errors import BadUsage, FupanError
from fupan.language import N_
from fupan.model import Field, Goal, Kind, Level, Outcome
from fupan.periods import Quarter, Week
from fupan.quantities import parse_hours, parse_percent, show_hours
from fupan.render.speaking import spoken
from fupan.web.desk import AtDesk
from fupan.web.pages.paper import go, show
from fupan.wording import lint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.journal import Journal, Story
    from fupan.web.desk import Desk
    from fupan.wording import Remark

router = APIRouter()
UNFIT = 422
FORM = ("title", "when", "measure", "hours", "sure", "kind", "field", "serves")
NO_TITLE = N_("A goal needs a sentence.")
NO_REASON = N_("A goal that is let go needs its reason.")
TOLD: Mapping[str, str] = {
    "added": N_("Written down."),
    "changed": N_("Changed; its earlier weeks keep what they said."),
    "done": N_("Done. The review asks for what can be shown."),
    "dropped": N_("Let go, with its reason."),
    "reopened": N_("Taken up again."),
    "judged": N_("The verdict is kept."),
}


@router.get("/goals")
def listing(desk: AtDesk, every: str = "") -> Response:
    return _list(desk, dict.fromkeys(FORM, ""), every=bool(every))


@router.post("/goals")
def add(desk: AtDesk) -> Response:
    typed = _typed(desk)
    try:
        with desk.journal() as journal:
            made = _new(journal, typed)
    except FupanError as problem:
        return _list(desk, typed, error=spoken(problem, desk.say))
    return go(f"/goals/{made.id}?told=added")


@router.get("/goals/{goal}")
def one(desk: AtDesk, goal: str, told: str = "") -> Response:
    return _one(desk, goal, told=told)


@router.post("/goals/{goal}")
def edit(desk: AtDesk, goal: str) -> Response:
    typed = _typed(desk)
    try:
        with desk.journal() as journal:
            known = _read(journal, typed)
            journal.edit_goal(goal, **known)
    except FupanError as problem:
        return _one(desk, goal, typed=typed, error=spoken(problem, desk.say))
    return go(f"/goals/{goal}?told=changed")


@router.post("/goals/{goal}/done")
def done(desk: AtDesk, goal: str) -> Response:
    said = {name: str(desk.fields.get(name, "")).strip() for name in ("proof", "spent")}
    try:
        hours = parse_hours(said["spent"]) if said["spent"] else None
        with desk.journal() as journal:
            journal.end_goal(goal, Outcome.DONE, proof=said["proof"], hours=hours)
    except FupanError as problem:
        return _one(desk, goal, ending=said, error=spoken(problem, desk.say))
    return go(f"/goals/{goal}?told=done")


@router.post("/goals/{goal}/drop")
def drop(desk: AtDesk, goal: str) -> Response:
    why = str(desk.fields.get("why", "")).strip()
    if not why:
        return _one(desk, goal, error=desk.say(NO_REASON))
    with desk.journal() as journal:
        journal.end_goal(goal, Outcome.DROPPED, why=why)
    return go(f"/goals/{goal}?told=dropped")


@router.post("/goals/{goal}/reopen")
def reopen(desk: AtDesk, goal: str) -> Response:
    with desk.journal() as journal:
        journal.reopen_goal(goal, str(desk.fields.get("why", "")).strip())
    return go(f"/goals/{goal}?told=reopened")


# --- what the forms say ----------------------------------------------------------------------------------


def _typed(desk: Desk) -> dict[str, str]:
    return {name: " ".join(str(desk.fields.get(name, "")).split()) for name in FORM}


def _read(journal: Journal, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed as a goal's fields. Raises the first that does not fit."""
    if not typed["title"]:
        raise BadUsage(NO_TITLE)
    return {
        "title": typed["title"],
        "measure": typed["measure"],
        "hours": parse_hours(typed["hours"]).value if typed["hours"] else None,
        "confidence": parse_percent(typed["sure"]) if typed["sure"] else None,
        "kind": Kind(typed["kind"]) if typed["kind"] in set(Kind) else Kind.COMMITTED,
        "field": Field(typed["field"]) if typed["field"] in set(Field) else Field.OTHER,
        "parent": journal.goal(typed["serves"]).id if typed["serves"] else "",
    }


def _new(journal: Journal, typed: Mapping[str, str]) -> Goal:
    known = _read(journal, typed)
    if "Q" in typed["when"]:
        quarter = Quarter.read(typed["when"])
        goal = Goal(id="", level=Level.QUARTER, quarter=quarter, created=journal.moment.utc, **known)
        return journal.add_goal(goal)
    week = Week.read(typed["when"]) if typed["when"] else None
    return journal.add_goal(*journal.new_week_goal(known.pop("title"), week=week, **known))


def _list(desk: Desk, typed: Mapping[str, str], *, every: bool = False, error: str = "") -> Response:
    now = Week.of(desk.today)
    with desk.journal() as journal:
        found = journal.goals(every=every)
    return show(
        desk,
        "goals.html.jinja",
        UNFIT if error else 200,
        quarter_goals=[goal for goal in found if goal.level is Level.QUARTER],
        week_goals=[goal for goal in found if goal.level is Level.WEEK],
        serving=_serving(found),
        every=every,
        typed=typed,
        error=error,
        times=(now, now.shift(1), now.quarter, now.quarter.shift(1)),
        kinds=tuple(Kind),
        topics=tuple(Field),
    )


def _one(
    desk: Desk,
    goal: str,
    *,
    typed: Mapping[str, str] | None = None,
    ending: Mapping[str, str] | None = None,
    told: str = "",
    error: str = "",
) -> Response:
    with desk.journal() as journal:
        story = journal.story(goal)
        serving = _serving(journal.goals())
    return show(
        desk,
        "goal.html.jinja",
        UNFIT if error else 200,
        story=story,
        verdicts={(verdict.goal, verdict.period): verdict for verdict in story.verdicts},
        missed=any(week.missed for week in story.weeks),
        serving=[other for other in serving if other.id != story.goal.id],
        typed=typed or _as_typed(story),
        ending=ending or {"proof": "", "spent": ""},
        told=desk.say(TOLD[told]) if told in TOLD else "",
        error=error,
        remarks=_remarks(desk, story) if told in ("added", "changed") else (),
        care=_care(desk, story),
        kinds=tuple(Kind),
        topics=tuple(Field),
    )


def _serving(found: tuple[Goal, ...]) -> list[Goal]:
    """What a week's goal may serve."""
    return [goal for goal in found if goal.level is Level.QUARTER and goal.open]


def _as_typed(story: Story) -> dict[str, str]:
    """A goal's fields as they would be typed; a week goal's hours are those of its latest promise."""
    goal = story.goal
    hours = goal.hours if goal.level is Level.QUARTER or not story.weeks else story.weeks[-1].planned_hours
    return {
        "title": goal.title,
        "when": "",
        "measure": goal.measure,
        "hours": "" if hours is None else show_hours(hours),
        "sure": "" if goal.confidence is None else str(goal.confidence),
        "kind": goal.kind.value,
        "field": goal.field.value,
        "serves": goal.parent,
    }


def _remarks(desk: Desk, story: Story) -> list[Remark]:
    """What the linter says once of a goal that was just written."""
    goal = story.goal
    hours = story.weeks[-1].planned_hours if story.weeks else goal.hours
    capacity = desk.app.settings.capacity
    said = lint(goal.title, goal.measure, hours, goal.confidence, level=goal.level, capacity=capacity)
    return [remark for remark in said if remark.severity != "info"]


def _care(desk: Desk, story: Story) -> str:
    found = care(story.goal.why) or care(story.goal.title)
    return found.text.spoken(desk.say.code) if found else ""
