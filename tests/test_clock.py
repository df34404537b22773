"""The weekly rhythm on real clocks: zones, nights of the clock change, late nights, New Year, a clock set back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.errors import ClockBehind
from fupan.periods import Moment, Quarter, Week
from fupan.standing import Rhythm, appointment, evening
from lived import FIRST, journal_at

SHANGHAI, BERLIN, NEW_YORK = "Asia/Shanghai", "Europe/Berlin", "America/New_York"
ZONES = (SHANGHAI, BERLIN, NEW_YORK, "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Australia/Lord_Howe")


def at(text, zone=SHANGHAI, day_ends=4):
    """A moment told by the wall's clock in a zone."""
    return Moment(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)), zone, day_ends)


def due(moment, *written, rhythm=None):
    last = max((Week.read(f"2026-W{number}") for number in written), default=None)
    return appointment(moment, last, (), rhythm or Rhythm()).due


# --- travel ----------------------------------------------------------------------------------------------


def test_one_instant_is_two_weeks():
    """Monday noon in Shanghai is still Sunday in Los Angeles: each has the week of its own wall."""
    instant = datetime(2026, 11, 23, 4, tzinfo=UTC)
    here = Moment(instant.astimezone(ZoneInfo(SHANGHAI)), SHANGHAI)
    there = Moment(instant.astimezone(ZoneInfo("America/Los_Angeles")), "America/Los_Angeles")
    assert (str(Week.of(here.today)), str(Week.of(there.today))) == ("2026-W48", "2026-W47")
    assert here.week_under_review == there.week_under_review == Week(2026, 47)


def test_the_week_is_fixed_when_a_review_begins(run):
    """Begun in Shanghai on Monday, gone on with in Los Angeles: the same week, and each writing keeps its zone."""
    run("week", "--answers", "-", input=json.dumps(FIRST), FUPAN_NOW="2026-11-23T09:00+08:00")
    first = run("show", "2026-W47", "--json").data
    run("note", "on the plane", FUPAN_NOW="2026-11-23T03:00-08:00", TZ="America/Los_Angeles")
    again = run("show", "2026-W47", "--json", FUPAN_NOW="2026-11-23T03:00-08:00", TZ="America/Los_Angeles").data
    assert again == first
    assert (again["zone"], again["week"]) == ("Asia/Shanghai", "2026-W47")
    told = run("show", "2026-W47", FUPAN_NOW="2026-11-23T03:00-08:00", TZ="America/Los_Angeles").out
    assert "09:00" in told.split("Goals")[0]


def test_a_home_zone_keeps_the_persons_days(run, home):
    """With home_zone set, a machine in another zone counts the person's own days and evenings."""
    wishes = {"FUPAN_HOME_ZONE": SHANGHAI, "TZ": NEW_YORK}
    run("week", "--answers", "-", input=json.dumps(FIRST), **wishes)
    told = int((home / "journal.stamp").read_text().split()[1])
    assert told == datetime(2026, 11, 30, 12, tzinfo=UTC).timestamp()


@given(zone=st.sampled_from(ZONES), other=st.sampled_from(ZONES), hour=st.integers(0, 24 * 400))
def test_travel_moves_the_week_by_one_at_most(zone, other, hour):
    """Whatever two zones say of an instant, the weeks under review differ by at most one, as the days do."""
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    one, two = (Moment(instant.astimezone(ZoneInfo(name)), name) for name in (zone, other))
    assert abs((one.today - two.today).days) <= 2
    assert abs((one.week_under_review.monday - two.week_under_review.monday).days) <= 7


# --- nights of the clock change --------------------------------------------------------------------------


