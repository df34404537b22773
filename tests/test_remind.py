"""Reminders: shown before they are written, in the form that each system reads, and removed without a trace."""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan import reminding, stamp
from fupan.errors import CannotWrite
from fupan.reminding import CannotRemind, Machine, Wish
from fupan.reminding.alarms import MARK, event

ODD = {"FUPAN_HOME": '/home/ana/my "journal" 100% $HOME\\\'s'}


def wish(**more):
    given_ = {
        "day": 0,
        "time": time(20),
        "minutes": 30,
        "zone": "",
        "first": date(2026, 11, 23),
        "now": datetime(2026, 11, 20, 12, tzinfo=UTC),
        "program": (sys.executable, "-m", "fupan", "remind", "ring"),
        "environ": {},
        "title": "fupan: 每周复盘",
        "body": "30 minutes",
    }
    return Wish(**{**given_, **more})


@pytest.fixture
def machine(tmp_path):
    """A machine with a systemctl, a crontab and a notify-send of its own that write down what they were told."""
    tools = tmp_path / "tools"
    tools.mkdir()
    table = tmp_path / "crontab"
    for name, body in {
        "systemctl": f'echo systemctl "$@" >> {tmp_path}/log; exit $(cat {tmp_path}/fails 2>/dev/null || echo 0)',
        "crontab": f"""case "$1" in
-l) cat {table} 2>/dev/null || {{ echo 'no crontab for ana' >&2; exit 1; }};;
-r) rm {table};;
-) cat > {table};;
esac""",
        "notify-send": f'printf "%s\\n" "$@" > {tmp_path}/shown',
    }.items():
        (tools / name).write_text(f"#!/bin/sh\n{body}\n")
        (tools / name).chmod(0o755)
    for needed in ("cat", "rm"):
        (tools / needed).symlink_to(shutil.which(needed))
    return Machine(
        home=tmp_path / "home",
        config=tmp_path / "home" / ".config",
        data=tmp_path / "home" / ".local" / "share",
        own=tmp_path / "own",
        environ={"PATH": str(tools)},
        system="linux",
        user=1000,
    )


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.name != "log"}


@pytest.mark.parametrize("kind", ["systemd", "cron", "ics"])
def test_what_was_installed_leaves_no_trace(machine, tmp_path, kind):
    """Installed, installed again, removed: every file is as it was."""
    machine.own.mkdir()
    machine.home.mkdir()
    machine.config.mkdir(parents=True)
    (tmp_path / "crontab").write_text("# mine\n5 4 * * * something % else\n")
    before, mine = everything(tmp_path), (tmp_path / "crontab").read_text()
    for _ in "ab":
        plan = reminding.plan(kind, wish(), machine)
        reminding.install(plan, machine)
        assert reminding.installed(reminding.plan(kind, wish(), machine))
    reminding.remove(reminding.plan(kind, wish(), machine), machine)
    assert not reminding.installed(reminding.plan(kind, wish(), machine))
    assert (tmp_path / "crontab").read_text() == mine
    assert everything(tmp_path) == before


def test_a_crontab_that_was_not_there_is_gone_again(machine, tmp_path):
    """Where nothing but our line stood, no empty crontab stays behind."""
    reminding.install(reminding.plan("cron", wish(), machine), machine)
    assert (tmp_path / "crontab").read_text().count(MARK) == 1
    reminding.remove(reminding.plan("cron", wish(), machine), machine)
    assert not (tmp_path / "crontab").exists()


def test_a_crontab_that_cannot_be_read_is_not_written_over(machine):
    """A refusal of `crontab -l` other than "no crontab" stops everything."""
    tool = Path(machine.environ["PATH"]) / "crontab"
    tool.write_text("#!/bin/sh\necho 'you are not allowed' >&2; exit 1\n")
    with pytest.raises(CannotRemind) as refused:
        reminding.plan("cron", wish(), machine)
    assert refused.value.why == "you are not allowed."


def test_a_refusal_installs_nothing(machine, tmp_path):
    """When systemd refuses, the units are taken back and the refusal names another way."""
    (tmp_path / "fails").write_text("1")
    with pytest.raises(CannotRemind):
        reminding.install(reminding.plan("systemd", wish(), machine), machine)
    assert not list(tmp_path.rglob("fupan-review*"))


def test_a_folder_that_cannot_be_written_is_told(machine):
    """No half-installed alarm, and an error in words."""
    machine.own.parent.joinpath("own").write_text("a file")
    with pytest.raises(CannotWrite):
        reminding.install(reminding.plan("ics", wish(), machine), machine)


