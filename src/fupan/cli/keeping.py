"""Commands that keep a journal over the years: export, import, undo, purge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fupan.archive import MOST_BYTES, parse
from fupan.cli import offers, taking_out
from fupan.cli.progress import progress
from fupan.cli.tree import command, single
from fupan.custody import NeedsYes
from fupan.errors import BadFile, BadUsage
from fupan.language import N_
from fupan.render import safety

app = single()
PAPERS = ("json", "md", "csv")
Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("say what would be done, and do nothing"))]


@command(
    app,
    "export",
    N_(
        "Your whole journal as a file of your own: JSON, a folder of Markdown, or a folder of CSV.\n"
        "It is the full copy, private words included, and only you can read it. `fupan import` reads the JSON."
    ),
    "fupan export journal.json",
    "fupan export weeks --as md",
    "fupan export - | gzip > journal.json.gz",
)
def export(
    ctx: typer.Context,
    target: Annotated[str, typer.Argument(metavar="FILE", help=N_("a new file or folder; - is standard output"))] = "",
    *,
    paper: Annotated[
        str, typer.Option("--as", help=N_("json, md or csv"), autocompletion=offers.one_of(*PAPERS))
    ] = "json",
) -> None:
    door = ctx.obj
    if paper not in PAPERS:
        why = N_("--as takes one of %(near)s, not “%(given)s”.")
        raise BadUsage(why, given=paper, near=", ".join(PAPERS), command="fupan export")
    if target == "-" and paper != "json":
        raise BadUsage(N_("%(given)s is a folder of files and needs a name."), given=paper, command="fupan export")
    target = target or f"fupan-{door.app.moment.today}" + (".json" if paper == "json" else f"-{paper}")
    if paper == "json":
        taking_out.export_json(door, None if target == "-" else Path(target))
    else:
        taking_out.export_folder(door, Path(target), paper)
    door.talk(N_("This is the full copy of your journal, private words included: %(path)s"), path=target)
    if door.app.sealed:
        door.talk(N_("Your journal is encrypted, this is not; an encrypted copy is made by `fupan backup FILE`."))


@command(
    app,
    "import",
    N_(
        "Bring an exported journal into this one.\n"
        "Into an empty journal everything comes as it was. Otherwise the newer of two wins row by row, nothing "
        "newer is overwritten, and `fupan undo` takes the whole import back."
    ),
    "fupan import journal.json --dry-run",
    "fupan import journal.json",
)
def import_(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE", help=N_("what `fupan export` wrote; - is standard input"))],
    *,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    door.app.unlock()
    data = parse(read_bytes(source), source)
    with door.app.journal() as journal, progress(door, N_("Importing")) as at:
        done = journal.take_in(data, source, dry_run=dry_run, at=at)
    door.answer("imported", done, lambda: safety.imported(done, door.say))


@command(
    app,
    "undo",
    N_(
        "Take back what the last command wrote.\n"
        "Again, and it goes one change further back. Whatever is taken back can be brought back with --redo, "
        "and stays in the history of the journal."
    ),
    "fupan undo --dry-run",
    "fupan undo",
    "fupan undo --redo",
)
def undo(
    ctx: typer.Context,
    *,
    dry_run: DryRun = False,
    redo: Annotated[bool, typer.Option("--redo", help=N_("take the last undo back"))] = False,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.journal() as journal:
        done = journal.undo(dry_run=dry_run, redo=redo)
    when = door.words.moment(done.at, door.app.moment.zone)
    door.answer("undone", done, lambda: safety.undone(done, door.say, when=when))


@command(
    app,
    "purge",
    N_(
        "Remove a goal, a note, a week or a quarter for good, with all that it ever said.\n"
        "Unlike `fupan goal drop` and `fupan undo` this cannot be taken back. Without --yes it only shows what "
        "would go, and which backups hold it too."
    ),
    "fupan purge g7",
    "fupan purge 2026-W47 --yes",
    "fupan purge n12 --backups --yes",
)
def purge(
    ctx: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="WHAT", help=N_("g7, n12, W47, 2026-Q4, or a goal's title"), autocompletion=offers.goals
        ),
    ],
    *,
    backups: Annotated[bool, typer.Option("--backups", help=N_("from the backups beside the journal too"))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=N_("do it"))] = False,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.journal() as journal:
        done = journal.purge(" ".join(what), dry_run=not yes, from_copies=backups)
    if not yes:
        door.write_talk(safety.purged(done, door.say))
        raise NeedsYes
    door.answer("purged", done, lambda: safety.purged(done, door.say))


def read_bytes(source: str) -> bytes:
    """What is in a file, up to one byte more than a journal may have."""
    if source == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(source).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadFile(source, error.strerror or str(error)) from error
