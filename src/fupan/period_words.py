"""The one reader of every period and day that a person may type, in English and in Chinese.

Two tables of patterns, each with its builder; the first that fits wins. What fits none is refused: a
mistyped filter must never mean "no filter". Of days that are named without their year or week, the most
recent one is meant.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fupan.errors import BadDay, BadPeriod, NotOneQuarter, NotOneWeek
from fupan.lean import dataclass
from fupan.periods import Period, Quarter, Span, Week, Year
from fupan.quantities import NUMERAL, fold, numeral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeVar

    Words = Mapping[str, str | None]  # the named parts of what was typed
    Meaning = TypeVar("Meaning")
    Table = Iterable[tuple[str, Callable[[Words, "Here"], Meaning]]]


@dataclass(frozen=True, slots=True)
class Here:
    """Where the words are spoken: the day, and the year of what names none."""

    today: date
    year: int | None = None  # at the right end of a range that of the left: `2025-W40..W47`


def parse_period(text: str, today: date) -> Period:
    """The period that `text` means on `today`; a day means its week."""
    try:
        return _period(fold(text), Here(today))
    except (ValueError, OverflowError):
        raise BadPeriod(text) from None


def parse_week(text: str, today: date) -> Week:
    period = parse_period(text, today)
    if not isinstance(period, Week):
        raise NotOneWeek(text, str(period))
    return period


def parse_quarter(text: str, today: date) -> Quarter:
    period = parse_period(text, today)
    if not isinstance(period, Quarter):
        raise NotOneQuarter(text, str(period))
    return period


def parse_day(text: str, today: date) -> date:
    try:
        return _one_day(fold(text), Here(today))
    except (ValueError, OverflowError):
        raise BadDay(text) from None


def _period(plain: str, here: Here) -> Period:
    left, *right = re.split(r" ?(?:\.{2,3}|[–—]) ?|[~至到]| to ", plain)
    first = _one_period(left, here)
    if not right:
        return first
    last = _one_period(" ".join(right), Here(here.today, first.ends[0].year))
    return Span(first.ends[0], last.ends[1])


def _one_period(plain: str, here: Here) -> Period:
    return _first(PERIOD_WORDS, plain, here) or Week.of(_one_day(plain, here))


def _one_day(plain: str, here: Here) -> date:
    if not (day := _first(DAY_WORDS, plain, here)):
        raise ValueError(plain)
    return day


def _first(table: Table[Meaning], plain: str, here: Here) -> Meaning | None:
    for pattern, build in table:
        if found := re.fullmatch(pattern, plain):
            return build(found.groupdict(), here)
    return None


# ── What the named parts of a pattern mean ──

UNITS: Mapping[str, Callable[[date], Week | Quarter | Year]] = {
    **dict.fromkeys(("week", "周", "星期", "礼拜"), Week.of),
    **dict.fromkeys(("quarter", "季度", "季"), Quarter.of),
    **dict.fromkeys(("year", "年"), Year.of),
}
STEPS = {"this": 0, "current": 0, "last": -1, "previous": -1, "next": 1}
STEPS |= {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
YEARS = {"前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
DAYS = {"day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1}
DAYS |= {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "后天": 2}
WEEKDAYS = ("mon一", "tue二", "wed三", "thu四", "fri五", "sat六", "sun日天")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _n(words: Words, name: str = "n") -> int:
    number = words[name] or ""
    return 1 if number in ("a", "an", "one") else numeral(number)


def _year(words: Words, here: Here) -> int:
    """The year of a week or quarter: ISO's, which is that of the Thursday."""
    if number := words.get("year"):
        return int(number)
    year = Week.of(here.today).year
    if word := words.get("year_word"):
        return year + YEARS[word]
    return here.year or year


def _week(words: Words, here: Here) -> Week:
    return Week(_year(words, here), _n(words))


def _quarter(words: Words, here: Here) -> Quarter:
    return Quarter(_year(words, here), _n(words))


def _whole_year(words: Words, here: Here) -> Year:
    return Year(_year(words, here))


def _stepped(words: Words, here: Here) -> Period:
    """`last week`, `quarter`, `上个季度`."""
    return UNITS[words["unit"] or ""](here.today).shift(STEPS[words.get("step") or "this"])


def _counted(words: Words, here: Here) -> Period:
    """`week-1`, `2 quarters ago`, `两周前`."""
    ahead = words.get("sign") == "+"
    return UNITS[words["unit"] or ""](here.today).shift(_n(words) if ahead else -_n(words))


def _iso_day(words: Words, _here: Here) -> date:
    return date(_n(words, "year"), _n(words, "month"), _n(words, "day"))


def _named_day(words: Words, here: Here) -> date:
    return here.today + timedelta(days=DAYS[words["name"] or ""])


def _days_ago(words: Words, here: Here) -> date:
    return here.today - timedelta(days=_n(words) * (1 if words["unit"] in ("day", "天", "日") else 7))


