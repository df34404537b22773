"""The kinds of alarm that machines have: systemd, launchd, cron, the Windows task scheduler, any calendar."""

from __future__ import annotations

import plistlib
import shlex
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from fupan.reminding.plans import NAME, Command, File, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fupan.reminding.installing import Machine
    from fupan.reminding.plans import Wish

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MARK = "# fupan remind"  # at the end of the one line in a crontab
TASK = "http://schemas.microsoft.com/windows/2004/02/mit/task"
LABEL = "fupan.review"


def plan(kind: str, wish: Wish, machine: Machine) -> Plan:
    """Everything that an alarm of `kind` writes and runs."""
    return KINDS[kind](wish, machine)


# --- systemd ---------------------------------------------------------------------------------------------


def systemd(wish: Wish, machine: Machine) -> Plan:
    """A timer of the person's own; a machine that slept rings when it wakes."""
    folder = machine.config / "systemd" / "user"
    environ = "".join(f"Environment={_unit_word(f'{name}={value}')}\n" for name, value in wish.environ.items())
    command = " ".join(_unit_word(word).replace("$", "$$") for word in wish.program)
    service = f"[Unit]\nDescription={_unit_text(wish.title)}\n\n[Service]\nType=oneshot\n{environ}ExecStart={command}\n"
    when = f"{DAYS[wish.day]} *-*-* {wish.time:%H:%M}:00{' ' + wish.zone if wish.zone else ''}"
    timer = (
        f"[Unit]\nDescription={_unit_text(wish.title)}\n\n[Timer]\nOnCalendar={when}\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )
    name, user = f"{NAME}.timer", ("systemctl", "--user")
    return Plan(
        kind="systemd",
        files=(File(path=folder / f"{NAME}.service", text=service), File(path=folder / name, text=timer)),
        install=(Command(words=(*user, "daemon-reload")), Command(words=(*user, "enable", "--now", name))),
        remove=(Command(words=(*user, "disable", "--now", name), needed=False),),
        after=(Command(words=(*user, "daemon-reload"), needed=False),),
        traces=(
            folder / "timers.target.wants" / name,
            machine.data / "systemd" / "timers" / f"stamp-{name}",
        ),
    )


def _unit_text(text: str) -> str:
    return text.replace("%", "%%")


def _unit_word(word: str) -> str:
    """One word of a unit file, whatever is in it."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("\n", "\\n")
    return f'"{escaped}"'


# --- cron ------------------------------------------------------------------------------------------------


def cron(wish: Wish, machine: Machine) -> Plan:
    """One line in the person's crontab, marked, beside whatever stands there."""
    known = machine.crontab()
    others = [line for line in known.splitlines() if not line.endswith(MARK)]
    environ = [f"{name}={shlex.quote(value)}" for name, value in wish.environ.items()]
    command = " ".join([*environ, *(shlex.quote(word) for word in wish.program)]).replace("%", "\\%")
    line = f"{wish.time.minute} {wish.time.hour} * * {(wish.day + 1) % 7} {command} {MARK}"
    rest = "".join(f"{other}\n" for other in others)
    gone = Command(words=("crontab", "-"), given=rest) if others else Command(words=("crontab", "-r"))
    return Plan(
        kind="cron",
        install=(Command(words=("crontab", "-"), given=f"{rest}{line}\n"),),
        remove=(gone,),
        present=len(others) != len(known.splitlines()),
    )


# --- launchd ---------------------------------------------------------------------------------------------


def launchd(wish: Wish, machine: Machine) -> Plan:
    """An agent of the person's own on macOS."""
    path = machine.home / "Library" / "LaunchAgents" / f"{LABEL}.plist"
    agent = {
        "Label": LABEL,
        "ProgramArguments": list(wish.program),
        "EnvironmentVariables": dict(wish.environ),
        "StartCalendarInterval": {
            "Weekday": (wish.day + 1) % 7,
            "Hour": wish.time.hour,
            "Minute": wish.time.minute,
        },
    }
    text = plistlib.dumps(agent).decode()
    user = f"gui/{machine.user}"
    return Plan(
        kind="launchd",
        files=(File(path=path, text=text),),
        install=(
            Command(words=("launchctl", "bootout", f"{user}/{LABEL}"), needed=False),
            Command(words=("launchctl", "bootstrap", user, str(path))),
        ),
        remove=(Command(words=("launchctl", "bootout", f"{user}/{LABEL}"), needed=False),),
        untested=True,
    )


# --- Windows ---------------------------------------------------------------------------------------------


def schtasks(wish: Wish, machine: Machine) -> Plan:
    """A task of the person's own on Windows; a machine that slept rings when it wakes."""
    path = machine.own / f"{NAME}.xml"
    start = datetime.combine(wish.first, wish.time)
    week = {
        "StartBoundary": start.isoformat(),
        "ScheduleByWeek": {"DaysOfWeek": {f"{wish.first:%A}": {}}, "WeeksInterval": "1"},
    }
    task = ET.Element("Task", version="1.2", xmlns=TASK)
    _tree(
        task,
        {
            "RegistrationInfo": {"Description": wish.title},
            "Triggers": {"CalendarTrigger": week},
            "Settings": {"StartWhenAvailable": "true", "DisallowStartIfOnBatteries": "false"},
            "Actions": {"Exec": _windows_command(wish)},
        },
    )
    ET.indent(task)
    text = '<?xml version="1.0" encoding="UTF-16"?>\n' + ET.tostring(task, encoding="unicode") + "\n"
    return Plan(
        kind="schtasks",
        files=(File(path=path, text=text, encoding="utf-16"),),
        install=(Command(words=("schtasks", "/Create", "/TN", NAME, "/XML", str(path), "/F")),),
        remove=(Command(words=("schtasks", "/Delete", "/TN", NAME, "/F"), needed=False),),
        untested=True,
    )


def _windows_command(wish: Wish) -> dict[str, str]:
    import subprocess  # noqa: PLC0415 - for the way in which Windows quotes

    if not wish.environ:
        return {"Command": wish.program[0], "Arguments": subprocess.list2cmdline(wish.program[1:])}
    sets = "".join(f'set "{name}={value}" && ' for name, value in wish.environ.items())
    return {"Command": "cmd.exe", "Arguments": f'/c "{sets}{subprocess.list2cmdline(wish.program)}"'}


def _tree(above: ET.Element, below: Mapping[str, object]) -> None:
    for name, value in below.items():
        element = ET.SubElement(above, name)
        if isinstance(value, dict):
            _tree(element, value)
        else:
            element.text = str(value)


# --- any calendar ----------------------------------------------------------------------------------------


def ics(wish: Wish, machine: Machine) -> Plan:
    """A weekly event with an alarm, to be opened with a calendar program; it is removed there."""
    return Plan(kind="ics", files=(File(path=machine.own / f"{NAME}.ics", text=event(wish)),))


def event(wish: Wish) -> str:
    """The event as an iCalendar file. Without a zone of one's own it rings at that time wherever one is."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415 - no other kind needs it

    calendar, weekly, alarm = Calendar(), Event(), Alarm()
    calendar.add("prodid", "-//fupan//weekly review//")
    calendar.add("version", "2.0")
    start = datetime.combine(wish.first, wish.time, ZoneInfo(wish.zone) if wish.zone else None)
    weekly.add("uid", f"{NAME}@fupan")
    weekly.add("dtstamp", wish.now)
    weekly.add("dtstart", start)
    weekly.add("duration", timedelta(minutes=wish.minutes))
    weekly.add("rrule", {"freq": "weekly", "byday": DAYS[wish.day][:2].upper()})
    weekly.add("summary", wish.title)
    weekly.add("description", wish.body)
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta())
    alarm.add("description", wish.body)
    weekly.add_component(alarm)
    calendar.add_component(weekly)
    if wish.zone:
        calendar.add_missing_timezones()
    text: str = calendar.to_ical().decode()
    return text.replace("\r\n", "\n")


KINDS: Mapping[str, Callable[[Wish, Machine], Plan]] = {
    "systemd": systemd,
    "launchd": launchd,
    "cron": cron,
    "schtasks": schtasks,
    "ics": ics,
}
