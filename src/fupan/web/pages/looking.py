"""Pages that only look: what worked, reports of any period, one's own words found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from fupan.errors import FupanError
from fupan.finding import CAUSES, ROOMS, parse_cause, parse_rooms
from fupan.period_words import parse_period
from fupan.render.document import render
from fupan.render.speaking import spoken
from fupan.web.desk import AtDesk
from fupan.web.pages.paper import go, show

if TYPE_CHECKING:
    from fupan.periods import Period, Quarter, Week
    from fupan.web.desk import Desk

router = APIRouter()
MOST_FOUND = 50
UNFIT = 422
# A saved report carries its own style and no script; it stands alone in its tab.
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
PAPERS = {"html": "text/html", "md": "text/markdown"}


@router.get("/responses")
def responses(desk: AtDesk) -> Response:
    with desk.journal() as journal:
        return show(
            desk,
            "responses.html.jinja",
            ledger=journal.responses(),
            doublings=journal.doublings(),
            misses=journal.misses(),
        )


# --- reports ---------------------------------------------------------------------------------------------


@router.get("/reports")
def reports(desk: AtDesk, period: str = "") -> Response:
    """Every quarter with its weeks; any other period by its name."""
    error = ""
    if period.strip():
        try:
            return go(f"/reports/{parse_period(period, desk.today)}")
        except FupanError as problem:
            error = spoken(problem, desk.say)
    with desk.journal() as journal:
        written, closed = set(journal.written_weeks()), set(journal.written_quarters())
    quarters = sorted({week.quarter for week in written}, reverse=True)
    years = sorted({week.iso_year for week in written}, key=str, reverse=True)
    return show(
        desk,
        "reports.html.jinja",
        UNFIT if error else 200,
        years=years,
        quarters=[(quarter, quarter in closed, _weeks(quarter, written)) for quarter in quarters],
        period=period,
        error=error,
    )


def _weeks(quarter: Quarter, written: set[Week]) -> list[tuple[Week, bool]]:
    return [(week, week in written) for week in quarter.weeks]


@router.get("/reports/{period}")
def report(desk: AtDesk, period: str) -> Response:
    """The report itself: the file that `fupan report --as html` writes."""
    wanted = parse_period(period, desk.today)
    return HTMLResponse(_report(desk, wanted, "html"), headers={"Content-Security-Policy": REPORT_POLICY})


@router.get("/reports/{period}/file.{paper}")
def saved(desk: AtDesk, period: str, paper: str) -> Response:
    """The same to keep."""
    paper = paper if paper in PAPERS else "html"
    wanted = parse_period(period, desk.today)
    name = f"fupan-{wanted}.{paper}".replace("..", "-to-")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": REPORT_POLICY}
    return Response(_report(desk, wanted, paper), media_type=f"{PAPERS[paper]}; charset=utf-8", headers=headers)


def _report(desk: Desk, period: Period, paper: str) -> str:
    with desk.journal() as journal:
        made = journal.report(period)
    return render(made, paper, desk.say, desk.app.paths.templates)


# --- search ----------------------------------------------------------------------------------------------


@router.get("/search")
def search(desk: AtDesk, q: str = "", within: str = "", period: str = "", cause: str = "", goal: str = "") -> Response:
    words, found, error = q.strip(), None, ""
    if words:
        try:
            with desk.journal() as journal:
                found = journal.search(
                    words,
                    within=parse_rooms([within]),
                    period=parse_period(period, desk.today) if period.strip() else None,
                    cause=parse_cause(cause) if cause else None,
                    goal=goal.strip(),
                    limit=MOST_FOUND,
                )
        except FupanError as problem:
            error = spoken(problem, desk.say)
    return show(
        desk,
        "search.html.jinja",
        UNFIT if error else 200,
        found=found,
        error=error,
        typed={"q": q, "within": within, "period": period, "cause": cause, "goal": goal},
        rooms=[(room, names[desk.say.zh]) for room, names in ROOMS.items()],
        causes=tuple(CAUSES),
        most=MOST_FOUND,
    )
