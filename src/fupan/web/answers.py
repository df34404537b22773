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
from fupan.web.desk import language_of
from fupan.web.refusals import Refused, TooManyAttempts, WrongPassphrase, status_of

if TYPE_CHECKING:
    from starlette.types import Scope

    from fupan.errors import FupanError
    from fupan.language import Language
    from fupan.web.desk import House

API = "/api/"


def refusal(scope: Scope, house: House, problem: FupanError) -> Response:
    """The answer to a request that goes no further. What did not pass the guard is shown no page of the journal."""
    request = Request(scope)
    return answer(request, house, problem)


def answer(request: Request, house: House, problem: FupanError) -> Response:
    say = language_of(request, house.app)
    status = status_of(problem)
    headers = {"Vary": "Accept-Language, Cookie"}
    if isinstance(problem, (TooManyAttempts, WrongPassphrase)):
        headers["Retry-After"] = str(problem.seconds)
    if request.url.path.startswith(API):
        text = wire.error(problem, spoken(problem, say))
        return Response(text, status, headers, "application/json")
    show = getattr(pages, "problem", None)
    if show and not isinstance(problem, Refused):
        page: Response = show(request, problem)
        page.status_code = status
        return page
    return HTMLResponse(bare_page(say, say(N_("fupan does not go on here")), spoken(problem, say)), status, headers)


def bare_page(say: Language, title: str, *paragraphs: str, refresh: str = "", more: str = "") -> str:
    """A page that knows nothing of the journal. `more` is HTML of ours; `refresh` leads on at once."""
    told = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    onward = f'<meta http-equiv="refresh" content="0;url={refresh}">' if refresh else ""
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if say.zh else "en"}"><head><meta charset="utf-8">{onward}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/static/page.css"></head>'
        f"<body><main><h1>{escape(title)}</h1>{told}{more}</main></body></html>\n"
    )
