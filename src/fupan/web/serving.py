"""The server: one address, one process, one person; no word of a request is written anywhere."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn

from fupan.errors import FupanError
from fupan.language import N_
from fupan.web.house import make

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupan.web.desk import House

LINE = 16 * 1024  # bytes of a request's head
WHYS = {
    errno.EADDRINUSE: N_("another program is there already."),
    errno.EACCES: N_("your account may not use it."),
    errno.EADDRNOTAVAIL: N_("there is no such address here."),
}


@dataclass(eq=False)
class CannotListen(FupanError):
    code = "cannot_listen"
    message = N_("%(host)s port %(port)s cannot be opened: %(why)s Another port: `fupan serve --port 0`.")
    host: str
    port: int
    why: str


def serve(house: House, listener: socket.socket) -> None:
    """Answer until the person ends it with Ctrl-C."""
    config = uvicorn.Config(
        make(house),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=3,
        limit_concurrency=200,
        h11_max_incomplete_event_size=LINE,
    )
    with closing(listener):
        uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A socket on one address; port 0 is any free one."""
    try:
        [(family, kind, _, _, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        listener = socket.socket(family, kind)
    except OSError as error:
        raise CannotListen(host, port, N_("there is no such address here.")) from error
    try:
        if os.name != "nt":  # there it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise CannotListen(host, port, WHYS.get(error.errno or 0, error.strerror or str(error))) from error
    return listener


def is_local(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def hosts_of(host: str, port: int) -> Callable[[str], bool]:
    """Which Host headers name the page. A name can be made to point anywhere, a bare address cannot."""
    named = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
    if is_local(host):
        named |= {f"{_bracketed(host)}:{port}"} if host != "localhost" else set()
        return named.__contains__

    def ours(given: str) -> bool:
        bare, _, at = given.rpartition(":")
        return given in named or (at == str(port) and _is_address(bare.strip("[]")))

    return ours


def address(host: str, port: int) -> str:
    """The page as a browser on this machine opens it."""
    return f"http://{_bracketed(host) if is_local(host) and host != 'localhost' else '127.0.0.1'}:{port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
