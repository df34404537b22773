"""Goals, notes and responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Response

from fupan.errors import NothingToNote
from fupan.journal import Ledger, Story
from fupan.model import Field, Goal, Kind, Level, Note, Outcome
from fupan.period_words import parse_day, parse_period, parse_quarter, parse_week
from fupan.quantities import parse_hours, parse_percent
from fupan.responses.doubling import Doubling
from fupan.web.api.wiring import Amount, Given, Title, Words, answered, envelope
from fupan.web.desk import AtDesk

if TYPE_CHECKING:
    from fupan.journal import Journal

router = APIRouter(tags=["goals"])


class GoalChange(Given):
    title: Title | None = None
    measure: Words | None = None
    hours: Amount | None = None
    kind: Kind | None = None
    field: Field | None = None
    serves: Words | None = None  # the quarter goal, by its id or a part of its title
    sure: Amount | None = None  # percent


class NewGoal(GoalChange):
    title: Title
    quarter: Words | None = None  # one of the two; neither: the running week
    week: Words | None = None


class Ending(Given):
    proof: Words = ""
    hours: Amount | None = None


class Reason(Given):
    why: Title


class Again(Given):
    why: Words = ""


class NewNote(Given):
    text: Words = ""
    goal: Words = ""
    hours: Amount | None = None
    day: Words | None = None


class Twice(Given):
    others: Amount  # hours that others take for the whole of it
    until: Words  # its last week


@router.get("/goals", **answered("goals", tuple[Goal, ...]))
def listing(desk: AtDesk, *, every: bool = False, level: Level | None = None, period: str = "") -> Response:
    """The open goals; with `every`, or of a period, the others too."""
    wanted = parse_period(period, desk.today) if period else None
    with desk.journal() as journal:
        return envelope("goals", journal.goals(every=every, level=level, period=wanted))


@router.post("/goals", **answered("goal", Goal, status=201))
def add(new: NewGoal, desk: AtDesk) -> Response:
    """Write down a goal, for the running week, another week, or a quarter."""
    with desk.journal() as journal:
        known = told(journal, new)
        title = known.pop("title")
        if new.quarter:
            quarter = parse_quarter(new.quarter, desk.today)
            goal = Goal(id="", title=title, level=Level.QUARTER, quarter=quarter, created=journal.moment.utc, **known)
            return envelope("goal", journal.add_goal(goal), status=201)
        week = parse_week(new.week, desk.today) if new.week else None
        return envelope("goal", journal.add_goal(*journal.new_week_goal(title, week=week, **known)), status=201)


@router.get("/goals/{goal}", **answered("goal", Goal))
def show(goal: str, desk: AtDesk) -> Response:
    with desk.journal() as journal:
        return envelope("goal", journal.goal(goal))


@router.patch("/goals/{goal}", **answered("goal", Goal))
def edit(goal: str, change: GoalChange, desk: AtDesk) -> Response:
    """Change a goal; its earlier weeks keep what they said."""
    with desk.journal() as journal:
        return envelope("goal", journal.edit_goal(goal, **told(journal, change)))


@router.post("/goals/{goal}/done", **answered("goal", Goal))
def done(goal: str, ending: Ending, desk: AtDesk) -> Response:
    hours = parse_hours(str(ending.hours)) if ending.hours is not None else None
    with desk.journal() as journal:
        return envelope("goal", journal.end_goal(goal, Outcome.DONE, proof=ending.proof, hours=hours))


@router.post("/goals/{goal}/drop", **answered("goal", Goal))
def drop(goal: str, reason: Reason, desk: AtDesk) -> Response:
    """Let a goal go, with a reason."""
    with desk.journal() as journal:
        return envelope("goal", journal.end_goal(goal, Outcome.DROPPED, why=reason.why))


@router.post("/goals/{goal}/reopen", **answered("goal", Goal))
def reopen(goal: str, again: Again, desk: AtDesk) -> Response:
    with desk.journal() as journal:
        return envelope("goal", journal.reopen_goal(goal, again.why))


@router.get("/goals/{goal}/story", **answered("story", Story))
def story(goal: str, desk: AtDesk) -> Response:
    """A goal's whole life, week by week."""
    with desk.journal() as journal:
        return envelope("story", journal.story(goal))


@router.post("/goals/{goal}/double", **answered("doublings", tuple[Doubling, ...]))
def double(goal: str, twice: Twice, desk: AtDesk) -> Response:
    """Put a goal under the rule "twice the time that others take"."""
    until = parse_week(twice.until, desk.today)
    with desk.journal() as journal:
        return envelope("doublings", (journal.double(goal, others=parse_hours(str(twice.others)).value, until=until),))


@router.get("/doublings", **answered("doublings", tuple[Doubling, ...]))
def doublings(desk: AtDesk) -> Response:
    with desk.journal() as journal:
        return envelope("doublings", journal.doublings())


@router.get("/responses", **answered("responses", Ledger))
def responses(desk: AtDesk) -> Response:
    """The responses under way, and what worked, always with n."""
    with desk.journal() as journal:
        return envelope("responses", journal.responses())


@router.get("/notes", **answered("notes", tuple[Note, ...]))
def notes(desk: AtDesk, period: str = "this week") -> Response:
    wanted = parse_period(period, desk.today)
    with desk.journal() as journal:
        return envelope("notes", journal.notes(wanted))


@router.post("/notes", **answered("note", Note, status=201))
def note(new: NewNote, desk: AtDesk) -> Response:
    """Keep a fact or hours for the review of that week."""
    if not new.text and new.hours is None:
        raise NothingToNote
    hours = parse_hours(str(new.hours)) if new.hours is not None else None
    day = parse_day(new.day, desk.today) if new.day else None
    with desk.journal() as journal:
        return envelope("note", journal.note(new.text, goal=new.goal, hours=hours, day=day), status=201)


def told(journal: Journal, given: GoalChange) -> dict[str, Any]:
    """The fields of a goal that a request names, as values."""
    known: dict[str, Any] = given.model_dump(include={"title", "measure", "kind", "field"}, exclude_none=True)
    if given.hours is not None:
        known["hours"] = parse_hours(str(given.hours)).value
    if given.sure is not None:
        known["confidence"] = parse_percent(str(given.sure))
    if given.serves is not None:
        known["parent"] = journal.goal(given.serves).id
    return known
