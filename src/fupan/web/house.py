"""The page put together: guard, style sheets, JSON interface, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount
from starlette.staticfiles import StaticFiles

from fupan import __version__
from fupan.errors import FupanError
from fupan.render.document import OURS
from fupan.web import answers, api, enter, pages
from fupan.web.api.shapes import every_answer
from fupan.web.guard import Guard
from fupan.web.refusals import BadRequest, NoSuchMethod, NoSuchPage, Refused

if TYPE_CHECKING:
    from fastapi import Response

    from fupan.web.desk import House

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
STATIC = OURS / "page" / "static"


class Page(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The interface's description, with the shapes of its answers."""
        if self.openapi_schema is None:
            super().openapi()["components"]["schemas"] |= every_answer()
        return self.openapi_schema or {}


def make(house: House) -> FastAPI:
    """Everything that answers under one address."""
    made = Page(
        title="fupan",
        version=__version__,
        description="The use cases of a journal as JSON, in the envelopes of `fupan … --json`.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    made.state.house = house
    made.add_middleware(Guard, house=house)
    for kind in (FupanError, RequestValidationError, HTTPException):
        made.add_exception_handler(kind, _refuse)
    made.mount("/static", StaticFiles(directory=STATIC, check_dir=False), name="static")
    made.add_route("/favicon.ico", _icon, include_in_schema=False)  # a report's page names none, and is asked for it
    made.include_router(enter.router)
    made.include_router(api.router, prefix="/api")
    made.include_router(pages.router, include_in_schema=False)
    return made


def _icon(_: Request) -> Response:
    return FileResponse(STATIC / "icon.svg")


def _refuse(request: Request, error: Exception) -> Response:
    """One place where what went wrong inside becomes an answer."""
    return answers.inside(request, _problem(request, error))


def _problem(request: Request, error: Exception) -> FupanError:
    if isinstance(error, FupanError):
        return error
    if isinstance(error, RequestValidationError):
        places = [".".join(str(part) for part in one["loc"]) for one in error.errors()]
        return BadRequest(", ".join(places))
    if isinstance(error, HTTPException) and error.status_code == 405:
        return NoSuchMethod(", ".join(_allowed(request)))
    if isinstance(error, HTTPException) and error.status_code == 404:
        return NoSuchPage()
    return Refused()  # a body that cannot be read


def _allowed(request: Request) -> list[str]:
    """What the address takes; several routes may share it."""
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]  # a mount takes anything

    def takes(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in routes)

    return [method for method in METHODS if takes(method)] or ["GET", "HEAD"]
