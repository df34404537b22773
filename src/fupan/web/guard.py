"""The guard: looks at every request before anything else does, and signs every answer.

Any page that a browser has open can send requests to this machine, a foreign name can be made to point at it,
and other users of the machine share its loopback. So a request must name this page as its host, must not come
from another page, must carry a session, and, where it writes, the token of that session.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, Headers

from fupan.web import answers
from fupan.web.refusals import (
    Foreign,
    NoSession,
    NoSuchMethod,
    Refused,
    StaleForm,
    TooLarge,
    TooManyHeaders,
    TooSlow,
    WrongHost,
    WrongType,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from fupan.web.desk import House

MOST_BYTES = 2**20
MOST_FIELDS = 2000
MOST_HEADERS = 100
SECONDS = 20.0  # for a whole body to arrive
READS, WRITES = ("GET", "HEAD"), ("POST", "PUT", "DELETE")
OPEN = ("/enter", "/static")  # what may be asked for without a session: how to get in, and the style sheets
API = "/api"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"

SIGNED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cache-Control": "no-store",
}


class Guard:
    """A plain ASGI middleware; it holds nothing but the house that it guards."""

    def __init__(self, app: ASGIApp, *, house: House) -> None:
        self.app = app
        self.house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._other(scope, receive, send)
            return
        send = _signing(send)
        answer: ASGIApp = self.app
        try:
            self.look(scope)
            if scope["method"] in WRITES:
                receive = _replaying(await self.take(scope, receive))
        except Refused as problem:
            answer = answers.refusal(scope, self.house, problem)
        await self._inside(answer, scope, receive, send)

    async def _inside(self, answer: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await answer(scope, receive, sending)
        except Exception as error:
            bug = self.house.bug(error)
            if started:
                raise
            await answers.refusal(scope, self.house, bug)(scope, receive, send)

    async def _other(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The server's own start and end are let through; nothing else than requests is spoken here."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def look(self, scope: Scope) -> None:
        """Raise what forbids a request, from its head alone."""
        headers = Headers(scope=scope)
        if len(headers.raw) > MOST_HEADERS:
            raise TooManyHeaders
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.house.hosts(hosts[0].lower()):
            raise WrongHost
        method, path = scope["method"], scope["path"]
        self._origin(headers, path, writes=method not in READS)
        if method not in READS + WRITES:
            raise NoSuchMethod
        session = self._session(headers)
        scope.setdefault("state", {})["session"] = session
        if not session and not _within(path, OPEN):
            raise NoSession

    def _origin(self, headers: Headers, path: str, *, writes: bool) -> None:
        """A browser says where a request comes from; who writes must say so."""
        sites, origins = headers.getlist("sec-fetch-site"), headers.getlist("origin")
        ours = [f"http://{headers['host'].lower()}"]
        if len(sites) > 1 or (origins and [each.lower() for each in origins] != ours):
            raise Foreign
        entering = not writes and _within(path, ("/enter",))  # its token says more than any header
        if not entering and sites and sites[0] not in ("same-origin", "none"):
            raise Foreign
        if writes and not origins and sites != ["same-origin"]:
            raise Foreign

    def _session(self, headers: Headers) -> str:
        """The session among the cookies, of which another port of this machine may have set some too."""
        cookies = (part.strip().partition("=") for line in headers.getlist("cookie") for part in line.split(";"))
        name = self.house.cookie
        return next((value for key, _, value in cookies if key == name and self.house.entrance.knows(value)), "")

    async def take(self, scope: Scope, receive: Receive) -> bytes:
        """The whole body of a request that writes, once it is small, in time, and carries its session's token."""
        headers = Headers(scope=scope)
        if not headers.get("content-length", "0").isdigit() or int(headers.get("content-length", "0")) > MOST_BYTES:
            raise TooLarge
        try:
            async with asyncio.timeout(SECONDS):
                body = await _whole(receive)
        except TimeoutError:
            raise TooSlow from None
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        session = scope["state"]["session"]
        given = headers.get("x-fupan-csrf", "")
        if _within(scope["path"], (API,)):
            if body and kind != JSON:
                raise WrongType
        elif kind == FORM:
            scope["state"]["form"] = form = _fields(body)
            given = given or str(form.get("csrf", ""))
        elif body:
            raise WrongType
        if session and not self.house.entrance.vouches(session, given):
            raise StaleForm
        return body


def _fields(body: bytes) -> FormData:
    try:
        return FormData(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    except ValueError:  # too many fields, or no UTF-8
        raise Refused from None


async def _whole(receive: Receive) -> bytes:
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BYTES:
            raise TooLarge
    return bytes(body)


def _replaying(body: bytes) -> Receive:
    """The body again, for those inside."""
    messages: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


def _signing(send: Send) -> Callable[[Message], Awaitable[None]]:
    """Every answer says what a browser may do with it."""

    async def sign(message: Message) -> None:
        if message["type"] == "http.response.start":
            known = {name.lower() for name, _ in message.get("headers", ())}
            added = [(name.lower().encode(), value.encode()) for name, value in SIGNED.items()]
            message["headers"] = [*message.get("headers", ()), *(pair for pair in added if pair[0] not in known)]
        await send(message)

    return sign


def _within(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)
