"""Hours, percentages and counts in the ways in which people write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.errors import BadNumber, BadPercent, BadQuantity
from fupan.quantities import MOST_HOURS, Hours, numeral, parse_hours, parse_number, parse_percent, show_hours


def meanings(table):
    """The rows `meaning = one way | another way` as pairs of a way and its meaning."""
    rows = (row.split(" = ") for row in table.strip().splitlines())
    return [(way, meaning) for meaning, ways in rows for way in ways.split(" | ")]


def several(table):
    return [text for row in table.strip().splitlines() for text in row.split(" | ")]


HOURS = """
0 = 0 | 0h | 0m | 零小时 | 0.0
0.33 = 20m | 20分钟 | 二十分 | 0:20 | 0.333333333333333
0.5 = .5 | 半小时 | 半个小时 | 半个钟头 | half an hour | 30 min | 三十分钟
1 = 1 | 1h | 1 hour | an hour | 1小时 | 一小时 | 一个小时 | 1个钟头 | 60m | １ | １ｈ | 1:00
1.5 = 1.5 | 1.5h | 1.5 h | 1.50 | 90m | 90min | 90 minutes | 90分钟 | 1h30 | 1h30m | 1h 30m | 1H30 | 1:30
1.5 = 1小时半 | 一个半小时 | 1个半小时 | 一小时半 | 一个小时半 | 1.5小时 | 1.5 个小时 | １．５
1.5 = an hour and a half | 1 hour 30 minutes | 1 hour and 30 minutes | 1 小时 30 分钟 | 1小时30
2 = 2 hours | 2hrs | 两小时 | 两个小时 | 二小时 | 2个小时 | 两个钟头
3.33 = 3小时20分 | 三小时二十分钟 | 3h20 | 3.333
10.5 = 十个半小时 | 10.5 | 十小时三十分
25 = 二十五小时 | 25h | 25:00
2352 = 2352
"""

ESTIMATES = """
~3 | ～3 | 〜3 | ~ 3 | 3~ | 3h~ | ≈3 | 约3小时 | 大约3小时 | 大概3小时 | 大概三个小时 | 差不多3小时
3小时左右 | 约 3 小时左右 | about 3 hours | around 3 | 3 hours or so | ~180m
"""

NO_HOURS = """
~ | -1 | -0.5h | 1,5 | 1. | . | h | m | nan | NaN | inf | 1e3 | 2352.01 | 2353 | 999999999999 | 1h75
1h60 | 1:75 | 1.5h30 | 1:5 | 1h30h | 1 30 | 十十 | 半 | 半天 | 两天 | 3-4 | 2..3 | ½ | 1½h | ٣ | 三百小时
1小时半半 | 约 | 左右 | ~~3 | 一二小时 | 1h 30m 20s | True | None | 6/2 | 3小时前
"""


@pytest.mark.parametrize(("text", "hours"), [*meanings(HOURS), ("  1.5 ", "1.5")])
def test_hours_are_read_in_many_ways(text, hours):
    """Decimals, minutes, clock style, English and Chinese words, full width, blanks around."""
    assert parse_hours(text) == Hours(float(hours))


@pytest.mark.parametrize("text", several(ESTIMATES))
def test_an_estimate_is_marked(text):
    """A tilde or a word for "about" marks the hours as an estimate."""
    assert parse_hours(text) == Hours(3, estimated=True)


@pytest.mark.parametrize("text", ["", " ", *several(NO_HOURS)])
def test_what_is_no_number_of_hours_is_refused(text):
    """Negative, endless, ambiguous or too many hours, and anything else, raise with the text as typed."""
    with pytest.raises(BadQuantity) as refused:
        parse_hours(text)
    assert refused.value.text == text


@given(st.integers(0, MOST_HOURS * 60))
def test_minutes_survive_showing_and_reading(minutes):
    """Every whole number of minutes comes back to the minute."""
    hours = parse_hours(f"{minutes // 60}h{minutes % 60}m")
    assert hours == (parse_hours(f"{minutes // 60}:{minutes % 60:02}"))
    assert round(parse_hours(show_hours(hours.value)).value * 60) == minutes


@given(st.decimals(0, MOST_HOURS, places=2), st.booleans())
def test_decimals_survive_showing_and_reading(typed, estimated):
    """Hours with up to two decimals come back as they were typed, estimate or not."""
    hours = parse_hours(f"{'~' if estimated else ''}{typed}")
    assert hours == Hours(float(typed), estimated)
    assert parse_hours(show_hours(hours.value, estimated=hours.estimated)) == hours


@given(st.floats(0, MOST_HOURS))
def test_shown_hours_are_short(value):
    """Hours are shown with at most two decimals and no idle zeros, whatever was computed."""
    shown = show_hours(value)
    assert math.isclose(float(shown), value, abs_tol=0.00501)
    assert "." not in shown or shown[-1] != "0"
    assert parse_hours(shown).value == round(float(shown), 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.5, "1.5"), (3.0, "3"), (0.0, "0"), (10, "10"), (100.0, "100"), (1.333, "1.33"), (-0.001, "0")],
)
def test_hours_shown(value, shown):
    """Shown as one would write them, the estimate with its tilde."""
    assert show_hours(value) == shown
    assert show_hours(value, estimated=True) == f"~{shown}"


def amount(parse, text):
    """What `text` amounts to, or None when it is refused as it was typed."""
    try:
        return parse(text)
    except BadQuantity as refused:
        return None if refused.text == text else refused


@given(st.text(max_size=12) | st.text("零〇一二两三四五六七八九十百半个小时钟头分成之约~0123456789.:hm% ", max_size=10))
def test_junk_is_refused_or_means_an_amount_within_bounds(text):
    """Any text, and the characters of real amounts in any order, mean an amount or raise the reader's own error."""
    hours, percent, number = (amount(parse, text) for parse in (parse_hours, parse_percent, parse_number))
    assert hours is None or 0 <= hours.value <= MOST_HOURS
    assert percent is None or 0 <= percent <= 100
    assert number is None or 0 <= number < math.inf


