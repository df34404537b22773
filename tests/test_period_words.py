"""The one reader of periods and days: what it understands in two languages, and what it refuses."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fupan.errors import BadDay, BadPeriod, NotOneQuarter, NotOneWeek
from fupan.period_words import parse_day, parse_period, parse_quarter, parse_week
from fupan.periods import Quarter, Span, Week, Year

TODAY = date(2026, 11, 23)  # the Monday of 2026-W48

days = st.dates(date(2000, 1, 1), date(2399, 12, 31))
weeks = days.map(Week.of)
periods = st.one_of(
    weeks,
    days.map(Quarter.of),
    days.map(Year.of),
    st.tuples(weeks, weeks).map(lambda ends: Span(min(ends), max(ends))),
)


def meanings(table):
    """The rows `meaning = one way | another way` as pairs of a way and its meaning."""
    rows = (row.split(" = ") for row in table.strip().splitlines())
    return [(way, meaning) for meaning, ways in rows for way in ways.split(" | ")]


def several(table):
    return [text for row in table.strip().splitlines() for text in row.split(" | ")]


PERIODS = """
2026-W47 = 2026-W47 | 2026W47 | 2026w47 | 2026 w47 | W47 | w47 | week 47 | wk47 | W47 2026 | Ｗ４７
2026-W47 = ２０２６-Ｗ４７ | 2026－W47 | last week | previous week | week-1 | week - 1 | a week ago
2026-W47 = 1 week ago | 第47周 | 2026年第47周 | 2026 年 第 47 周 | 第四十七周 | 今年第47周 | 第47星期
2026-W47 = 上周 | 上个星期 | 上礼拜 | 上一周 | 上个礼拜 | 一周前 | 1周前 | 1 个星期前 | 2026-11-16
2026-W47 = 2026-11-18 | 2026/11/18 | 2026.11.18 | 2026-11-22 | yesterday | 昨天 | 昨日 | 前天
2026-W47 = last monday | sunday | Wed | 周三 | 周日 | 星期天 | 上周一 | 上个星期三 | 3 days ago | 3天前
2026-W47 = 三天前 | 11月18日 | 11月18号 | 2026年11月18日 | 今年11月18日 | nov 18 | 18 Nov 2026
2026-W47 = November 18, 2026
2026-W48 = this week | current week | week | 本周 | 这周 | 这个星期 | today | 今天 | 周一 | monday | 明天
2026-W48 = week-0 | 0 weeks ago
2026-W49 = next week | week+1 | 下周 | 下个星期 | next monday | 下周日
2026-W34 = 3 months ago | 三个月前 | 3个月前
2026-W46 = 上上周 | week-2 | 2 weeks ago | 两周前 | 上上个星期 | 上上周三
2026-W41 = W41 | 10月8日 | oct 8
2025-W52 = 2025-12-25 | 12月25日 | 去年第52周 | 去年12月25日 | 25 dec
2026-W53 = W53 | 第五十三周 | 2027-01-03
2026-W01 = W1 | w01 | 第一周 | 2025-12-29
2026-Q4 = 2026-Q4 | 2026Q4 | 2026 q4 | Q4 | q4 | Ｑ４ | Q4 2026 | quarter 4 | this quarter | quarter
2026-Q4 = Q4, 2026 | 本季度 | 这季度 | 这个季度 | 本季 | 四季度 | 第四季度 | 4季度 | 2026年第四季度
2026-Q4 = 2026年4季度 | 2026年 第四季度 | 今年四季度 | 今年的第四季度
2026-Q3 = last quarter | quarter-1 | 上季度 | 上个季度 | 一个季度前 | 三季度 | 1 quarter ago
2027-Q1 = next quarter | quarter+1 | 下季度
2025-Q4 = 去年第四季度 | 去年四季度 | quarter-4
2026 = 2026 | ２０２６ | 2026年 | this year | year | 今年 | 本年 | 这一年
2025 = 2025 | last year | year-1 | 去年 | a year ago | 一年前 | 上一年
2027 = next year | 明年
2024 = 前年 | 2 years ago
2026-W40..2026-W47 = W40..W47 | 2026-W40..2026-W47 | 2026W40..w47 | W40...W47 | W40…W47 | W40 .. W47
2026-W40..2026-W47 = W40–W47 | w40 to w47 | 第40周到第47周 | 第四十周至第四十七周 | 第40周~第47周
2026-W40..2026-W47 = 2026-10-01..last week | 9月28日..11月22日
2026-W40..2026-W49 = 9月28日..12月1日 | 2026-09-28..dec 1
2026-W50..2027-W02 = 2026-W50..2027-W02 | W50..2027-W02
2026-W27..2026-W53 = Q3..Q4 | 2026-Q3..2026-Q4 | 三季度到四季度
2025-W40..2025-W47 = 2025-W40..W47 | 2025年第40周到第47周
2025-W01..2026-W53 = 2025..2026 | 去年..今年
2026-W47..2026-W48 = last week..this week | yesterday..today | 上周到本周
2026-W47..2026-W47 = W47..W47
"""

NO_PERIODS = """
W0 | W00 | W54 | W60 | 2025-W53 | 2025年第53周 | 2026-W470 | 2026-W | W | -W47 | 第0周 | 第周 | Q0 | Q5
2026-Q5 | 五季度 | 第0季度 | 0000 | 9999 | 99999 | 26 | 47 | -1 | +1 | 2026-11 | 2026年11月 | 11月
2026-02-30 | 2026-13-01 | 2月30日 | 2026-11/18 | 11-18 | 18.11.2026 | feb 30 | W47..W40
2026-W02..2025-W50 | Q4..Q3 | W40.. | ..W47 | .. | W40..W41..W42 | W40..x | 本周到上周 | all | none | *
% | week--1 | week-99999 | week-999999 | 99999 weeks ago | week+-1 | weeks | last | 上 | 一周 | 三周 | 周
周八 | 上上上周 | last last week | monday tuesday | 2026-W47 x | x 2026-W47 | ٢٠٢٦ | W٤٧ | 二零二六 | W4 7
99999 months ago | 十十周前 | None | true | year-2026 | year-3000
"""


@pytest.mark.parametrize(
    ("text", "period"), [*meanings(PERIODS), (" Last  Week ", "2026-W47"), ("\tW47\n", "2026-W47")]
)
def test_periods_are_understood(text, period):
    """On Monday 2026-11-23 each way of saying it means this period."""
    assert str(parse_period(text, TODAY)) == period


@pytest.mark.parametrize("text", ["", " ", "2026-W47\x00", "last\u200bweek", *several(NO_PERIODS)])
def test_what_is_no_period_is_refused(text):
    """What does not exist, runs backwards or is not known raises, and the error holds what was typed."""
    with pytest.raises(BadPeriod) as refused:
        parse_period(text, TODAY)
    assert refused.value.text == text


@given(periods, days)
def test_the_canonical_form_means_itself_on_every_day(period, today):
    """What is echoed can be typed again, whenever: it names its year."""
    for text in (str(period), str(period).lower(), f"  {period} "):
        assert parse_period(text, today) == period


def understood(parse, text, today):
    """What `text` means, or None when it is refused as it was typed."""
    try:
        return parse(text, today)
    except (BadPeriod, BadDay) as refused:
        return None if refused.text == text else refused


@given(st.text(max_size=15), days)
@example("十十", TODAY)
def test_junk_never_means_no_filter(text, today):
    """Any text is refused or means a period that is named by its canonical form."""
    period = understood(parse_period, text, today)
    assert period is None or parse_period(str(period), today) == period


PIECES = """
last | next | this | week | weeks | quarter | year | day | ago | mon | sunday | nov | to | a | 2026 | 47 | 0 | 1 | 53
周 | 星期 | 上 | 下 | 本 | 第 | 年 | 月 | 日 | 天 | 前 | 个 | 季度 | 今年 | 去年 | 昨天 | 十 | 五 | 零 | 两
W | Q | - | + | .. | / | . | ~ | 到
"""


@given(st.lists(st.sampled_from(several(PIECES)), max_size=5), st.sampled_from(["", " "]), days)
def test_likely_junk_never_means_no_filter(words, blank, today):
    """The same for the words of the grammar in any order, for periods and days."""
    text = blank.join(words)
    period, day = understood(parse_period, text, today), understood(parse_day, text, today)
    assert period is None or parse_period(str(period), today) == period
    if day is not None:
        assert period == Week.of(day)


@given(days)
def test_words_move_with_today(today):
    """Relative words are counted from the week of today, and its quarter and year, not the calendar's."""
    week = Week.of(today)
    assert parse_period("本周", today) == parse_period("week", today) == week
    assert parse_period("last week", today) == parse_period("上周", today) == week.shift(-1)
    assert parse_period("last quarter", today) == parse_period("上季度", today) == week.quarter.shift(-1)
    assert parse_period("this year", today) == parse_period("今年", today) == week.iso_year
    assert parse_period(f"W{week.number}", today) == week
    assert parse_period(f"第{week.number}周", today) == week


