"""How one gets in: the link that opens once, and the passphrase where the page is open to a network."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from fupan.language import N_
from fupan.web.answers import bare_page
from fupan.web.desk import AtDesk

if TYPE_CHECKING:
    from fupan.web.desk import Desk

router = APIRouter(prefix="/enter", include_in_schema=False)


@router.get("/{token}")
def by_link(token: str, desk: AtDesk) -> HTMLResponse:
    return _come_in(desk, desk.house.entrance.use_link(token))


@router.post("")
def by_passphrase(desk: AtDesk) -> HTMLResponse:
    return _come_in(desk, desk.house.entrance.try_passphrase(str(desk.fields.get("passphrase", ""))))


def _come_in(desk: Desk, session: str) -> HTMLResponse:
    """A page that leads home: the step from it is our own site's, so a strict cookie goes along."""
    say = desk.say
    link = f'<p><a href="/">{escape(say(N_("To the page")))}</a></p>'
    page = HTMLResponse(bare_page(say, "fupan", refresh="/", more=link))
    page.set_cookie(desk.house.cookie, session, httponly=True, samesite="strict", path="/")
    return page