@pytest.mark.parametrize("zone", ["", "Asia/Shanghai", "America/New_York"])
def test_systemd_accepts_the_units(machine, zone, tmp_path):
    """`systemd-analyze verify` finds nothing in the units, whatever the journal's path is."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here")
    made = reminding.plan("systemd", wish(zone=zone, environ=ODD), machine)
    for file in made.files:
        (tmp_path / file.path.name).write_text(file.text)
    names = [str(tmp_path / file.path.name) for file in made.files]
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        ["systemd-analyze", "--user", "--man=no", "verify", *names], env=environ, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if "fupan" in line]
    assert said == []
    assert done.returncode == 0, done.stderr


def test_systemd_reads_the_journals_place_as_it_is(machine):
    """Quotes, backslashes and systemd's own percent sign are escaped in a unit, dollars in its command."""
    made = reminding.plan("systemd", wish(environ=ODD, program=("/bin/x", "100% $HOME")), machine)
    service = made.files[0].text
    assert 'Environment="FUPAN_HOME=/home/ana/my \\"journal\\" 100%% $HOME\\\\\'s"\n' in service
    assert 'ExecStart="/bin/x" "100%% $$HOME"\n' in service


def test_systemd_rings_on_the_persons_evening(machine):
    """The timer says the day and the time of the settings, in the person's zone where one is set."""
    made = reminding.plan("systemd", wish(day=6, time=time(18, 30), zone="Asia/Shanghai"), machine)
    assert "\nOnCalendar=Sun *-*-* 18:30:00 Asia/Shanghai\n" in made.files[1].text
    if shutil.which("systemd-analyze"):
        words = ["systemd-analyze", "calendar", "Sun *-*-* 18:30:00 Asia/Shanghai"]
        assert subprocess.run(words, capture_output=True, check=False).returncode == 0


def test_cron_quotes_what_its_line_needs(machine, tmp_path):
    """The command survives cron's percent sign and the shell; Sunday is 0."""
    made = reminding.plan("cron", wish(day=6, program=("printenv", "FUPAN_HOME"), environ=ODD), machine)
    [line] = made.install[0].given.splitlines()
    assert line.startswith("0 20 * * 0 ")
    command = line.split(" ", 5)[5]
    assert command.count("%") == command.count("\\%")
    done = subprocess.run(["sh", "-c", command.replace("\\%", "%")], capture_output=True, text=True, check=True)
    assert done.stdout == ODD["FUPAN_HOME"] + "\n"


def test_launchd_reads_its_agent(machine):
    """The property list is one, and says day, time and command; macOS itself has not run it."""
    made = reminding.plan("launchd", wish(day=6, environ=ODD), machine)
    agent = plistlib.loads(made.files[0].text.encode())
    assert agent["StartCalendarInterval"] == {"Weekday": 0, "Hour": 20, "Minute": 0}
    assert agent["ProgramArguments"][-1] == "ring"
    assert agent["EnvironmentVariables"] == ODD
    assert made.untested


@pytest.mark.parametrize("environ", [{}, ODD])
def test_windows_reads_its_task(machine, environ):
    """The task is XML in the scheduler's own namespace; Windows itself has not run it."""
    made = reminding.plan("schtasks", wish(environ=environ), machine)
    [file] = made.files
    task = ET.fromstring(file.text.encode(file.encoding))
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.find("t:Triggers/t:CalendarTrigger/t:ScheduleByWeek/t:DaysOfWeek/t:Monday", space) is not None
    assert task.findtext("t:Triggers/t:CalendarTrigger/t:StartBoundary", "", space) == "2026-11-23T20:00:00"
    assert task.findtext("t:Actions/t:Exec/t:Arguments", "", space).rstrip('"').endswith("remind ring")
    assert made.untested


@given(
    day=st.integers(0, 6),
    at=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    minutes=st.integers(5, 240),
    zone=st.sampled_from(["", "Asia/Shanghai", "America/New_York"]),
)
def test_any_calendar_reads_the_event(day, at, minutes, zone):
    """A weekly event with an alarm at its beginning, on the wall's clock, in the form of RFC 5545."""
    first = date(2026, 11, 23) + timedelta(days=day)
    text = event(wish(day=day, time=at, minutes=minutes, zone=zone, first=first))
    calendar = icalendar.Calendar.from_ical(text)
    [one] = calendar.walk("VEVENT")
    start = one.decoded("dtstart")
    assert (start.replace(tzinfo=None), start.tzinfo is not None) == (datetime.combine(first, at), bool(zone))
    assert one.decoded("duration") == timedelta(minutes=minutes)
    assert one["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=" + ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][day].encode()
    [alarm] = one.walk("VALARM")
    assert (alarm["action"], alarm.decoded("trigger")) == ("DISPLAY", timedelta())
    assert str(one["summary"]) == "fupan: 每周复盘"
    assert [zone_["tzid"] for zone_ in calendar.walk("VTIMEZONE")] == ([zone] if zone else [])


# --- the commands ----------------------------------------------------------------------------------------