def test_around_new_year_words_follow_the_week():
    """On Friday 2027-01-01 the week, quarter and year that run are still those of 2026."""
    today = date(2027, 1, 1)
    words = ("this week", "本季度", "this year", "W53", "Q4", "今年第53周")
    assert [str(parse_period(word, today)) for word in words] == [
        *("2026-W53", "2026-Q4", "2026", "2026-W53", "2026-Q4", "2026-W53")
    ]
    assert parse_day("今年1月1日", today) == today


DAYS = """
2026-11-23 = today | 今天 | 今日 | mon | Monday | 周一 | 星期一 | 礼拜一 | this monday | 本周一
2026-11-23 = 2026-11-23 | 11月23日
2026-11-22 = yesterday | 昨天 | sun | 周日 | 周天 | 星期日 | 礼拜天 | 上周日 | 1 day ago | a day ago
2026-11-22 = last sunday
2026-11-21 = day before yesterday | 前天 | 2 days ago | 两天前 | 2天前 | sat
2026-11-20 = 大前天 | 3 days ago | 3天前 | 三天前 | fri | last friday | 上周五 | 上个星期五
2026-11-18 = wed | Wednesday | 周三 | 上周三 | last wed | 11月18日 | nov 18 | 18 november | 2026-11-18
2026-11-18 = ２０２６-11-18
2026-11-16 = last monday | 上周一 | a week ago | 一周前 | 上星期一
2026-11-24 = tomorrow | 明天 | next tuesday | this tue | 这周二
2026-11-30 = next monday | 下周一
2026-11-11 = 上上周三
2025-11-24 = 11月24日 | nov 24
2024-02-29 = 2月29日 | 29 feb
2025-10-08 = 去年10月8日 | 2025年10月8号 | 8 oct 2025
"""

