"""The tree of commands, and what the parser refuses in our words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupan import __version__
from fupan.cli.tree import LazyGroup, speak
from fupan.errors import BadUsage
from fupan.language import N_

if TYPE_CHECKING:
    from fupan.cli.door import Door
    from fupan.cli.tree import Registry
    from fupan.language import Language

ABOUT = N_("The weekly review that asks why. Without a command: where you stand and what to do now.")
EXAMPLES = "fupan week\nfupan note 'read two papers' -g g7 --hours 1.5h\nfupan report 2026-Q4"


def tree(registry: Registry, say: Language) -> Any:
    """The root and its commands, as far as they are known without importing them, in a language."""
    LazyGroup.registry = registry
    app = typer.Typer(
        name="fupan",
        cls=LazyGroup,
        help=ABOUT,
        epilog=EXAMPLES,
        callback=_alone,
        context_settings={"help_option_names": ["--help", "-h"]},
        invoke_without_command=True,
        add_completion=False,
        rich_markup_mode=None,
    )
    return speak(typer.main.get_command(app), say)


def obey(commands: Any, arguments: list[str], door: Door) -> int:
    """Run the command that a command line names; gives its exit status."""
    try:
        with commands.make_context("fupan", arguments, obj=door) as context:
            commands.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    except typer.TyperException as problem:
        raise usage(problem) from None
    return 0


def _alone(
    ctx: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", "-V", help=N_("the version"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=N_("the answer as JSON"))] = False,
) -> None:
    del as_json  # the door has seen it
    if version:
        ctx.obj.give(f"fupan {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        from fupan.cli.glances import stand  # noqa: PLC0415 - loaded when it runs, as every command

        stand(ctx.obj)


def usage(problem: Any) -> BadUsage:
    """Typer's refusal of a command line in our words."""
    text, context = str(problem.message), getattr(problem, "ctx", None)
    command = getattr(context, "command_path", "fupan")
    given = getattr(problem, "option_name", "")
    if near := getattr(problem, "possibilities", None):
        why = N_("There is no option %(given)s. Perhaps you mean: %(near)s.")
        return BadUsage(why, given=given, near=", ".join(sorted(near)), command=command)
    if extra := re.search(r"unexpected extra argument(?:s|\(s\))? \((.*)\)", text):
        return BadUsage(N_("%(given)s is more than %(command)s takes."), given=extra[1], command=command)
    if text.startswith("Missing command") and context is not None:
        near = ", ".join(context.command.commands)
        return BadUsage(N_("%(command)s needs one of these behind it: %(near)s."), near=near, command=command)
    for sign, why in (
        ("No such option", N_("There is no option %(given)s.")),
        ("does not take a value", N_("The option %(given)s takes no value.")),
        ("requires", N_("The option %(given)s needs a value.")),
    ):
        if given and sign in text:
            return BadUsage(why, given=given, command=command)
    return BadUsage("%(given)s", given=text, command=command)