def test_the_alarm_keeps_the_walls_time_over_a_clock_change():
    """Across 1 November 2026 in New York a week has one hour more, and the evening is still at 20:00."""
    before = evening(Week(2026, 43), Rhythm(), at("2026-10-26T12:00", NEW_YORK))
    after = evening(Week(2026, 44), Rhythm(), at("2026-11-02T12:00", NEW_YORK))
    assert (before.hour, after.hour) == (20, 20)
    assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(days=7, hours=1)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "utc"),
    [
        (NEW_YORK, "2026-03-08", time(2, 30), "2026-03-08T07:30"),  # there is no 02:30: it is 03:30 by the new time
        (BERLIN, "2026-03-29", time(2, 30), "2026-03-29T01:30"),
        (NEW_YORK, "2026-11-01", time(1, 30), "2026-11-01T05:30"),  # there are two: it is the first
        (BERLIN, "2026-10-25", time(2, 30), "2026-10-25T00:30"),
    ],
)
def test_a_time_that_is_not_or_is_twice(zone, day, clock, utc):
    """A review at a time that the night skips or repeats is due once, at a moment that there is."""
    sunday = date.fromisoformat(day)
    moment = at(f"{day}T00:30", zone, day_ends=0)
    when = evening(Week.of(sunday), Rhythm(day=6, time=clock), moment)
    assert when.astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert int(when.timestamp()) == int(when.astimezone(UTC).timestamp())


@pytest.mark.parametrize(("zone", "night"), [(BERLIN, "2026-03-29"), (BERLIN, "2026-10-25"), (NEW_YORK, "2026-11-01")])
def test_a_day_ends_by_the_walls_clock_on_those_nights(zone, night):
    """03:59 belongs to the evening before and 04:00 to the new day, though the night is longer or shorter."""
    day = date.fromisoformat(night)
    assert at(f"{night}T03:59", zone).today == day - timedelta(days=1)
    assert at(f"{night}T04:00", zone).today == day


# --- late nights and New Year ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "week"),
    [
        ("2026-11-22T21:00", 47),
        ("2026-11-23T02:00", 47),
        ("2026-11-23T21:00", 47),
        ("2026-11-24T01:30", 47),
        ("2026-11-25T09:00", 47),
        ("2026-11-26T03:59", 47),
        ("2026-11-26T04:00", 48),
    ],
)
def test_which_week_is_meant(now, week):
    """From Sunday evening to the end of Wednesday's night the same week is under review."""
    assert at(now).week_under_review == Week(2026, week)


def test_a_review_after_midnight_is_still_mondays(run):
    """Sealed at 01:30 on the night after Wednesday it is on time, at 04:00 it is late."""
    for now, late in (("2026-11-26T01:30+08:00", False), ("2026-12-03T04:00+08:00", True)):
        week = "2026-W47" if not late else "2026-W48"
        run("week", week, "--answers", "-", input=json.dumps(FIRST if not late else LATER), FUPAN_NOW=now)
        assert run("show", week, "--json", FUPAN_NOW=now).data["late"] is late


LATER = {"goals": {"g3": {"outcome": "done"}}, "motive": {}, "mentor": {}, "next": {}}


@pytest.mark.parametrize(
    ("now", "week", "quarter", "evening_"),
    [
        ("2026-12-28T20:00", "2026-W52", Quarter(2026, 4), "2026-12-28T20:00"),
        ("2026-12-31T23:59", "2026-W53", Quarter(2026, 4), "2027-01-04T20:00"),
        ("2027-01-01T01:00", "2026-W53", Quarter(2026, 4), "2027-01-04T20:00"),
        ("2027-01-03T22:00", "2026-W53", Quarter(2026, 4), "2027-01-04T20:00"),
        ("2027-01-04T20:30", "2026-W53", Quarter(2026, 4), "2027-01-04T20:00"),
        ("2027-01-07T12:00", "2027-W01", Quarter(2027, 1), "2027-01-11T20:00"),
    ],
)
def test_new_year_belongs_to_its_thursday(now, week, quarter, evening_):
    """The week over New Year 2027 is the 53rd of 2026, in its fourth quarter, and is reviewed in 2027."""
    moment = at(now)
    under = moment.week_under_review
    assert (str(under), under.quarter) == (week, quarter)
    assert evening(under, Rhythm(), moment).replace(tzinfo=None) == datetime.fromisoformat(evening_)


