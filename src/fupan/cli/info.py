"""`fupan info`: every path and version, and nothing that the person wrote."""

from __future__ import annotations

import platform
from typing import Annotated

import typer

from fupan import __version__
from fupan.cli import offers
from fupan.cli.tree import command, single
from fupan.language import N_
from fupan.render import screens

app = single()


@command(app, "info", N_("Every path and version; nothing that you wrote."), "fupan info", "fupan info --json")
def info(
    ctx: typer.Context, *, as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False
) -> None:
    del as_json  # the door has seen it
    app_ = ctx.obj.app
    facts = {
        "fupan": __version__,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "language": app_.say.code,
        "zone": app_.moment.zone,
        "now": app_.moment.now.isoformat(timespec="minutes"),
        "schema": app_.schema(),
        **{name: str(getattr(app_.paths, name)) for name in app_.paths.__slots__},
        "editor_command": " ".join(app_.editor),
    }
    rows = [(name, str(value)) for name, value in facts.items()]
    ctx.obj.answer("info", facts, lambda: screens.pairs(rows))
