"""The server: one address, one process, one person; no word of a request is written anywhere."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from fupan.errors import FupanError
from fupan.language import N_
from fupan.web.house import make

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from fupan.web.desk import House

HEAD_BYTES = 16 * 1024  # of a request's head
HEAD_SECONDS = 20.0  # for it to arrive
IDLE_SECONDS = 15  # between two requests
ENDING_SECONDS = 3  # for what is under way when the page is ended
MOST_AT_ONCE = 100  # connections
WHYS = {
    errno.EADDRINUSE: N_("another program is there already."),
    errno.EACCES: N_("your account may not use it."),
    errno.EADDRNOTAVAIL: N_("there is no such address here."),
}


@dataclass(eq=False)
class CannotListen(FupanError):
    code = "cannot_listen"
    message = N_("Port %(port)s of %(host)s cannot be opened: %(why)s Without --port, a free one is taken.")
    host: str
    port: int
    why: str


class Impatient(H11Protocol):
    """Uvicorn waits for ever for the head of a request that was begun; this does not."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._waiting and self.conn.their_state is not h11.IDLE:
            self._waiting.cancel()
            self._waiting = None

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._waiting:
            self._waiting.cancel()

    def _wait(self) -> None:
        if self._waiting:
            self._waiting.cancel()
        self._waiting = self.loop.call_later(HEAD_SECONDS, self.transport.close)


def serve(house: House, listener: socket.socket) -> None:
    """Answer until the person ends it with Ctrl-C."""
    config = uvicorn.Config(
        make(house),
        http=Impatient,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=ENDING_SECONDS,
        h11_max_incomplete_event_size=HEAD_BYTES,
    )
    with closing(listener):
        uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A socket on one address; port 0 is any free one. Raises CannotListen."""
    try:
        [(family, kind, _, _, place), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        listener = socket.socket(family, kind)
    except (OSError, UnicodeError) as error:
        raise CannotListen(host, port, WHYS[errno.EADDRNOTAVAIL]) from error
    try:
        if os.name != "nt":  # there it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise CannotListen(host, port, WHYS.get(error.errno or 0, error.strerror or str(error))) from error
    return listener


# --- addresses -------------------------------------------------------------------------------------------


def is_local(host: str) -> bool:
    """Whether only this machine can reach an address."""
    found = _address(host)
    return host.lower() == "localhost" or bool(found and found.is_loopback)


def link_to(host: str, port: int) -> str:
    """The page as a browser on this machine opens it."""
    found = _address(host)
    if host.lower() == "localhost" or (found and found.is_unspecified):
        host = "127.0.0.1"
    return f"http://{_bracketed(host)}:{port}"


def link_from_elsewhere(host: str, port: int) -> str:
    """The page as another device opens it: where the page is on every address, on the one that leads outside."""
    found = _address(host)
    if found and found.is_unspecified:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.connect(("192.0.2.1", 9))  # an address for documents; nothing is sent
            host = line.getsockname()[0]
    return f"http://{_bracketed(host)}:{port}"


def hosts_of(host: str, port: int) -> Callable[[str], bool]:
    """Which Host headers name the page. Any name can be made to point at this machine, a bare address cannot."""
    known = {"127.0.0.1", "localhost", _bracketed(host.lower())}
    named = {f"{name}:{port}" for name in known} | (known if port == 80 else set())
    if is_local(host):
        return named.__contains__

    def ours(given: str) -> bool:
        name, _, at = given.rpartition(":")
        return given in named or (at == str(port) and _address(name.removeprefix("[").removesuffix("]")) is not None)

    return ours


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
