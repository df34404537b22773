"""Where one stands, what was written, reports, search, settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from fupan import settings as all_settings
from fupan.errors import NothingFound
from fupan.finding import ROOMS, Found, parse_rooms
from fupan.model import Cause, Draft, QuarterlyReview, WeeklyReview
from fupan.period_words import parse_period, parse_quarter, parse_week
from fupan.report import Report
from fupan.standing import Standing
from fupan.web.api.wiring import Amount, Given, answered, envelope
from fupan.web.desk import AtDesk

router = APIRouter(tags=["looking"])
VALUE = {"anyOf": [{"type": "string"}, {"type": "number"}]}
SETTING = {
    "type": "object",
    "properties": {"value": VALUE, "source": {"enum": ["default", "file", "environment", "command line"]}},
    "required": ["value", "source"],
    "additionalProperties": False,
}
SESSION = {"type": "object", "properties": {"csrf": {"type": "string"}}, "required": ["csrf"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    words: str
    more: bool
    found: tuple[Found, ...]


class NewValue(Given):
    value: Amount


@router.get("/session", **answered("session", SESSION))
def session(desk: AtDesk) -> Response:
    """The token that a request which writes sends back as `X-Fupan-CSRF`."""
    return envelope("session", {"csrf": desk.csrf})


@router.delete("/session", **answered("left", {"type": "object"}))
def leave(desk: AtDesk) -> Response:
    """End this session; another one needs another link."""
    desk.house.entrance.leave(desk.session)
    return envelope("left", {})


@router.get("/status", **answered("standing", Standing))
def status(desk: AtDesk) -> Response:
    """Where you stand: the calendar, the promises, what is due."""
    with desk.journal() as journal:
        return envelope("standing", journal.standing())


@router.get("/drafts", **answered("drafts", tuple[Draft, ...]))
def drafts(desk: AtDesk) -> Response:
    """Interviews that are begun and not finished."""
    with desk.journal() as journal:
        return envelope("drafts", journal.drafts())


@router.get("/reviews", **answered("weekly_reviews", tuple[WeeklyReview, ...]))
def reviews(desk: AtDesk, period: str = "this quarter") -> Response:
    """Every written week of a period."""
    weeks = parse_period(period, desk.today).weeks
    with desk.journal() as journal:
        written = set(journal.written_weeks())
        return envelope("weekly_reviews", [journal.review(week) for week in weeks if week in written])


@router.get("/weeks/{named}", **answered("weekly_review", WeeklyReview))
def week(named: str, desk: AtDesk) -> Response:
    """A week as it was written."""
    wanted = parse_week(named, desk.today)
    with desk.journal() as journal:
        return envelope("weekly_review", journal.review(wanted))


@router.get("/quarters/{named}", **answered("quarterly_review", QuarterlyReview))
def quarter(named: str, desk: AtDesk) -> Response:
    """A quarter as it was written."""
    wanted = parse_quarter(named, desk.today)
    with desk.journal() as journal:
        return envelope("quarterly_review", journal.quarterly(wanted))


@router.get("/reports/{period}", **answered("report", Report))
def report(period: str, desk: AtDesk) -> Response:
    """The report of any period, as far as it is written."""
    wanted = parse_period(period, desk.today)
    with desk.journal() as journal:
        return envelope("report", journal.report(wanted))


@router.get("/search", **answered("found", Matches))
def search(
    desk: AtDesk,
    words: str,
    *,
    within: Annotated[list[str] | None, Query(description=", ".join(ROOMS))] = None,
    period: str = "",
    cause: Cause | None = None,
    goal: str = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 20,
) -> Response:
    """Texts in which all of the words stand: those with the words side by side first, then the newest."""
    rooms = parse_rooms(within or [])
    wanted = parse_period(period, desk.today) if period else None
    with desk.journal() as journal:
        found = journal.search(words, within=rooms, period=wanted, cause=cause, goal=goal, limit=limit + 1)
    return envelope("found", Matches(words=words, more=len(found) > limit, found=found[:limit]))


@router.get("/settings", **answered("settings", {"type": "object", "additionalProperties": SETTING}))
def settings(desk: AtDesk) -> Response:
    """Every setting: its value, and where that comes from."""
    loaded = desk.app.loaded
    values = {
        name: {"value": getattr(loaded.settings, name), "source": loaded.sources[name]} for name in loaded.sources
    }
    return envelope("settings", values)


@router.put("/settings/{name}", **answered("setting", {"type": "object", "additionalProperties": VALUE}))
def put(name: str, new: NewValue, desk: AtDesk) -> Response:
    """Set a value in the file; its comments stay."""
    if name not in all_settings.SETTINGS:
        raise NothingFound(name)
    kept = all_settings.write(
        desk.app.paths.config, name, f"{new.value:g}" if isinstance(new.value, float) else new.value
    )
    desk.app.settings_changed()
    return envelope("setting", {name: kept})
