"""Weeks, quarters and years by the Thursday rule, and the moment of a review."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.periods import Moment, Quarter, Span, Week, Year, read_period

YEARS = range(2000, 2400)
DAY = timedelta(days=1)
days = st.dates(date(2000, 1, 1), date(2399, 12, 31))
weeks = days.map(Week.of)
shifts = st.integers(-500, 500)
periods = st.one_of(
    weeks,
    days.map(Quarter.of),
    days.map(Year.of),
    st.builds(lambda first, n: Span(first, first.shift(n)), weeks, st.integers(0, 200)),
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")


def moment(*clock, zone=SHANGHAI, day_ends=4, fold=0):
    return Moment(datetime(*clock, tzinfo=zone, fold=fold), zone.key, day_ends)


@given(days)
def test_a_day_lies_in_its_week(day):
    """The week of a day runs from a Monday to a Sunday around it."""
    week = Week.of(day)
    assert week.monday <= day <= week.sunday
    assert (week.monday.isoweekday(), week.thursday.isoweekday(), week.sunday.isoweekday()) == (1, 4, 7)
    assert {Week.of(week.monday + n * DAY) for n in range(7)} == {week}


def test_every_week_of_four_centuries_belongs_to_the_quarter_and_year_of_its_thursday():
    """Over 2000–2399 quarters and years partition the weeks by their Thursday; quarters have 12 to 14."""
    running = Week(2000, 1)
    lengths = Counter()
    for year in map(Year, YEARS):
        of_quarters = []
        for quarter in year.quarters:
            lengths[len(quarter.weeks)] += 1
            of_quarters += quarter.weeks
            for week in quarter.weeks:
                assert week == running
                assert week.quarter == quarter
                assert week.iso_year == year
                assert (week.thursday.year, (week.thursday.month - 1) // 3 + 1) == (
                    quarter.year,
                    quarter.number,
                )
                running = running.shift(1)
        assert tuple(of_quarters) == year.weeks
    assert running == Week(2400, 1)
    assert set(lengths) == {12, 13, 14}
    assert sum(weeks * count for weeks, count in lengths.items()) == 20_871


@pytest.mark.parametrize(
    ("day", "week", "quarter"),
    [
        ("2020-12-31", "2020-W53", "2020-Q4"),
        ("2021-01-03", "2020-W53", "2020-Q4"),
        ("2024-12-30", "2025-W01", "2025-Q1"),
        ("2025-12-29", "2026-W01", "2026-Q1"),
        ("2026-12-28", "2026-W53", "2026-Q4"),
        ("2027-01-03", "2026-W53", "2026-Q4"),
        ("2026-11-18", "2026-W47", "2026-Q4"),
    ],
)
def test_days_near_new_year_fall_into_the_week_and_quarter_of_the_thursday(day, week, quarter):
    """The days on which calendar year and ISO year differ."""
    day = date.fromisoformat(day)
    assert str(Week.of(day)) == week
    assert str(Quarter.of(day)) == str(Week.of(day).quarter) == quarter
    assert str(Year.of(day)) == week[:4]


@pytest.mark.parametrize(
    ("quarter", "first", "last", "count"),
    [
        ("2026-Q4", "2026-W40", "2026-W53", 14),
        ("2027-Q1", "2027-W01", "2027-W12", 12),
        ("2027-Q3", "2027-W26", "2027-W39", 14),
        ("2026-Q1", "2026-W01", "2026-W13", 13),
    ],
)
def test_quarters_have_twelve_to_fourteen_weeks(quarter, first, last, count):
    """The known long and short quarters, week by week."""
    weeks = Quarter.read(quarter).weeks
    assert (str(weeks[0]), str(weeks[-1]), len(weeks)) == (first, last, count)


def test_years_with_53_weeks():
    """Exactly the known years to 2050 have a week 53; in the others it cannot be made."""
    long = [year for year in range(2000, 2051) if len(Year(year).weeks) == 53]
    assert long == [2004, 2009, 2015, 2020, 2026, 2032, 2037, 2043, 2048]
    for year in range(2000, 2051):
        if year in long:
            assert str(Week(year, 53)) == f"{year}-W53"
        else:
            with pytest.raises(ValueError):
                Week(year, 53)


@given(periods)
def test_what_is_written_is_read_back(period):
    """`str` and `read_period` undo each other for every kind of period."""
    assert read_period(str(period)) == period
    assert type(period).read(str(period)) == period


@given(periods)
def test_a_period_runs_over_its_weeks(period):
    """First and last day are those of the first and last of its consecutive weeks."""
    weeks = period.weeks
    assert (period.first_day, period.last_day) == (weeks[0].monday, weeks[-1].sunday)
    assert all(after == before.shift(1) for before, after in pairwise(weeks))
    assert weeks[0] in period
    assert weeks[-1] in period
    assert weeks[0].shift(-1) not in period
    assert weeks[-1].shift(1) not in period


@given(weeks, shifts, shifts)
def test_shifting_adds_up(week, some, more):
    """Weeks are shifted by whole weeks, quarters and years by their number, and order follows."""
    assert week.shift(some).monday == week.monday + some * timedelta(weeks=1)
    assert (week.shift(some) < week) == (some < 0)
    for period in (week, week.quarter, week.iso_year.shift(600)):
        assert period.shift(some).shift(more) == period.shift(some + more)
        assert period.shift(0) == period
    assert week.quarter.iso_year == week.iso_year


def test_a_quarter_shifts_over_the_year():
    """The quarter after a fourth is a first."""
    assert Quarter(2026, 4).shift(1) == Quarter(2027, 1)
    assert Quarter(2026, 1).shift(-1) == Quarter(2025, 4)
    assert Quarter(2026, 4).shift(-9) == Quarter(2024, 3)


NOT_STORED = """
2025-W53 2026-W00 2026-w47 2026W47 2026-W7 ２０２６-W47 2026-Q5 2026-Q0 26 0000 9999
2026-W47..2026-W40 2026-W40.. 2026-W40..2026-W41..2026-W42 x
"""


@pytest.mark.parametrize("text", ["", "2026-W47\n", " 2026", *NOT_STORED.split()])
def test_stored_periods_are_read_strictly(text):
    """What `str` would not have written, or what does not exist, is no stored period."""
    with pytest.raises(ValueError):
        read_period(text)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Quarter(2026, 0),
        lambda: Quarter(2026, 5),
        lambda: Year(0),
        lambda: Week(9999, 1),
        lambda: Week(2026, 0),
        lambda: Span(Week(2026, 47), Week(2026, 40)),
    ],
)
def test_what_does_not_exist_cannot_be_made(make):
    """Numbers outside the calendar and spans that run backwards are refused."""
    with pytest.raises(ValueError):
        make()


@pytest.mark.parametrize(
    ("clock", "week"),
    [
        ((2026, 11, 22, 21, 0), "2026-W47"),  # Sunday evening
        ((2026, 11, 23, 2, 0), "2026-W47"),  # the same night
        ((2026, 11, 23, 21, 0), "2026-W47"),  # Monday evening
        ((2026, 11, 24, 1, 30), "2026-W47"),
        ((2026, 11, 25, 9, 0), "2026-W47"),  # Wednesday
        ((2026, 11, 26, 3, 59), "2026-W47"),  # Wednesday's night
        ((2026, 11, 26, 4, 0), "2026-W48"),  # Thursday
        ((2026, 11, 29, 23, 59), "2026-W48"),
        ((2027, 1, 6, 12, 0), "2026-W53"),  # over New Year
    ],
)
def test_the_week_under_review(clock, week):
    """Monday to Wednesday the week that ended is reviewed, from Thursday on the running one."""
    assert str(moment(*clock).week_under_review) == week


@pytest.mark.parametrize(
    ("clock", "late"),
    [
        ((2026, 11, 20, 20, 0), False),  # before the week is over
        ((2026, 11, 25, 23, 59), False),
        ((2026, 11, 26, 3, 59), False),
        ((2026, 11, 26, 4, 0), True),
        ((2026, 12, 24, 12, 0), True),
    ],
)
def test_a_week_is_late_after_the_wednesday_that_follows_it(clock, late):
    """To the end of that Wednesday, which may be 04:00 at night, the week is in time."""
    assert moment(*clock).late(Week(2026, 47)) is late


def test_the_day_may_end_at_another_hour():
    """With `day_ends` 0 the day ends at midnight, with 6 at six in the morning."""
    night = (2026, 11, 26, 5, 0)
    assert moment(*night, day_ends=0).today == moment(*night).today == date(2026, 11, 26)
    assert moment(*night, day_ends=6).today == date(2026, 11, 25)
    assert not moment(*night, day_ends=6).late(Week(2026, 47))


@given(st.datetimes(datetime(2000, 1, 1), datetime(2399, 12, 1)), st.integers(0, 12))
def test_a_week_is_in_time_exactly_while_it_is_the_default_or_yet_to_come(clock, day_ends):
    """Lateness counted from the Wednesday agrees with the choice of the week under review."""
    now = Moment(clock.replace(tzinfo=SHANGHAI), SHANGHAI.key, day_ends)
    under_review = now.week_under_review
    for n in (-2, -1, 0, 1):
        week = under_review.shift(n)
        assert now.late(week) == (now.today > week.sunday + 3 * DAY) == (n < 0)


@pytest.mark.parametrize(
    ("clock", "fold", "today"),
    [
        ((2026, 3, 8, 3, 59), 0, date(2026, 3, 7)),  # 02:00 to 03:00 does not exist that night
        ((2026, 3, 8, 4, 0), 0, date(2026, 3, 8)),
        ((2026, 11, 1, 1, 30), 0, date(2026, 10, 31)),  # 01:30 comes twice
        ((2026, 11, 1, 1, 30), 1, date(2026, 10, 31)),
        ((2026, 11, 1, 3, 59), 0, date(2026, 10, 31)),
        ((2026, 11, 1, 4, 0), 0, date(2026, 11, 1)),
    ],
)
def test_the_day_ends_by_the_clock_on_the_wall_when_clocks_change(clock, fold, today):
    """On both nights of the clock changes in New York the day ends at 04:00 as shown on the wall."""
    assert moment(*clock, zone=NEW_YORK, fold=fold).today == today


def test_one_instant_is_in_two_weeks_on_two_shores():
    """The week is that of the place where one is: W48 in Shanghai, W47 in Los Angeles."""
    instant = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
    there = [Moment(instant.astimezone(ZoneInfo(zone)), zone) for zone in ("Asia/Shanghai", "America/Los_Angeles")]
    assert [str(moment.week_under_review) for moment in there] == ["2026-W48", "2026-W47"]
    assert {moment.utc for moment in there} == {instant}


def test_the_instant_is_kept_in_utc():
    """`utc` is the same instant, aware, on the clock of Greenwich."""
    assert moment(2026, 11, 23, 2, 0).utc == datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert moment(2026, 11, 23, 2, 0).utc.utcoffset() == timedelta(0)


def test_a_moment_without_zone_is_refused():
    """A naive time is nobody's."""
    with pytest.raises(ValueError):
        Moment(datetime(2026, 11, 23), "")
