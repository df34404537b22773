"""`fupan backup`, `fupan verify`, `fupan restore`: copies of the journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli import offers
from fupan.cli.progress import progress
from fupan.cli.tree import command, single
from fupan.errors import FAILED
from fupan.language import N_
from fupan.render import safety

if TYPE_CHECKING:
    from fupan.journal.guarding import Guard

app = single()
Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]


@command(
    app,
    "backup",
    N_(
        "A verified copy of the journal.\n"
        "Copies are made without asking: on every day that you write something (7 days and 8 weeks are kept), "
        "and before an upgrade. This makes one more, which stays until you delete it."
    ),
    "fupan backup",
    "fupan backup /media/stick/journal.db",
)
def backup(
    ctx: typer.Context,
    target: Annotated[
        str, typer.Argument(metavar="FILE", help=N_("a new file; without it, one among the backups"))
    ] = "",
    *,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    made = door.app.guard().back_up(Path(target) if target else None)
    door.answer("backup", made, lambda: safety.backed_up(made, door.say))


@command(
    app,
    "verify",
    N_(
        "Read the journal and all its copies from end to end.\n"
        "Every row is compared with its digest. The exit code is 1 when anything is amiss."
    ),
    "fupan verify",
    "fupan verify daily-2026-11-23",
    "fupan verify /media/stick/journal.db",
)
def verify(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE", help=N_("a copy, an export, or the name of a backup"))] = "",
    *,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    guard = door.app.guard()
    with progress(door, N_("Reading the copies")) as at:
        found = guard.verify(_named(guard, source) if source else None, at)
    door.answer("verified", found, lambda: safety.copies(found, door.say))
    if not all(one.good for one in found):
        raise typer.Exit(FAILED)


@command(
    app,
    "restore",
    N_(
        "Make a copy the journal again; the present one is kept aside.\n"
        "Only rows that a journal can have leave the copy. `fupan verify` lists the copies."
    ),
    "fupan restore daily-2026-11-23",
    "fupan restore /media/stick/journal.db",
)
def restore(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE", help=N_("a copy, or the name of a backup"))],
    *,
    damaged: Annotated[bool, typer.Option("--damaged", help=N_("also from a copy in which rows are damaged"))] = False,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    guard = door.app.guard()
    done = guard.restore(_named(guard, source), damaged_too=damaged)
    door.app.look_again()
    door.answer("restored", done, lambda: safety.restored(done, door.say))


def _named(guard: Guard, source: str) -> Path:
    """A file, or else the backup of that name."""
    place = Path(source)
    return place if place.exists() else guard.find(source) or place
