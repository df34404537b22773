"""Commands and groups as this house has them: loaded when they run, helped in the person's language.

Typer 0.29 turns every value into its type through pydantic, which costs more than most commands. All our
parameters are flags and texts, read by the house itself, so `_take_as_given` lets them through.
"""

from __future__ import annotations

from copy import copy
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from fupan.cli.line import EVERYWHERE
from fupan.errors import BadUsage
from fupan.language import N_, Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from fupan.cli.door import Door

    Body = Callable[..., Any]
    Row = tuple[str, str]
    Registry = Mapping[str, tuple[str, str, str]]  # by name: the room, the line of help, the section it stands in

COLUMN = 28  # where the explanations begin, at most


class Command(TyperCommand):
    """A command whose help begins with its examples, which its epilog carries."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        lighten(self)

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        return light_help(super().get_help_option(ctx))

    def get_help(self, ctx: Any) -> str:
        return help_of(self, ctx)


class Group(TyperGroup):
    """Commands under one name."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        lighten(self)

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        return light_help(super().get_help_option(ctx))

    def get_help(self, ctx: Any) -> str:
        return help_of(self, ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name = args[0]
        if command := self.commands.get(name):
            return name, command, args[1:]
        if ctx.resilient_parsing:
            return None, None, args[1:]
        raise self.unknown(ctx, name)

    def unknown(self, ctx: Any, name: str) -> BadUsage:
        likely = get_close_matches(name, self.commands, 3, 0.5)
        if likely:
            why, near = N_("There is no command “%(given)s”. Perhaps you mean: %(near)s."), ", ".join(likely)
        else:
            why, near = N_("There is no command “%(given)s”. There are: %(near)s."), ", ".join(self.commands)
        return BadUsage(why, given=name, near=near, command=ctx.command_path)


class LazyGroup(Group):
    """The root: it knows every command's name and one line of help, and imports a command when it runs."""

    registry: ClassVar[Registry] = {}

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, (_, line, _) in self.registry.items():
            self.commands[name] = Command(name, help=line)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name = args[0]
        if name in self.registry:
            self.commands[name] = speak(self.load(name, args[1:]), ctx.obj.say)
        return super().resolve_command(ctx, args)

    def load(self, name: str, behind: Sequence[str] = ()) -> Any:
        """The real command of a name, from the module that the registry names.

        Typer takes the signatures of a whole room apart; where it is clear which command is meant, of one.
        """
        room = copy(import_module(self.registry[name][0]).app)
        meant = [info for info in room.registered_commands if info.name in (name, *behind[:1])]
        room.registered_commands = meant or room.registered_commands
        built = typer.main.get_command(room)
        return getattr(built, "commands", {}).get(name, built)


def command(app: typer.Typer, name: str, text: str, *examples: str) -> Callable[[Body], Body]:
    """Register a command with its help and the command lines that its help begins with."""
    return app.command(name, cls=Command, help=text, epilog="\n".join(examples))


def group(name: str, text: str, *examples: str, bare: Body | None = None) -> typer.Typer:
    """Commands under one name; `bare` is what the name alone does."""
    return typer.Typer(
        name=name,
        cls=Group,
        help=text,
        epilog="\n".join(examples),
        callback=bare or _nothing,
        invoke_without_command=bare is not None,
        add_completion=False,
        rich_markup_mode=None,
    )


def single() -> typer.Typer:
    """A room for commands that stand at the root."""
    return typer.Typer(add_completion=False, rich_markup_mode=None)


def _nothing() -> None:
    """A group without a command of its own."""


def missing(given: str, ctx: typer.Context) -> BadUsage:
    """What to say where an argument is left out: its name, and a line that has it."""
    example, _, _ = (ctx.command.epilog or ctx.command_path).partition("\n")
    return BadUsage(
        N_("%(given)s is missing here. For example: %(near)s"), given=given, near=example, command=ctx.command_path
    )


# --- values without pydantic -----------------------------------------------------------------------------


def lighten(command: Any) -> None:
    for parameter in command.params:
        parameter.process_value = partial(_take_as_given, parameter)


def light_help(option: TyperOption | None) -> TyperOption | None:
    """Typer's own --help has None for its default, which alone would bring pydantic in."""
    if option is not None:
        option.default = False
    return option


def _take_as_given(parameter: TyperOption | TyperArgument, ctx: typer.Context, value: Any) -> Any:
    """What Typer does with a value, less the conversion: ours are flags, texts and lists of texts."""
    if parameter.required and parameter.value_is_missing(value):
        raise missing(parameter.display_name_raw, ctx)
    return parameter.callback(ctx, parameter, value) if parameter.callback else value


# --- help ------------------------------------------------------------------------------------------------


def speak(command: Any, say: Language) -> Any:
    """Put a command's help, and that of everything under it, into a language."""
    command.help = say(command.help or "")
    for parameter in command.params:
        parameter.help = say(parameter.help or "")
    for below in getattr(command, "commands", {}).values():
        speak(below, say)
    return command


def help_of(command: Any, ctx: typer.Context) -> str:
    """A command's whole help: examples first."""
    from fupan.render.cells import wrap  # noqa: PLC0415

    door: Door = ctx.obj
    say, width = door.say, min(max(door.app.width, 50), 100)
    lines = [say(N_("For example:"))]
    lines += [f"  {example}" for example in (command.epilog or ctx.command_path).split("\n")]
    lines += ["", *wrap(command.help or "", width)]
    lines += ["", say(N_("Usage: %(usage)s"), usage=_usage(command, ctx, say))]
    parameters = [p for p in command.params if not getattr(p, "hidden", False)]
    arguments = [(_argument(p), p.help) for p in parameters if isinstance(p, TyperArgument) and p.help]
    options = [(_option(p), p.help or "") for p in parameters if isinstance(p, TyperOption)]
    everywhere = [(name, say(use)) for name, use in EVERYWHERE]
    at_least = max(map(len, getattr(command, "commands", ())), default=0)  # all sections in one column
    for title, rows in (
        *_below(command),
        (N_("Arguments:"), arguments),
        (N_("Options:"), options),
        (N_("Everywhere:"), everywhere),
    ):
        if rows:
            lines += ["", say(title), *_table(rows, width, at_least)]
    return "\n".join(lines)


def _below(command: Any) -> Iterable[tuple[str, Sequence[Row]]]:
    """The commands under a name; the root's in sections."""
    rows = [(name, (c.help or "").partition("\n")[0]) for name, c in getattr(command, "commands", {}).items()]
    if not isinstance(command, LazyGroup):
        return [(N_("Commands:"), rows)]
    sections = dict.fromkeys(section for _, _, section in command.registry.values())
    return [(title, [row for row in rows if command.registry[row[0]][2] == title]) for title in sections]


def _usage(command: Any, ctx: typer.Context, say: Language) -> str:
    parts: list[str] = [ctx.command_path]
    parts += [_argument(p, usage=True) for p in command.params if isinstance(p, TyperArgument)]
    if any(isinstance(p, TyperOption) for p in command.params):
        parts.append(f"[{say(N_('OPTIONS'))}]")
    if isinstance(command, TyperGroup):
        name = say(N_("COMMAND"))
        parts.append(f"[{name}]" if command.invoke_without_command else name)
    return " ".join(parts)


def _argument(parameter: TyperArgument, *, usage: bool = False) -> str:
    name = parameter.metavar or parameter.name.upper()
    return f"[{name}]" if usage and not parameter.required else name


def _option(parameter: TyperOption) -> str:
    names = ", ".join(sorted(parameter.opts, key=len))
    return names if parameter.is_flag else f"{names} {parameter.metavar or parameter.name.upper()}"


def _table(rows: Sequence[Row], width: int, at_least: int = 0) -> Iterable[str]:
    """Names at the left, what they are for at the right; a long name has a line of its own."""
    from fupan.render.cells import cells, pad, wrap  # noqa: PLC0415

    column = min(max(at_least, *(cells(name) for name, _ in rows)) + 2, COLUMN)
    for name, use in rows:
        first, *more = wrap(use or "", width - column - 2) or [""]
        if cells(name) + 2 > column:
            yield f"  {name}"
            name = ""  # noqa: PLW2901 - said already
        yield f"  {pad(name, column)}{first}".rstrip()
        yield from (" " * (column + 2) + line for line in more)
