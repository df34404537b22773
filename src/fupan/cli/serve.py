"""`fupan serve`: opens the other door, a page on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli.tree import command, single
from fupan.errors import USAGE, FupanError
from fupan.language import N_

if TYPE_CHECKING:
    from fupan.cli.door import Door

app = single()


@dataclass(eq=False)
class BadPort(FupanError):
    code = "bad_port"
    status = USAGE
    message = N_("“%(given)s” is no port. It is a number from 0 to 65535; 0 is any free one.")
    given: str


@command(
    app,
    "serve",
    N_(
        "The same journal as a page in your browser, on this machine alone.\n"
        "The link opens once and lets that browser in until you end the page with Ctrl-C."
    ),
    "fupan serve",
    "fupan serve --port 8765 --no-browser",
)
def serve(
    ctx: typer.Context,
    *,
    port: Annotated[str, typer.Option("--port", "-p", help=N_("the port; any free one unless given"))] = "0",
    host: Annotated[
        str, typer.Option("--host", help=N_("the address; any but this machine's own needs a passphrase"))
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help=N_("only show the link"))] = False,
) -> None:
    from fupan.web import serving
    from fupan.web.desk import House
    from fupan.web.entrance import Entrance

    door: Door = ctx.obj
    if not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise BadPort(port)
    with door.app.journal():
        pass
    listener = serving.listen(host, int(port))
    bound = listener.getsockname()[1]
    entrance = Entrance(clock=door.app.stopwatch)
    house = House(
        app=door.app,
        entrance=entrance,
        cookie=f"fupan-{bound}",
        hosts=serving.hosts_of(host, bound),
        bug=door.bug,
        warn=lambda trouble: door.warn(N_("What you wrote is kept, but today's backup was not made:"), trouble),
    )
    link = f"{serving.address(host, bound)}/enter/{entrance.new_link()}"
    door.give(link)
    serving.serve(house, listener)
