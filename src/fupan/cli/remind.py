"""`fupan remind`: the machine's own alarm for the evening of the review."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan import reminding, stamp
from fupan.cli import offers
from fupan.cli.tree import command, group
from fupan.errors import BadUsage, NeedsTerminal
from fupan.language import N_, Language, pick_language
from fupan.render import habit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.cli.door import Door

app = group(
    "remind",
    N_(
        "An alarm for the evening of the review: install, show, remove.\n"
        "Day, time, minutes and zone are the settings review_day, review_time, review_minutes and home_zone."
    ),
    "fupan remind install",
    "fupan remind install --as ics",
    "fupan remind remove",
)
FINDERS = ("FUPAN_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")  # how the alarm finds this journal and its settings
EARLY = 12 * 3600  # seconds before its moment that a review may be announced: clocks and zones differ
kinds = offers.one_of(*reminding.KINDS)
As = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="KIND",
        help=N_("systemd, launchd, cron, schtasks or ics; else what this machine has"),
        autocompletion=kinds,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("do not ask"))]


@command(
    app,
    "install",
    N_("Show what would be written and run, and do it after a yes."),
    "fupan remind install",
    "fupan remind install --as cron --yes",
)
def install(ctx: typer.Context, *, kind: As = "", yes: Yes = False) -> None:
    door = ctx.obj
    plan = _plan(door, kind)
    door.write_talk(habit.plan(plan, door.say, remove=False))
    _agree(door, yes=yes)
    reminding.install(plan, _machine(door))
    if plan.kind == "ics":
        door.give(door.say(N_("Open it with your calendar program: %(path)s"), path=plan.files[0].path))
        return
    door.give(door.say(N_("Installed. Next: %(when)s."), when=_when(door)))


@command(app, "show", N_("What is installed, or what would be."), "fupan remind show", "fupan remind show --as ics")
def show(
    ctx: typer.Context,
    *,
    kind: As = "",
    as_json: Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)] = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    found = _installed(door, kind)
    plans = found or [_plan(door, kind)]
    data = {
        "installed": [plan.kind for plan in found],
        "files": {str(file.path): file.text for plan in plans for file in plan.files},
        "commands": [list(one.words) for plan in plans for one in plan.install],
    }
    shown = "\n".join(habit.plan(plan, door.say, remove=False) for plan in plans)
    door.answer("reminder", data, lambda: f"{habit.found([plan.kind for plan in found], door.say)}\n{shown}")


@command(app, "remove", N_("Take the alarm out again, without a trace."), "fupan remind remove")
def remove(ctx: typer.Context, *, kind: As = "", yes: Yes = False) -> None:
    door = ctx.obj
    found = _installed(door, kind)
    if not found:
        door.give(door.say(N_("No reminder is installed.")))
        raise typer.Exit(stamp.DUE)
    for plan in found:
        door.write_talk(habit.plan(plan, door.say, remove=True))
    _agree(door, yes=yes)
    for plan in found:
        reminding.remove(plan, _machine(door))
    door.give(door.say(N_("Removed.")))
    if any(plan.kind == "ics" for plan in found):
        door.talk(N_("If the event stands in your calendar program, delete it there."))


@command(app, "ring", N_("What the alarm runs: a notification if a review is due."), "fupan remind ring")
def ring(ctx: typer.Context) -> None:
    door = ctx.obj
    found = stamp.read(str(door.app.paths.stamp))
    now = door.app.instant().timestamp()
    if found is None or now < found.due - EARLY or now < found.quiet:
        return
    title, body = _words(
        door, Language.load(pick_language(found.language, door.app.environ))
    )  # an alarm has no locale of its own
    call = habit.notification(sys.platform, title, body)
    try:
        subprocess.run(call, env=_session(door.app.environ), check=True, capture_output=True, timeout=30)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        door.give(f"{title}\n{body}")  # cron sends it by mail, systemd keeps it in its journal


def _plan(door: Door, kind: str) -> reminding.Plan:
    machine = _machine(door)
    chosen = kind or machine.usual
    if chosen not in reminding.KINDS:
        why = N_("--as takes one of %(near)s, not “%(given)s”.")
        raise BadUsage(why, given=kind, near=", ".join(reminding.KINDS), command="fupan remind")
    return reminding.plan(chosen, _wish(door), machine)


def _installed(door: Door, kind: str) -> list[reminding.Plan]:
    names = (kind,) if kind else _machine(door).kinds
    return [plan for name in names if reminding.installed(plan := _plan(door, name))]


def _wish(door: Door) -> reminding.Wish:
    app_, rhythm = door.app, door.app.rhythm
    today = app_.moment.now.date()
    title, body = _words(door, door.say)
    environ = {name: os.path.abspath(value) for name in FINDERS if (value := app_.environ.get(name))}  # noqa: PTH100
    return reminding.Wish(
        day=rhythm.day,
        time=rhythm.time,
        minutes=app_.settings.review_minutes,
        zone=app_.settings.home_zone,
        first=today + timedelta(days=(rhythm.day - today.weekday()) % 7),
        now=app_.moment.utc,
        program=(sys.executable, "-m", "fupan", "remind", "ring"),
        environ=environ,
        title=title,
        body=body,
    )


def _words(door: Door, say: Language) -> tuple[str, str]:
    minutes = door.app.settings.review_minutes
    body = N_("%(minutes)s minutes for the week. Open a terminal and type: fupan week")
    return say(N_("fupan: weekly review")), say(body, minutes=minutes)


def _machine(door: Door) -> reminding.Machine:
    environ, home = door.app.environ, Path.home()
    return reminding.Machine(
        home=home,
        config=Path(environ.get("XDG_CONFIG_HOME") or home / ".config"),
        data=Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share"),
        own=door.app.paths.config.parent,
        environ=environ,
        user=0 if os.name == "nt" else os.getuid(),
    )


def _session(environ: Mapping[str, str]) -> dict[str, str]:
    """Cron knows nothing of the desktop; its bus lies where systemd puts it."""
    known = dict(environ)
    if sys.platform == "linux" and "DBUS_SESSION_BUS_ADDRESS" not in known:
        known["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path=/run/user/{os.getuid()}/bus"
    return known


def _agree(door: Door, *, yes: bool) -> None:
    """A plain yes, or nothing is done."""
    if yes:
        return
    try:
        screen = door.terminal("fupan remind")
    except NeedsTerminal:
        raise reminding.NeedsConsent from None
    from fupan.cli.prompt import reader  # noqa: PLC0415 - only a person is asked

    try:
        given = reader(screen, colored=False)(door.say(N_("Do this? y/n")) + " › ", "", "")
    except EOFError:
        given = ""
    if given.strip().lower() not in ("y", "yes", "是", "好"):
        raise reminding.NeedsConsent


def _when(door: Door) -> str:
    wish = _wish(door)
    words = door.words
    comma = " " if door.say.zh else ", "
    return f"{words.weekday(wish.first)} {words.day(wish.first)}{comma}{wish.time:%H:%M}"