@pytest.fixture
def own(run, machine, monkeypatch, home):
    """`run` on a machine with the tools above."""
    monkeypatch.setenv("PATH", machine.environ["PATH"])
    monkeypatch.setenv("XDG_CONFIG_HOME", str(machine.config))
    monkeypatch.setenv("XDG_DATA_HOME", str(machine.data))
    return run


def test_nothing_is_written_without_a_yes(own, tmp_path):
    """Without a terminal and without --yes the plan is shown, and nothing is done."""
    done = own("remind", "install", "--as", "systemd")
    assert done.status == 2
    assert "OnCalendar=Mon *-*-* 20:00:00" in done.err
    assert "run: systemctl --user enable --now fupan-review.timer" in done.err
    assert "--yes" in done.err
    assert not list(tmp_path.rglob("fupan-review*"))
    assert not (tmp_path / "log").exists()


def test_an_alarm_is_installed_shown_and_removed(own, tmp_path):
    """Install says when it rings next; show finds it; remove leaves nothing."""
    done = own("remind", "install", "--as", "systemd", "--yes")
    assert (done.status, done.out) == (0, "Installed. Next: Mon 23 Nov, 20:00.\n")
    assert (tmp_path / "log").read_text().splitlines() == [
        "systemctl --user daemon-reload",
        "systemctl --user enable --now fupan-review.timer",
    ]
    assert own("remind", "show", "--json").data["installed"] == ["systemd"]
    assert own("remind", "remove", "--yes").out == "Removed.\n"
    assert not list(tmp_path.rglob("fupan-review*"))
    assert own("remind", "remove", "--yes").status == 3


@pytest.mark.parametrize("kind", ["systemd", "launchd"])
def test_a_refused_alarm_leaves_no_folder(own, tmp_path, monkeypatch, kind):
    """When the system's own program refuses, the folders that the files were to lie in are gone too."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "person" / "config"))
    before = sorted(tmp_path.rglob("*"))
    assert own("remind", "install", "--as", kind, "--yes").status == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_the_settings_say_when(own, home):
    """Day, time, minutes and zone come from the settings."""
    for name, value in (("review_day", "sun"), ("review_time", "18:30"), ("review_minutes", "45")):
        assert own("config", "set", name, value).status == 0
    assert own("remind", "install", "--as", "ics", "--yes").status == 0
    [one] = icalendar.Calendar.from_ical((home / "fupan-review.ics").read_bytes()).walk("VEVENT")
    assert one.decoded("dtstart") == datetime(2026, 11, 29, 18, 30)
    assert one.decoded("duration") == timedelta(minutes=45)
    assert b"\r\n" in (home / "fupan-review.ics").read_bytes()


def test_a_changed_setting_moves_the_stamp(own, home):
    """A new day or time is due at once where the stamp says so, and an installed alarm is spoken of."""
    own("goal", "add", "x", "--hours", "2")
    done = own("config", "set", "review_time", "21:15")
    due = int((home / "journal.stamp").read_text().split()[1])
    assert due == int(datetime.fromisoformat("2026-11-23T21:15+08:00").timestamp())
    assert "fupan remind install" in done.err


@pytest.mark.parametrize("kind", ["launchd", "schtasks"])
def test_what_nobody_ran_is_said_to_be_untested(own, kind):
    """Kinds of other systems are shown with the warning."""
    assert "nobody has run it" in own("remind", "show", "--as", kind).out


def test_an_unknown_kind_is_refused(own):
    """The refusal names the kinds."""
    done = own("remind", "show", "--as", "bell")
    assert done.status == 2
    assert "systemd, launchd, cron, schtasks, ics" in done.err


@pytest.mark.parametrize(
    ("due", "quiet", "rings"),
    [(0, 0, True), (-3600, 0, True), (3600, 0, True), (6 * 86400, 0, False), (0, 3600, False)],
)
def test_the_alarm_rings_when_a_review_is_due(own, tmp_path, home, due, quiet, rings):
    """It is quiet when the week is written or excused, and otherwise says what to type, in the stamp's language."""
    now = int(datetime.fromisoformat(os.environ["FUPAN_NOW"]).timestamp())
    home.mkdir()
    stamp.write(str(home / "journal.stamp"), stamp.Stamp(now + due, now + quiet if quiet else 0, "en"))
    done = own("remind", "ring")
    assert (done.status, done.out) == (0, "")
    shown = tmp_path / "shown"
    assert shown.exists() == rings
    if rings:
        assert shown.read_text().splitlines()[-1].endswith("type: fupan week")


def test_an_alarm_without_a_desktop_prints(own, machine, home):
    """Where nothing can be shown, the words go to whoever runs the alarm."""
    (Path(machine.environ["PATH"]) / "notify-send").unlink()
    home.mkdir()
    stamp.write(str(home / "journal.stamp"), stamp.Stamp(1))
    assert "fupan week" in own("remind", "ring").out
