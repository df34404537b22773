"""Refusals as a person or a program reads them: a page, or the envelope of an error."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from fupan.language import N_
from fupan.render import wire
from fupan.render.speaking import spoken
from fupan.web import pages
from fupan.web.desk import Desk, language_of
from fupan.web.refusals import NoSession, NoSuchMethod, TooManyAttempts, status_of

if TYPE_CHECKING:
    from starlette.types import Scope

    from fupan.errors import FupanError
    from fupan.language import Language
    from fupan.web.desk import House

API = "/api/"
CLOSING = {"Connection": "close"}  # the rest of what a refused request says is not listened to


def outside(scope: Scope, house: House, problem: FupanError) -> Response:
    """The answer to a request that comes no further than the guard: nothing that knows the journal."""
    request = Request(scope)
    say = language_of(request, house.app)
    headers = _headers(problem) | ({} if request.method in ("GET", "HEAD") else CLOSING)
    if request.url.path.startswith(API):
        return _envelope(problem, say, headers)
    return HTMLResponse(_at_the_door(say, house, problem), status_of(problem), headers)


def inside(request: Request, problem: FupanError) -> Response:
    """The answer to a request that was let in, and refused by what it asked for."""
    desk = Desk(request)
    headers = _headers(problem)
    if request.url.path.startswith(API):
        return _envelope(problem, desk.say, headers)
    if not desk.session:
        return HTMLResponse(_at_the_door(desk.say, desk.house, problem), status_of(problem), headers)
    page = pages.problem(request, problem)
    page.status_code = status_of(problem)
    page.headers.update(headers)
    return page


def _headers(problem: FupanError) -> dict[str, str]:
    if isinstance(problem, TooManyAttempts):
        return {"Retry-After": str(problem.seconds)}
    return {"Allow": problem.allowed} if isinstance(problem, NoSuchMethod) else {}


def _envelope(problem: FupanError, say: Language, headers: dict[str, str]) -> Response:
    text = wire.error(problem, spoken(problem, say))
    return Response(text, status_of(problem), headers, "application/json")


def _at_the_door(say: Language, house: House, problem: FupanError) -> str:
    asks = house.entrance.passphrase and isinstance(problem, (NoSession, TooManyAttempts))
    form = (
        f'<form method="post" action="/enter"><p><label>{escape(say(N_("Passphrase")))} '
        '<input type="password" name="passphrase" required autofocus autocomplete="current-password"></label> '
        f"<button>{escape(say(N_('Come in')))}</button></p></form>"
    )
    return bare_page(say, "fupan", spoken(problem, say), more=form if asks else "")


def bare_page(say: Language, title: str, *paragraphs: str, refresh: str = "", more: str = "") -> str:
    """A page that knows nothing of the journal. `more` is HTML of ours; `refresh` leads on at once."""
    told = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    onward = f'<meta http-equiv="refresh" content="0;url={refresh}">' if refresh else ""
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if say.zh else "en"}"><head><meta charset="utf-8">{onward}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="icon" href="/static/icon.svg">'
        '<link rel="stylesheet" href="/static/page.css"></head>'
        f"<body><main><h1>{escape(title)}</h1>{told}{more}</main></body></html>\n"
    )