PERCENTS = """
0 = 0 | 0% | 0.0 | 0成
1 = 1 | 1%
70 = 70 | 70% | 70 % | 70.0 | ７０％ | 七成 | 7成 | 百分之七十 | 百分之70 | 百分之 70 | 70 percent
70 = 约七成 | ~70
75 = 七成半 | 七成五 | 7成5 | 百分之七十五
73 = 72.5% | 73.4
100 = 100 | 100% | 十成 | 百分之百 | 百分之一百 | 100.0
"""

NO_PERCENTS = """
0.7 | 0.7% | 1.0 | .7 | -5 | 101 | 100.4 | 十一成 | 十成半 | 七 | 成 | 半成 | nan | 1e2 | 70%% | 七十
"""

NO_NUMBERS = """
-1 | 1,5 | nan | inf | x | 1e3 | 3h | ~3 | 十十 | 1.2.3 | 1111111111111
"""


@pytest.mark.parametrize(("text", "percent"), meanings(PERCENTS))
def test_percentages_are_read_in_many_ways(text, percent):
    """Digits with or without the sign, tenths as Chinese counts them, spoken percentages."""
    assert parse_percent(text) == int(percent)


@pytest.mark.parametrize("text", ["", " ", *several(NO_PERCENTS)])
def test_what_is_no_percentage_is_refused(text):
    """Above 100, below 0, and shares that may mean two things."""
    with pytest.raises(BadPercent) as refused:
        parse_percent(text)
    assert refused.value.text == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("3", 3),
        ("２", 2),
        ("2.5", 2.5),
        (" 7 ", 7),
        ("三", 3),
        ("两", 2),
        ("十二", 12),
        ("0.7", 0.7),
    ],
)
def test_counts_are_read(text, number):
    """Digits, decimals and Chinese numerals."""
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", " ", *several(NO_NUMBERS)])
def test_what_is_no_count_is_refused(text):
    """No sign, no comma, no unit, no word for infinity."""
    with pytest.raises(BadNumber) as refused:
        parse_number(text)
    assert refused.value.text == text


def test_chinese_numerals_count_to_99():
    """Every numeral that is written with ten and a digit means its number."""
    digits = "零一二三四五六七八九"
    for n in range(100):
        tens, ones = divmod(n, 10)
        written = digits[n] if n < 10 else f"{digits[tens] if tens > 1 else ''}十{digits[ones] if ones else ''}"
        assert numeral(written) == n
