"""How one gets in: the link that opens once, and the passphrase where the page is open to a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from fupan.language import N_
from fupan.web.answers import bare_page
from fupan.web.desk import AtDesk
from fupan.web.refusals import NoSession, TooManyAttempts, WrongPassphrase

if TYPE_CHECKING:
    from fupan.web.desk import Desk

router = APIRouter(prefix="/enter", include_in_schema=False)


@router.get("/{token}")
def by_link(token: str, desk: AtDesk) -> HTMLResponse:
    """Open a session and go home. A page of ours leads there: it is our own site's step, so the cookie goes along."""
    session = desk.house.entrance.use_link(token)
    if session is None:
        raise NoSession
    return _come_in(desk, session)


@router.post("")
def by_passphrase(desk: AtDesk) -> HTMLResponse:
    entrance = desk.house.entrance
    if not entrance.passphrase:
        raise NoSession
    if seconds := entrance.wait():
        raise TooManyAttempts(seconds)
    session = entrance.try_passphrase(str(desk.fields.get("passphrase", "")))
    if session is None:
        raise WrongPassphrase(entrance.wait())
    return _come_in(desk, session)


def _come_in(desk: Desk, session: str) -> HTMLResponse:
    say = desk.say
    link = f'<p><a href="/">{say(N_("Go on"))}</a></p>'
    page = HTMLResponse(bare_page(say, "fupan", refresh="/", more=link))
    page.set_cookie(desk.house.cookie, session, httponly=True, samesite="strict", path="/")
    return page
