"""The guard: looks at every request before anything else does, and signs every answer.

Any page that a browser has open can send requests to this machine, a foreign name can be made to point at it,
and other users of the machine share its loopback. So a request must name this page as its host, must not come
from another page, must carry a session, and, where it writes, the token of that session.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, Headers

from fupan.web import answers
from fupan.web.refusals import (
    Foreign,
    LongHead,
    NoSession,
    Refused,
    StaleForm,
    TooLarge,
    TooSlow,
    WrongHost,
    WrongType,
)

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from fupan.web.desk import House

MOST_BYTES, MOST_DRAINED = 2**20, 2**23
MOST_FIELDS = 2000
MOST_HEADERS, MOST_OF_HEAD = 100, 2**14
SECONDS = 20.0  # for a whole body to arrive
READS = ("GET", "HEAD")  # every other method is treated as one that writes
OPEN = ("/enter", "/static")  # what may be asked for without a session: how to get in, and the style sheets
API = "/api"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"

SIGNED = (
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
            b"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),  # with no-referrer a browser sends its own forms with "Origin: null"
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cache-control", b"no-store"),
)


class Answering:
    """An answer on its way out: it says what a browser may do with it, and whether it has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        self.begun = True
        if message["type"] == "http.response.start":
            known = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(pair for pair in SIGNED if pair[0] not in known)]
        await self._send(message)


class Guard:
    """A plain ASGI middleware; it holds nothing but the house that it guards."""

    def __init__(self, app: ASGIApp, *, house: House) -> None:
        self.app = app
        self.house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or refuse it. The one place of this door where what nobody foresaw is caught."""
        if scope["type"] != "http":
            await self._other(scope, receive, send)
            return
        answering = Answering(send)
        try:
            inside = await self._admitted(scope, receive)
            await self.app(scope, inside, answering.send)
        except Refused as problem:
            await answers.outside(scope, self.house, problem)(scope, receive, answering.send)
        except Exception as error:
            bug = self.house.bug(error)
            if answering.begun:
                raise
            await answers.outside(scope, self.house, bug)(scope, receive, answering.send)

    async def _admitted(self, scope: Scope, receive: Receive) -> Receive:
        """What is left to be received of a request that may come in."""
        if scope["method"] in READS:
            self.look(scope)
            return receive
        try:
            self.look(scope)
        except Refused:
            await _hear_out(receive)  # who is cut short hears "connection reset", not why
            raise
        return _replaying(await self.take(scope, receive))

    async def _other(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The server's own start and end are let through; nothing else than requests is spoken here."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def look(self, scope: Scope) -> None:
        """Raise what forbids a request, from its head alone."""
        headers = Headers(scope=scope)
        if len(headers.raw) > MOST_HEADERS or _head_size(scope) > MOST_OF_HEAD:
            raise LongHead
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.house.hosts(hosts[0].lower()):
            raise WrongHost
        method, path = scope["method"], scope["path"]
        self._origin(headers, path, writes=method not in READS)
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
        headers, state = Headers(scope=scope), scope["state"]
        if "transfer-encoding" in headers and "content-length" in headers:
            raise Refused  # two lengths: somebody else may have read another one
        if int(headers.get("content-length", 0)) > MOST_DRAINED:
            raise TooLarge
        try:
            async with asyncio.timeout(SECONDS):
                body = await _whole(receive)
        except TimeoutError:
            raise TooSlow from None
        token = headers.get("x-fupan-csrf", "")
        if body:
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != (JSON if _within(scope["path"], (API,)) else FORM):
                raise WrongType
            if kind == FORM:
                state["form"] = _fields(body)
                token = token or str(state["form"].get("csrf", ""))
        if state["session"] and not self.house.entrance.vouches(state["session"], token):
            raise StaleForm
        return body


def _head_size(scope: Scope) -> int:
    lines = sum(len(name) + len(value) for name, value in scope["headers"])
    return lines + len(scope.get("raw_path") or b"") + len(scope["query_string"])


def _fields(body: bytes) -> FormData:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:  # too many fields, or no UTF-8
        raise Refused from None
    return FormData([*pairs])


async def _whole(receive: Receive) -> bytes:
    """The body, if it is small. One that is not is listened to for a while, so that its sender hears the answer."""
    body, size, more = bytearray(), 0, True
    while more and size <= MOST_DRAINED:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused
        part = message.get("body", b"")
        size, more = size + len(part), message.get("more_body", False)
        if size <= MOST_BYTES:
            body += part
    if size > MOST_BYTES:
        raise TooLarge
    return bytes(body)


async def _hear_out(receive: Receive) -> None:
    with suppress(TimeoutError, Refused):
        async with asyncio.timeout(SECONDS):
            await _whole(receive)


def _replaying(body: bytes) -> Receive:
    """The body again, for those inside."""
    messages: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


def _within(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)
