"""`fupan config`: the settings, their values, where each comes from, and the file that holds them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupan.cli import offers
from fupan.cli.tree import command, group
from fupan.errors import BadUsage, CannotWrite, EditorFailed, NeedsTerminal
from fupan.language import N_
from fupan.render import screens
from fupan.settings import SETTINGS, load, read_file, write
from fupan.settings import read as read_setting

if TYPE_CHECKING:
    from fupan.cli.door import Door

app = group(
    "config",
    N_(
        "Settings: get, set, list, path, edit.\n"
        "The command line wins over the environment (FUPAN_DAY_ENDS=3), that over the file, that over the "
        "defaults."
    ),
    "fupan config list",
    "fupan config set day_ends 3",
    "fupan config get language",
)
ALARM = ("review_day", "review_time", "review_minutes", "home_zone")  # an alarm has a copy of these
names = offers.one_of(*SETTINGS)


@command(app, "get", N_("The value in force of one setting, or of all."), "fupan config get day_ends")
def get(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("the setting"), autocompletion=names)] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    door = ctx.obj
    if not name:
        listing(ctx, as_json=as_json)
        return
    if name not in SETTINGS:
        read_setting(name, "")
    value = getattr(door.app.settings, name)
    door.answer("setting", {name: value}, lambda: str(value))


@command(app, "list", N_("Every setting: value, source, use."), "fupan config list", "fupan config list --json")
def listing(
    ctx: typer.Context, *, as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    loaded = door.app.loaded
    rows = [
        (name, getattr(loaded.settings, name), loaded.sources[name], setting.use) for name, setting in SETTINGS.items()
    ]
    data = {name: {"value": value, "source": source} for name, value, source, _ in rows}
    door.answer("settings", data, lambda: screens.settings(rows, door.say))


@command(
    app,
    "set",
    N_("Set a value in the file; its comments stay."),
    "fupan config set language zh",
    "fupan config set review_time 21:30",
)
def put(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("the setting"), autocompletion=names)],
    value: Annotated[str, typer.Argument(metavar="VALUE", help=N_("its new value"))],
) -> None:
    door = ctx.obj
    path = door.app.paths.config
    kept = write(path, name, value)
    door.app.settings_changed()
    door.talk(N_("%(name)s = %(value)s stands in %(path)s."), name=name, value=kept, path=path)
    if name in ALARM and door.app.sealed:
        door.talk(N_("The journal is encrypted: `fupan due` follows when you next write in it."))
    if name in ALARM:
        door.talk(N_("An alarm that is installed follows after another `fupan remind install`."))


@command(app, "path", N_("Where the file lies."), "fupan config path")
def path(ctx: typer.Context) -> None:
    ctx.obj.give(str(ctx.obj.app.paths.config))


@command(app, "edit", N_("Open the file in your editor; it is checked afterwards."), "fupan config edit")
def edit(ctx: typer.Context) -> None:
    door = ctx.obj
    try:
        door.terminal("fupan config")
    except NeedsTerminal:
        why = N_("This opens an editor and needs a terminal. In a script: fupan config set NAME VALUE")
        raise BadUsage(why, command="fupan config edit") from None
    place = door.app.paths.config
    editor = _editor(door)
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not place.exists():
            place.write_text(_template(door), encoding="utf-8")
        done = subprocess.run([*editor, str(place)], check=False)  # noqa: S603 - the person's own
    except OSError as error:
        raise CannotWrite(str(place), error.strerror or str(error)) from error
    if done.returncode:
        raise EditorFailed(editor[0], N_("it reported an error"), str(place))
    read_file(place)
    load(place, {}, {})


def _editor(door: Door) -> Any:
    """The editor, also where the file that may name it cannot be read."""
    from fupan.app import App  # noqa: PLC0415
    from fupan.errors import FupanError  # noqa: PLC0415

    try:
        return door.app.editor
    except FupanError:
        return App(environ={**door.app.environ, "FUPAN_HOME": "/nonexistent"}).editor


def _template(door: Door) -> str:
    """A file in which every setting stands as a comment with its default."""
    from fupan.settings import Settings  # noqa: PLC0415

    lines = []
    for name, setting in SETTINGS.items():
        value = getattr(Settings(), name)
        shown = f'"{value}"' if isinstance(value, str) else value
        lines.append(f"# {door.say(setting.use)}\n# {name} = {shown}\n")
    return "\n".join(lines)