def _months_ago(words: Words, here: Here) -> date:
    """The same day of an earlier month, or its last day where the month is shorter."""
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - few days are said so, and it costs start-up

    return here.today - relativedelta(months=_n(words))


def _weekday(words: Words) -> int:
    name = (words["weekday"] or "")[:3]
    return next(n for n, names in enumerate(WEEKDAYS) if name in names)


def _recent_weekday(words: Words, here: Here) -> date:
    return here.today - timedelta(days=(here.today.weekday() - _weekday(words)) % 7)


def _stepped_weekday(words: Words, here: Here) -> date:
    """`last monday` is the nearest one before today, `next monday` the nearest after it."""
    ahead = (_weekday(words) - here.today.weekday()) % 7
    if words["step"] == "next":
        return here.today + timedelta(days=ahead or 7)
    if words["step"] == "last":
        return here.today - timedelta(days=7 - ahead)
    return Week.of(here.today).monday + timedelta(days=_weekday(words))


def _weekday_of_week(words: Words, here: Here) -> date:
    """`上周三` is the Wednesday of last week, wherever today stands."""
    return Week.of(here.today).shift(STEPS[words["step"] or ""]).monday + timedelta(days=_weekday(words))


def _month_day(words: Words, here: Here) -> date:
    name, day = words["month"] or "", _n(words, "day")
    month = MONTHS.index(name[:3]) + 1 if name[:3] in MONTHS else int(name)
    if number := words.get("year"):
        return date(int(number), month, day)
    if word := words.get("year_word"):
        return date(here.today.year + YEARS[word], month, day)
    if here.year:
        return date(here.year, month, day)
    return _recent(month, day, here.today)


def _recent(month: int, day: int, today: date) -> date:
    for year in range(today.year, today.year - 9, -1):  # 29 February: up to eight years back
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError(f"no day {month}-{day}")


# ── The patterns, over text that `fold` made plain ──

N = rf"(?P<n>{NUMERAL})"
NO = r"(?P<n>[0-9]{1,2})"
YEAR = r"(?P<year>[0-9]{4})"
ZH_YEAR = rf"(?:{YEAR}年|(?P<year_word>{'|'.join(YEARS)})的?)"
UNIT = r"(?P<unit>week|quarter|year)"
ZH_WEEK = r"(?:周|星期|礼拜)"
ZH_STEP = r"(?P<step>上上|下下|上|下|这|本)"
COUNT = r"(?P<n>[0-9]{1,4}|a|an|one)"
WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
ZH_WEEKDAY = rf"{ZH_WEEK}(?P<weekday>[一二三四五六日天])"
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"(?P<day>[0-9]{1,2})"

PERIOD_WORDS: Table[Period] = (
    (rf"{YEAR}[- ]?w{NO}", _week),
    (rf"(?:week|wk|w) ?{NO}(?:,? {YEAR})?", _week),
    (rf"{ZH_YEAR}?第{N}{ZH_WEEK}", _week),
    (rf"{YEAR}[- ]?q{NO}", _quarter),
    (rf"(?:quarter|q) ?{NO}(?:,? {YEAR})?", _quarter),
    (rf"{ZH_YEAR}?第?{N}季度", _quarter),
    (rf"{YEAR}年?|(?P<year_word>{'|'.join(YEARS)})", _whole_year),
    (rf"(?:(?P<step>this|current|last|previous|next) )?{UNIT}", _stepped),
    (rf"{ZH_STEP}一?个?(?P<unit>周|星期|礼拜|季度?|年)", _stepped),
    (rf"{UNIT} ?(?P<sign>[-+]) ?{COUNT}", _counted),
    (rf"{COUNT} {UNIT}s? ago", _counted),
    (rf"{N}个?(?P<unit>周|星期|礼拜|季度|年)前", _counted),
)

DAY_WORDS: Table[date] = (
    (r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})", _iso_day),
    (rf"(?P<name>{'|'.join(DAYS)})", _named_day),
    (WEEKDAY, _recent_weekday),
    (ZH_WEEKDAY, _recent_weekday),
    (rf"(?P<step>this|last|next) {WEEKDAY}", _stepped_weekday),
    (rf"{ZH_STEP}一?个?{ZH_WEEKDAY}", _weekday_of_week),
    (rf"{COUNT} (?P<unit>day|week)s? ago", _days_ago),
    (rf"{N}个?(?P<unit>天|日|周|星期|礼拜)前", _days_ago),
    (rf"{COUNT} months? ago", _months_ago),
    (rf"{N}个月前", _months_ago),
    (rf"{ZH_YEAR}?(?P<month>[0-9]{{1,2}})月{DAY}[日号]", _month_day),
    (rf"{MONTH} {DAY}(?:,? {YEAR})?", _month_day),
    (rf"{DAY} {MONTH}(?: {YEAR})?", _month_day),
)
