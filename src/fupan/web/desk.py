"""What one request works with: the journal at a fresh moment, the person's language, the form that came in."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from dataclasses import field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from fupan.errors import FupanError
from fupan.language import LANGUAGES, Language
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from fupan.app import App
    from fupan.journal import Journal
    from fupan.web.entrance import Entrance

COOKIE = "language"


@dataclass(kw_only=True)
class House:
    """What all requests share. `warn` tells the person at the terminal what went wrong beside a request."""

    app: App
    entrance: Entrance
    cookie: str  # the session's; other ports of this machine share the jar
    hosts: Callable[[str], bool]  # whether a Host header names this page
    bug: Callable[[BaseException], FupanError]
    warn: Callable[[FupanError], None]
    lock: threading.RLock = field(default_factory=threading.RLock)


class Desk:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.house: House = request.app.state.house

    @cached_property
    def app(self) -> App:
        """The hall, with the settings as they are now."""
        return self.house.app.anew()

    @cached_property
    def say(self) -> Language:
        return language_of(self.request, self.app)

    @property
    def today(self) -> date:
        return self.app.moment.today

    @property
    def csrf(self) -> str:
        """The token that a form of this session must bring back, as `csrf`."""
        return self.house.entrance.csrf(self.session)

    @property
    def session(self) -> str:
        return str(getattr(self.request.state, "session", ""))

    @contextmanager
    def journal(self) -> Iterator[Journal]:
        """The journal as of this moment; one request at a time works with it."""
        with self.house.lock, self.app.journal() as journal:
            yield journal
        if trouble := self.app.keep_daily_copy():
            self.house.warn(trouble)

    async def form(self) -> FormData:
        """What the form says; the guard has read and checked it."""
        return self.fields

    @property
    def fields(self) -> FormData:
        """The form that came in; empty where none did."""
        return getattr(self.request.state, "form", None) or FormData()


def desk(request: Request) -> Desk:
    return Desk(request)


AtDesk = Annotated[Desk, Depends(desk)]


def language_of(request: Request, app: App) -> Language:
    """The cookie's language, else that of the settings, else what the browser asks for, else the system's."""
    wished = [request.cookies.get(COOKIE, "")]
    with suppress(FupanError):  # settings that cannot be read are told where they are needed
        wished.append(app.settings.language)
    wished += _accepted(request.headers.get("accept-language", ""))
    code = next((code[:2].lower() for code in wished if code[:2].lower() in LANGUAGES), app.say.code)
    return language(code)


@cache
def language(code: str) -> Language:
    """One object for each language: what is made with it (templates) is made once."""
    return Language.load(code)


def _accepted(header: str) -> list[str]:
    """The languages of an Accept-Language header, the best first."""
    wished = []
    for part in header.split(",")[:20]:
        name, _, weight = part.strip().partition(";q=")
        try:
            wished.append((-float(weight or 1), name))
        except ValueError:
            continue
    return [name for weight, name in sorted(wished, key=lambda pair: pair[0]) if weight < 0]
