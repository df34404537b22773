"""Completion for the person's shell: commands, options, goals and periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import completion as _typer

from fupan.cli import COMPLETION, offers
from fupan.cli.tree import command, group
from fupan.errors import BadUsage
from fupan.language import N_

if TYPE_CHECKING:
    from fupan.cli.door import Door

shells: Any = _typer  # what it re-exports is not declared as its own
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
app = group(
    "completion",
    N_("Completion for your shell: install, show."),
    "fupan completion install bash",
    "fupan completion show zsh",
)
shell_names = offers.one_of(*SHELLS)
Shell = Annotated[
    str, typer.Argument(metavar="SHELL", help=N_("bash, zsh, fish or powershell"), autocompletion=shell_names)
]


@command(app, "install", N_("Put completion into your shell's start-up files."), "fupan completion install bash")
def install(ctx: typer.Context, shell: Shell) -> None:
    _check(shell)
    _, path = shells.install(shell=shell, prog_name="fupan", complete_var=COMPLETION)
    ctx.obj.talk(N_("Installed in %(path)s; it works in the next shell that you open."), path=path)


@command(app, "show", N_("Print the script, to be put where you like."), "fupan completion show zsh > _fupan")
def show(ctx: typer.Context, shell: Shell) -> None:
    _check(shell)
    ctx.obj.give(shells.get_completion_script(prog_name="fupan", complete_var=COMPLETION, shell=shell))


def complete(commands: Any, door: Door, instruction: str) -> int:
    """Answer the shell; never a word on standard error."""
    door.app.tell = lambda _message, **_values: None
    shells.completion_init()
    return int(shells.shell_complete(commands, {"obj": door}, "fupan", COMPLETION, instruction))


def _check(shell: str) -> None:
    if shell not in SHELLS:
        why = N_("“%(given)s” is no shell that can be completed in; there are %(near)s.")
        raise BadUsage(why, given=shell, near=", ".join(SHELLS), command="fupan completion")
