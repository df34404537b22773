"""The calendar of reviews: ISO weeks, and the quarters, years and spans that are made of them.

A week belongs to the quarter and to the year of its Thursday, so every day belongs to exactly one week,
quarter and year; quarters have 12 to 14 weeks. What a person types is read in `period_words`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from fupan.lean import dataclass

DAY = timedelta(days=1)


class Weeks:
    """What all periods share: they are whole weeks, from a first to a last one."""

    __slots__ = ()

    @property
    def ends(self) -> tuple[Week, Week]:
        raise NotImplementedError

    @property
    def weeks(self) -> tuple[Week, ...]:
        first, last = self.ends
        count = (last.monday - first.monday).days // 7 + 1
        return tuple(first.shift(n) for n in range(count))

    @property
    def first_day(self) -> date:
        return self.ends[0].monday

    @property
    def last_day(self) -> date:
        return self.ends[1].sunday

    def __contains__(self, week: Week) -> bool:
        first, last = self.ends
        return first <= week <= last


@dataclass(frozen=True, slots=True, order=True)
class Week(Weeks):
    """One ISO week, Monday to Sunday; a week that does not exist cannot be made."""

    year: int
    number: int

    def __post_init__(self) -> None:
        _check_year(self.year)
        date.fromisocalendar(self.year, self.number, 1)

    @classmethod
    def of(cls, day: date) -> Week:
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def read(cls, text: str) -> Week:
        return cls(*_numbers(r"([0-9]{4})-W([0-9]{2})", text))

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def ends(self) -> tuple[Week, Week]:
        return self, self

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def thursday(self) -> date:
        return self.monday + 3 * DAY

    @property
    def sunday(self) -> date:
        return self.monday + 6 * DAY

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.year, (self.thursday.month + 2) // 3)

    @property
    def iso_year(self) -> Year:
        return Year(self.year)

    def shift(self, n: int) -> Week:
        return Week.of(self.monday + n * 7 * DAY) if n else self


@dataclass(frozen=True, slots=True, order=True)
class Quarter(Weeks):
    """The weeks whose Thursday lies in one quarter of the calendar."""

    year: int
    number: int

    def __post_init__(self) -> None:
        _check_year(self.year)
        if not 1 <= self.number <= 4:
            raise ValueError(f"no quarter {self.number}")

    @classmethod
    def of(cls, day: date) -> Quarter:
        return Week.of(day).quarter

    @classmethod
    def read(cls, text: str) -> Quarter:
        return cls(*_numbers(r"([0-9]{4})-Q([1-4])", text))

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"

    @property
    def ends(self) -> tuple[Week, Week]:
        month = 3 * self.number - 2
        after = date(self.year, month + 3, 4) if month < 10 else date(self.year + 1, 1, 4)
        # The week of a month's 4th is the first one whose Thursday lies in that month.
        return Week.of(date(self.year, month, 4)), Week.of(after - 7 * DAY)

    @property
    def iso_year(self) -> Year:
        return Year(self.year)

    def shift(self, n: int) -> Quarter:
        years, before = divmod(self.number - 1 + n, 4)
        return Quarter(self.year + years, before + 1)


@dataclass(frozen=True, slots=True, order=True)
class Year(Weeks):
    """One ISO year: the weeks whose Thursday lies in it."""

    year: int

    def __post_init__(self) -> None:
        _check_year(self.year)

    @classmethod
    def of(cls, day: date) -> Year:
        return Week.of(day).iso_year

    @classmethod
    def read(cls, text: str) -> Year:
        return cls(*_numbers(r"([0-9]{4})", text))

    def __str__(self) -> str:
        return f"{self.year:04}"

    @property
    def ends(self) -> tuple[Week, Week]:
        return Week(self.year, 1), Week.of(date(self.year, 12, 28))

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        return tuple(Quarter(self.year, number) for number in (1, 2, 3, 4))

    def shift(self, n: int) -> Year:
        return Year(self.year + n)


@dataclass(frozen=True, slots=True, order=True)
class Span(Weeks):
    """Any run of weeks, both ends included."""

    first: Week
    last: Week

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} lies before {self.first}")

    @classmethod
    def read(cls, text: str) -> Span:
        first, _, last = text.partition("..")
        return cls(Week.read(first), Week.read(last))

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"

    @property
    def ends(self) -> tuple[Week, Week]:
        return self.first, self.last


Period = Week | Quarter | Year | Span


def read_period(text: str) -> Period:
    """The period that `text`, as `str()` writes it, names; for stored text."""
    if ".." in text:
        return Span.read(text)
    if "W" in text:
        return Week.read(text)
    return Quarter.read(text) if "Q" in text else Year.read(text)


def _numbers(pattern: str, text: str) -> tuple[int, ...]:
    if not (found := re.fullmatch(pattern, text)):
        raise ValueError(f"{text!r} is not written as {pattern}")
    return tuple(map(int, found.groups()))


def _check_year(year: int) -> None:
    # The last week of 9999 ends in a year that `date` does not have.
    if not date.min.year <= year < date.max.year:
        raise ValueError(f"no year {year}")


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant as a person lives it: in their zone, with a day that may end after midnight."""

    now: datetime  # aware, in `zone`
    zone: str
    day_ends: int = 4  # the hour until which the night belongs to the evening before

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("a moment needs a time zone")

    @property
    def today(self) -> date:
        # Wall time, not elapsed time: on the nights of the clock changes a day still ends at `day_ends`.
        return (self.now.replace(tzinfo=None) - timedelta(hours=self.day_ends)).date()

    @property
    def utc(self) -> datetime:
        return self.now.astimezone(UTC)

    @property
    def week_under_review(self) -> Week:
        """Until Wednesday the week that ended, from Thursday the running one."""
        return Week.of(self.today - 3 * DAY)

    def late(self, week: Week) -> bool:
        """Whether `week`, sealed now, is late: it is, once the week is no longer the one under review."""
        return week < self.week_under_review
