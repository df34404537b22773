"""`fupan doctor`: whether everything is in order, in words that can be pasted into a bug report."""

from __future__ import annotations

import platform
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from fupan import __version__
from fupan.cli import offers
from fupan.cli.progress import progress
from fupan.cli.tree import command, single
from fupan.errors import FAILED
from fupan.language import N_
from fupan.render import method as render_method
from fupan.render import safety

if TYPE_CHECKING:
    from fupan.cli.door import Door

app = single()


@command(
    app,
    "doctor",
    N_(
        "Is everything in order?\n"
        "Looks at every row, the backups, rights, owner and folder of the journal, and mends rights that are too "
        "wide. Nothing that you wrote is in what it says. The exit code is 1 when something is bad.\n"
        "With --method the method judges itself by your record: what is measured, kept, agreed on and carried out, "
        "before and after, and whether the reviews have changed anything."
    ),
    "fupan doctor",
    "fupan doctor --json",
    "fupan doctor --dry-run",
    "fupan doctor --method",
)
def doctor(
    ctx: typer.Context,
    *,
    method: Annotated[bool, typer.Option("--method", help=N_("judge the method instead of the files"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("mend nothing, only look"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    if method:
        _judge_method(door)
        return
    with progress(door, N_("Making the search index")) as at:
        found = door.app.guard().examine(mend=not dry_run, at=at)
    versions: dict[str, object] = {
        "fupan": __version__,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
    }
    versions |= dict(found.versions)
    told = [{"check": one.check, "state": one.state, "says": one.message % one.values} for one in found.signs]
    data = {"state": found.state, "versions": versions, "signs": told, "rows": found.rows}
    door.answer("doctor", data, lambda: safety.health(replace(found, versions=versions), door.say))
    if found.state == "bad":
        raise typer.Exit(FAILED)


def _judge_method(door: Door) -> None:
    with door.app.journal() as journal:
        found = journal.self_check()
    door.answer("method", found, lambda: render_method.method(found, door.say, width=door.app.width))
