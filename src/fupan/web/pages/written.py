"""Weeks and quarters: as they were written, or where they begin."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from fupan.errors import AlreadySealed
from fupan.language import N_
from fupan.period_words import parse_quarter, parse_week
from fupan.web.desk import AtDesk
from fupan.web.pages.home import review_time
from fupan.web.pages.interviews import opening
from fupan.web.pages.paper import go, show
from fupan.web.pages.sittings import WAYS, of_quarter, of_week

router = APIRouter()
SEALED = N_("Written. Next review: %(when)s.")
QUARTER_SEALED = N_("Written.")


@router.get("/week")
def this_week(desk: AtDesk) -> Response:
    return go(f"/week/{desk.app.moment.week_under_review}")


@router.get("/week/{period}")
def week(desk: AtDesk, period: str, way: str = "", told: str = "") -> Response:
    wanted = parse_week(period, desk.app.moment.today)
    if str(wanted) != period:
        return go(f"/week/{wanted}")
    try:
        return opening(desk, of_week(period, desk.app.moment.today), way if way in WAYS else "")
    except AlreadySealed:
        with desk.journal() as journal:
            review, titles = journal.review(wanted), journal.titles()
            when = review_time(desk, journal.standing().next_review)
        words = desk.say(SEALED, when=when) if told == "sealed" else ""
        return show(desk, "week.html.jinja", review=review, titles=titles, told=words)


@router.get("/quarter")
def this_quarter(desk: AtDesk) -> Response:
    with desk.journal() as journal:
        return go(f"/quarter/{journal.quarter_under_review()}")


@router.get("/quarter/{period}")
def quarter(desk: AtDesk, period: str, way: str = "", told: str = "") -> Response:
    wanted = parse_quarter(period, desk.app.moment.today)
    if str(wanted) != period:
        return go(f"/quarter/{wanted}")
    try:
        return opening(desk, of_quarter(period, desk.app.moment.today), way if way in WAYS else "")
    except AlreadySealed:
        with desk.journal() as journal:
            review, titles = journal.quarterly(wanted), journal.titles()
        words = desk.say(QUARTER_SEALED) if told == "sealed" else ""
        return show(desk, "quarter.html.jinja", review=review, titles=titles, told=words)