def test_the_streak_and_the_alarm_pass_new_year():
    """Week after week over the end of a year with 53 weeks nothing is skipped and nothing doubled."""
    written, told = {Week(2026, 50): False}, []
    for monday in (date(2026, 12, 21) + timedelta(weeks=n) for n in range(5)):
        moment = at(f"{monday}T20:00")
        told.append(str(appointment(moment, max(written), (), Rhythm()).week))
        assert due_now(moment, written)
        written[moment.week_under_review] = False
        assert not due_now(moment, written)
    assert told == ["2026-W51", "2026-W52", "2026-W53", "2027-W01", "2027-W02"]


def due_now(moment, written):
    return appointment(moment, max(written), (), Rhythm()).due.astimezone(UTC) <= moment.utc


@given(day=st.integers(0, 365 * 12), minute=st.integers(0, 1439), zone=st.sampled_from(ZONES))
def test_a_review_is_due_exactly_once_a_week(day, minute, zone):
    """Written, the next review lies in the future, at most eleven days ahead, and is of the following week."""
    wall = datetime(2024, 1, 1) + timedelta(days=day, minutes=minute)
    moment = Moment(wall.replace(tzinfo=ZoneInfo(zone)), zone)
    under = moment.week_under_review
    told = appointment(moment, under, (), Rhythm())
    ahead = told.due.astimezone(UTC) - moment.utc
    assert told.week == under.shift(1)
    assert timedelta(0) < ahead < timedelta(days=12)


# --- a clock set back ------------------------------------------------------------------------------------


def test_a_clock_set_back_files_nothing_wrongly(run):
    """A day and more before the last writing every writing command refuses, and names the way out."""
    run("week", "--answers", "-", input=json.dumps(FIRST))
    for line in (
        ["note", "x"],
        ["goal", "add", "y"],
        ["excuse", "W40", "--why", "z"],
        ["week", "W46", "--answers", "-"],
    ):
        done = run(*line, "--json", input="{}", FUPAN_NOW="2026-11-20T20:00+08:00")
        assert (done.status, done.error["code"]) == (1, "clock_behind"), line
        assert "2026-11-23 11:30 UTC" in done.err
        assert "FUPAN_CLOCK=trust" in done.err
    assert run("excuse", "--json").data == {}


def test_reading_needs_no_right_clock(run):
    """Whoever only looks is not refused."""
    run("week", "--answers", "-", input=json.dumps(FIRST))
    for line in ("status", "goal list", "show 2026-W47", "due"):
        assert run(*line.split(), FUPAN_NOW="2026-11-20T20:00+08:00").status == 0


@pytest.mark.parametrize("now", ["2026-11-22T20:00+08:00", "2026-11-23T03:00-08:00", "2026-11-23T19:00+14:00"])
def test_zones_and_small_corrections_are_no_matter(run, now):
    """Less than a day back is travel or a clock put right."""
    run("week", "--answers", "-", input=json.dumps(FIRST))
    assert run("note", "x", FUPAN_NOW=now).status == 0


def test_the_way_out_is_open_once(run):
    """A journal once written by a clock that ran ahead is written on after one word of trust."""
    run("note", "from the future", FUPAN_NOW="2030-01-01T12:00+08:00")
    assert run("note", "x").status == 1
    assert run("note", "x", FUPAN_CLOCK="trust").status == 0
    assert run("note", "y").status == 0


def test_a_clock_without_a_battery_begins_no_journal(run, home):
    """In 1970 there was no fupan: nothing is filed there."""
    done = run("note", "x", FUPAN_NOW="1970-01-01T00:00+00:00")
    assert done.status == 1
    assert not (home / "journal.db").exists()


def test_the_clock_is_looked_at_before_anything_is_asked(run, home):
    """The refusal comes before the first question, not after the first answer."""
    run("week", "--answers", "-", input=json.dumps(FIRST))
    journal = journal_at(home / "journal.db", "2026-11-18T20:00")
    journal.store.clock_trusted = False
    with pytest.raises(ClockBehind):
        journal.open_week(Week(2026, 46))
    with pytest.raises(ClockBehind):
        journal.open_quarter(Quarter(2026, 4), skip_reread=True)