NO_DAYS = """
W47 | 2026 | last week | 上周 | 2026-02-29 | 32 days | 周八 | noon | 2月30日
"""


@pytest.mark.parametrize(("text", "day"), meanings(DAYS))
def test_days_are_understood(text, day):
    """On Monday 2026-11-23 each way of saying it means this day."""
    assert parse_day(text, TODAY).isoformat() == day


@pytest.mark.parametrize("text", ["", " ", *several(NO_DAYS)])
def test_what_is_no_day_is_refused(text):
    """Periods and days that do not exist are no days."""
    with pytest.raises(BadDay) as refused:
        parse_day(text, TODAY)
    assert refused.value.text == text


@given(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), days)
def test_weekdays_are_those_nearest(name, today):
    """Alone the latest one up to today, with last strictly before it, with next strictly after."""
    number = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(name)
    alone, last, after = (parse_day(text, today) for text in (name, f"last {name}", f"next {name}"))
    assert {alone.weekday(), last.weekday(), after.weekday()} == {number}
    assert 0 <= (today - alone).days < 7
    assert 0 < (today - last).days <= 7
    assert 0 < (after - today).days <= 7
    zh = parse_day(f"上周{'一二三四五六日'[number]}", today)
    assert (Week.of(zh), zh.weekday()) == (Week.of(today).shift(-1), number)


def test_one_week_is_asked_for():
    """A quarter or a range where one week is needed is refused with what it means."""
    assert parse_week("上周", TODAY) == Week(2026, 47)
    for text, period in (("Q4", "2026-Q4"), ("2026", "2026"), ("W40..W47", "2026-W40..2026-W47")):
        with pytest.raises(NotOneWeek) as refused:
            parse_week(text, TODAY)
        assert (refused.value.text, refused.value.period) == (text, period)
    with pytest.raises(BadPeriod):
        parse_week("W60", TODAY)


def test_one_quarter_is_asked_for():
    """A week or a year where one quarter is needed is refused with what it means."""
    assert parse_quarter("上季度", TODAY) == Quarter(2026, 3)
    for text, period in (("W47", "2026-W47"), ("2026", "2026"), ("2026-11-18", "2026-W47")):
        with pytest.raises(NotOneQuarter) as refused:
            parse_quarter(text, TODAY)
        assert (refused.value.text, refused.value.period) == (text, period)


@pytest.mark.parametrize(
    ("today", "text", "day"), [("2026-05-31", "3 months ago", "2026-02-28"), ("2028-03-31", "一个月前", "2028-02-29")]
)
def test_an_earlier_month_may_be_shorter(today, text, day):
    """Its last day is meant then."""
    assert parse_day(text, date.fromisoformat(today)) == date.fromisoformat(day)
