"""`fupan demo`: a made-up person's two quarters in a directory of their own."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.app import App
from fupan.cli.papers import on_paper
from fupan.cli.tree import command, single
from fupan.errors import CannotWrite, NameTaken, NothingFound
from fupan.language import N_

if TYPE_CHECKING:
    from fupan.journal import Journal
    from fupan.periods import Quarter

QUARTERS_BACK = 40
app = single()


@command(
    app,
    "demo",
    N_(
        "See a whole quarter of a made-up person, in a directory of its own.\n"
        "Your own journal is not touched; the directory stays, and its path is shown."
    ),
    "fupan demo",
    "fupan --lang zh demo --keep ~/fupan-demo",
)
def demo(
    ctx: typer.Context,
    keep: Annotated[str, typer.Option("--keep", metavar="DIR", help=N_("where to put it; a new directory"))] = "",
) -> None:
    from fupan.demo import write  # noqa: PLC0415 - nobody else needs the demo's people

    door = ctx.obj
    home = _directory(keep)
    door.talk(N_("A made-up person writes half a year; this takes some seconds."))
    write(home, door.say.code)
    there = App(environ={**door.app.environ, "FUPAN_HOME": str(home)}, overrides=door.app.overrides, tell=door.talk)
    with there.journal() as journal:
        quarter = _last_closed(journal)
        made = journal.report(quarter)
    there.look_again()  # a prompt in there knows what is due
    door.echo(quarter)
    whose = door.say(N_("Made up: an engineer, layoffs at work, a paper written at night. One quarter:"))
    door.give(f"{whose}\n{on_paper(door, made, 'terminal')}", paged=True)
    door.talk(N_("This journal is made up; it lies in %(home)s. Three commands to try there:"), home=home)
    for tried in ("status", f"show {quarter.weeks[4]}", f"report {quarter} --as html -o quarter.html"):
        door.write_talk(f"  FUPAN_HOME={shlex.quote(str(home))} {_called()} {tried}")


def _called() -> str:
    """The program as it can be called again: by its name where the shell finds it, else by its path."""
    return "fupan" if shutil.which("fupan") else shlex.quote(sys.argv[0])


def _last_closed(journal: Journal) -> Quarter:
    """The latest quarter that the made-up person closed, else the running one."""
    running = journal.moment.week_under_review.quarter
    for back in range(QUARTERS_BACK):
        with contextlib.suppress(NothingFound):
            return journal.quarterly(running.shift(-back)).quarter
    return running


def _directory(wanted: str) -> Path:
    """A fresh private directory; one that is there already and holds anything is not touched."""
    if not wanted:
        return Path(tempfile.mkdtemp(prefix="fupan-demo-"))
    home = Path(wanted).expanduser().absolute()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(home.iterdir()):
            raise NameTaken(str(home))
    except OSError as error:
        raise CannotWrite(str(home), error.strerror or str(error)) from error
    return home
