"""`fupan serve`: opens the other door, a page on this machine."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli.tree import command, single
from fupan.errors import USAGE, BadUsage, FupanError
from fupan.language import N_
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupan.cli.door import Door
    from fupan.web.desk import House
    from fupan.web.entrance import Entrance

SHORTEST = 12  # characters of a passphrase that guards a journal on a network
PASSPHRASE_FD = "FUPAN_SERVE_PASSPHRASE_FD"  # noqa: S105 - the number of an open file, for scripts; never the words themselves
app = single()


@dataclass(eq=False)
class NoPassphrase(FupanError):
    code = "no_passphrase"
    status = USAGE
    message = N_(
        "%(host)s can be reached from other machines, so the page needs a passphrase of %(least)s characters or "
        "more. Start it in a terminal, which asks for one; without --host only this machine reaches the page."
    )
    host: str
    least: int


@command(
    app,
    "serve",
    N_(
        "The same journal as a page in your browser, on this machine alone.\n"
        "The link opens once, for one browser; Ctrl-C ends the page and every session. What is begun on the "
        "page can be finished in the terminal, and the other way round."
    ),
    "fupan serve",
    "fupan serve --port 8765 --no-browser",
)
def serve(
    ctx: typer.Context,
    *,
    port: Annotated[str, typer.Option("--port", "-p", help=N_("the port; a free one unless given"))] = "0",
    host: Annotated[
        str, typer.Option("--host", help=N_("the address; one that others can reach needs a passphrase"))
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help=N_("show the link, and open nothing"))] = False,
) -> None:
    from fupan.web import serving  # noqa: PLC0415 - half a second, for this command alone
    from fupan.web.entrance import Entrance  # noqa: PLC0415

    door, wanted = ctx.obj, _port(port)
    passphrase = "" if serving.is_local(host) else _passphrase(door, host)
    with door.app.journal():
        pass  # what stands in its way is told here, and a passphrase asked for, not in the browser
    door.app.ask = lambda *_, **__: None  # from here on the keyboard is listened to for Enter
    listener = serving.listen(host, wanted)
    bound = listener.getsockname()[1]
    entrance = Entrance(clock=door.app.stopwatch, passphrase=passphrase)
    house = _house(door, entrance, serving.hosts_of(host, bound), bound)
    here = serving.link_to(host, bound)

    def new_link() -> str:
        return f"{here}/enter/{entrance.new_link()}"

    with suppress(KeyboardInterrupt), tempfile.TemporaryDirectory(prefix="fupan-page-") as folder:
        door.give(new_link())
        door.talk(N_("This link opens once, within ten minutes. Enter: another link. Ctrl-C: the end of the page."))
        if passphrase:
            there = serving.link_from_elsewhere(host, bound)
            door.talk(N_("From another device: %(link)s with the passphrase."), link=there)
        if not no_browser:
            _open_browser(Path(folder), new_link())
        _on_enter(lambda: door.give(new_link()))
        serving.serve(house, listener)
    door.talk(N_("The page is closed."))


def _house(door: Door, entrance: Entrance, hosts: Callable[[str], bool], port: int) -> House:
    from fupan.web.desk import House  # noqa: PLC0415

    backup = N_("What you wrote is kept, but today's backup was not made:")
    return House(
        app=door.app,
        entrance=entrance,
        cookie=f"fupan-{port}",
        hosts=hosts,
        bug=door.bug,
        warn=lambda trouble: door.warn(backup, trouble),
    )


def _port(given: str) -> int:
    if not (given.isascii() and given.isdigit() and int(given) <= 65535):
        raise BadUsage(N_("“%(given)s” is no port: it is a number from 0 to 65535."), given, command="fupan serve")
    return int(given)


# --- the passphrase of a page that others can reach ------------------------------------------------------


def _passphrase(door: Door, host: str) -> str:
    """The passphrase, from an open file or asked for twice. It is never taken from a command line."""
    door.talk(
        N_(
            "This opens your journal to everyone who can reach %(host)s and knows the passphrase. Nothing is encrypted "
            "on the way (no TLS): whoever can listen on the network can read all of it, the passphrase too. Only do "
            "this on a network that you trust."
        ),
        host=host,
    )
    from fupan.keys import from_descriptor  # noqa: PLC0415

    number = door.app.environ.get(PASSPHRASE_FD)
    given = from_descriptor(PASSPHRASE_FD, number).reveal() if number else _asked(door, host)
    if len(given) < SHORTEST:
        raise NoPassphrase(host, SHORTEST)
    return given


def _asked(door: Door, host: str) -> str:
    first = door.ask_unseen(N_("A passphrase for this page: "))
    while first is not None and 0 < len(first) < SHORTEST:
        door.talk(N_("That has %(n)s characters; it needs %(least)s or more."), n=len(first), least=SHORTEST)
        first = door.ask_unseen(N_("A passphrase for this page: "))
    if not first:
        raise NoPassphrase(host, SHORTEST)
    if door.ask_unseen(N_("The same again: ")) != first:
        raise BadUsage(N_("The two are not the same; nothing was opened."), command="fupan serve")
    return first


# --- browser and keyboard --------------------------------------------------------------------------------


def _open_browser(folder: Path, link: str) -> None:
    """Lead the browser to the link through a file that only its owner reads: command lines are seen by everybody."""
    import webbrowser  # noqa: PLC0415

    if sys.platform.startswith("linux") and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))):
        return  # what would open is a browser in this very terminal
    file = folder / "open.html"
    file.touch(mode=0o600)
    file.write_text(f'<!doctype html><meta http-equiv="refresh" content="0;url={escape(link)}">', encoding="utf-8")
    threading.Thread(target=webbrowser.open, args=(file.as_uri(),), daemon=True).start()


def _on_enter(show: Callable[[], None]) -> None:
    """Whenever the person presses Enter in the terminal."""
    if not sys.stdin or not sys.stdin.isatty():
        return
    if hasattr(signal, "SIGTTIN"):
        signal.signal(signal.SIGTTIN, signal.SIG_IGN)  # in the background the keyboard is somebody else's

    def listen(handle: int) -> None:
        with suppress(OSError, FupanError):
            while os.read(handle, 1024):
                show()

    threading.Thread(target=listen, args=(sys.stdin.fileno(),), daemon=True).start()
