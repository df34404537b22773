"""What reaches further than a quarter: the year, five years, the motive, the problem behind it, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import Response

from fupan.errors import AlreadySealed, NothingFound
from fupan.language import N_
from fupan.periods import Week
from fupan.render import compass, driving
from fupan.render.words import Words
from fupan.web.desk import AtDesk
from fupan.web.pages.interviews import answer, look, opening
from fupan.web.pages.paper import show
from fupan.web.pages.prose import Prose
from fupan.web.pages.sittings import WAYS, of_long

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter()
TOLD: Mapping[str, str] = {
    "motive": N_("The motive is kept."),
    "problem": N_("The problem is kept."),
    "decision": N_("The decision is kept; it comes back on its day."),
    "sealed": N_("Written."),
}


@router.get("/long/{name}")
def begin(desk: AtDesk, name: str, way: str = "", told: str = "") -> Response:
    try:
        return opening(desk, of_long(name, desk.today), way if way in WAYS else "")
    except AlreadySealed as sealed:
        with desk.journal() as journal:
            review = journal.long_review(sealed.period)
        if review is None:
            raise NothingFound(sealed.period) from None
        return show(desk, "long.html.jinja", review=review, told=desk.say(TOLD[told]) if told in TOLD else "")


@router.get("/long/{name}/{step}")
def step(desk: AtDesk, name: str, step: str, way: str = "") -> Response:
    return look(desk, of_long(name, desk.today), step, way)


@router.post("/long/{name}/{step}")
def taken(desk: AtDesk, name: str, step: str) -> Response:
    return answer(desk, of_long(name, desk.today), step)


@router.get("/direction")
def direction(desk: AtDesk, told: str = "") -> Response:
    """The motive's ledger and the compass: evidence, and never a verdict."""
    with desk.journal() as journal:
        motive, path = journal.motive(), journal.path()
    drives, points, words = Prose(), Prose(), Words(desk.say)
    driving.tell(motive, words, drives)
    compass.tell(path, words, points)
    year = Week.of(desk.today).iso_year
    return show(
        desk,
        "direction.html.jinja",
        motive=drives.pieces,
        path=points.pieces,
        year=year,
        five=f"{year.shift(-4)}..{year}",
        told=desk.say(TOLD[told]) if told in TOLD else "",
    )
