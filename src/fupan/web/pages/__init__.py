"""The pages: what a person looks at and fills in, over the same use cases as the terminal."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from fupan.errors import AlreadySealed, FupanError
from fupan.render.speaking import spoken
from fupan.web.desk import Desk
from fupan.web.pages import further, goals, home, interviews, looking, settings, written
from fupan.web.pages.paper import show

router = APIRouter()
for part in (home, written, interviews, further, goals, looking, settings):
    router.include_router(part.router)


def problem(request: Request, error: FupanError) -> HTMLResponse:
    """What went wrong, in words, and the ways on."""
    desk = Desk(request)
    sealed = ""
    if isinstance(error, AlreadySealed):
        sealed = f"/{'week' if 'W' in error.period else 'quarter'}/{error.period}"
    return show(desk, "problem.html.jinja", told=spoken(error, desk.say), sealed=sealed)
