"""Small words of both languages: what every renderer says the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.model import (
    Call,
    Carry,
    Cause,
    Change,
    Field,
    Kind,
    Level,
    MotiveKind,
    Outcome,
    Reason,
    TrialResult,
)
from fupan.periods import Quarter, Span, Week, Year
from fupan.quantities import show_hours
from fupan.render.cells import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from enum import StrEnum
    from zoneinfo import ZoneInfo

    from fupan.language import Language
    from fupan.periods import Period

# --- words of the nouns ----------------------------------------------------------------------------------

# A table of pairs: as keys of one mapping, members of different enums with one value would be the same.
_PAIRS: tuple[tuple[StrEnum, str], ...] = (
    (Outcome.DONE, N_("done")),
    (Outcome.PARTLY, N_("partly")),
    (Outcome.MISSED, N_("missed")),
    (Outcome.DROPPED, N_("dropped")),
    (Level.WEEK, N_("week goal")),
    (Level.QUARTER, N_("quarter goal")),
    (Kind.COMMITTED, N_("committed")),
    (Kind.STRETCH, N_("stretch")),
    (Kind.LEARNING, N_("learning")),
    (Field.RESEARCH, N_("research")),
    (Field.JOB, N_("job")),
    (Field.STARTUP, N_("startup")),
    (Field.STUDY, N_("study")),
    (Field.HEALTH, N_("health")),
    (Field.OTHER, N_("other")),
    (Call.LAZINESS, N_("laziness")),
    (Call.ABILITY, N_("ability")),
    (Call.BOTH, N_("both")),
    (Call.NEITHER, N_("neither")),
    (Cause.LAZINESS, N_("laziness")),
    (Cause.ABILITY, N_("ability")),
    (Cause.UNCLEAR, N_("unclear")),
    (Reason.OUTSIDE, N_("something outside")),
    (Reason.NOT_WANTED, N_("no longer wanted")),
    (Reason.MIXED, N_("laziness and ability mixed")),
    (Reason.NO_FACTS, N_("no facts")),
    (Reason.BAD_RECORD, N_("the record contradicts itself")),
    (Reason.HOURS_ONLY, N_("only the hours speak")),
    (Reason.TOO_CLOSE, N_("too close to call")),
    (Reason.DISTRESS, N_("a hard week")),
    (Reason.DONT_KNOW, N_("not known")),
    (MotiveKind.DESIRE, N_("desire")),
    (MotiveKind.FEAR, N_("fear")),
    (MotiveKind.BOTH, N_("desire and fear")),
    (MotiveKind.NONE, N_("neither desire nor fear")),
    (Change.SAME, N_("the same")),
    (Change.STRONGER, N_("stronger")),
    (Change.WEAKER, N_("weaker")),
    (Change.DIFFERENT, N_("a different one")),
    (Carry.KEEP, N_("kept as it was")),
    (Carry.SHRINK, N_("made smaller")),
    (Carry.CHANGE, N_("changed")),
    (Carry.DROP, N_("let go")),
    (TrialResult.WORKED, N_("worked")),
    (TrialResult.NO_EFFECT, N_("no effect")),
    (TrialResult.NOT_CARRIED_OUT, N_("not carried out")),
    (TrialResult.TOO_EARLY, N_("too early to say")),
)
NAMES: Mapping[tuple[type[StrEnum], str], str] = {(type(value), value.value): name for value, name in _PAIRS}

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 - reads as a line
_DAYS = {"en": "Mon Tue Wed Thu Fri Sat Sun".split(), "zh": "周一 周二 周三 周四 周五 周六 周日".split()}  # noqa: SIM905


class Words:
    """The words of one language for dates, names and amounts. Dates are a locale's data, not messages."""

    def __init__(self, say: Language) -> None:
        self.say = say
        self.zh = say.zh

    def name(self, value: StrEnum | None) -> str:
        """What a noun's value is called; nothing recorded is a dash."""
        return "–" if value is None else self.say(NAMES[type(value), value.value])

    def choice(self, name: str, value: str) -> str:
        """What an answer's choice is called, e.g. `choice("put_off", "afraid")`."""
        from fupan.questions import choices  # noqa: PLC0415 - the lists of the interviews; most screens name none

        labels = {choice.value: choice.label for choice in choices(name)}
        return labels[value].spoken(self.say.code) if value in labels else clean(value)

    def verdict(self, cause: Cause | None, reason: Reason | None = None) -> str:
        """A cause with the reason why it is unclear: "unclear (something outside)"."""
        if cause is not Cause.UNCLEAR or reason is None:
            return self.name(cause)
        return self.say("unclear (%(reason)s)", reason=self.name(reason))

    # dates

    def day(self, day: date, *, year: bool = False) -> str:
        """E.g. "16 Nov" or "11月16日"."""
        if self.zh:
            return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")

    def weekday(self, day: date) -> str:
        return _DAYS["zh" if self.zh else "en"][day.weekday()]

    def days(self, first: date, last: date, *, year: bool = False) -> str:
        """A run of days, e.g. "16–22 Nov", "28 Sep–4 Oct" or "11月16–22日"."""
        if first.year != last.year:
            return f"{self.day(first, year=True)}–{self.day(last, year=True)}"
        if first.month != last.month:
            start = self.day(first, year=year and self.zh)
            return f"{start}–{self.day(last, year=year and not self.zh)}"
        if self.zh:
            return f"{self.day(first, year=year).removesuffix('日')}–{last.day}日"
        return f"{first.day}–{self.day(last, year=year)}"

    def week(self, week: Week) -> str:
        """E.g. "2026-W47 · 16–22 Nov"."""
        return f"{week} · {self.days(week.first_day, week.last_day)}"

    def short_week(self, week: Week) -> str:
        """E.g. "W47"."""
        return f"W{week.number:02}"

    def period(self, period: Period) -> str:
        """The name of a period in words, e.g. "the fourth quarter of 2026" is 2026 Q4."""
        if isinstance(period, Week):
            return self.say("Week %(number)s of %(year)s", number=period.number, year=period.year)
        if isinstance(period, Quarter):
            return self.say("Quarter %(number)s of %(year)s", number=period.number, year=period.year)
        if isinstance(period, Year):
            return self.say("The year %(year)s", year=period.year)
        return self._span(period)

    def _span(self, span: Span) -> str:
        return self.say("%(first)s to %(last)s", first=span.first, last=span.last)

    def moment(self, when: datetime, zone: str = "") -> str:
        """A time on the person's clock, e.g. "Mon 23 Nov 2026, 19:30"."""
        local = when.astimezone(_zone(zone)) if zone and _zone(zone) else when
        weekday, day, clock = self.weekday(local), self.day(local, year=True), f"{local:%H:%M}"
        return f"{day}{weekday} {clock}" if self.zh else f"{weekday} {day}, {clock}"

    # amounts

    def hours(self, value: float | None, *, estimated: bool = False) -> str:
        """E.g. "1.5 h", "~3 小时"; not recorded is a dash."""
        if value is None:
            return "–"
        return self.say("%(hours)s h", hours=show_hours(round(value, 1), estimated))

    def hours_of(self, actual: float | None, planned: float | None, *, estimated: bool = False) -> str:
        """Real over planned hours, e.g. "1.5/8 h"."""
        real = "–" if actual is None else show_hours(round(actual, 1), estimated)
        plan = "–" if planned is None else show_hours(round(planned, 1))
        return self.say("%(hours)s h", hours=f"{real}/{plan}")

    def share(self, value: float | None) -> str:
        """A share 0–1 as a percentage."""
        return "–" if value is None else f"{round(value * 100)}%"

    def percent(self, value: float | None) -> str:
        return "–" if value is None else f"{round(value)}%"

    def score(self, value: float | None) -> str:
        """A score with one decimal, or two where the second says something."""
        if value is None:
            return "–"
        return f"{value:.1f}" if round(value, 1) == round(value, 2) else f"{value:.2f}"

    def signed(self, value: float) -> str:
        return f"{value:+.1f}".replace("-", "−")

    # sentences

    @property
    def colon(self) -> str:
        return "：" if self.zh else ": "

    def comma(self, *parts: str) -> str:
        """Parts of one sentence, set apart by commas."""
        return ("，" if self.zh else ", ").join(parts)

    def aside(self, text: str, more: str) -> str:
        """`text` with `more` behind it in brackets."""
        return f"{text}（{more}）" if self.zh else f"{text} ({more})"

    def quote(self, text: str) -> str:
        return f"“{text}”"

    def listed(self, items: Sequence[str]) -> str:
        """E.g. "a, b and c" or "a、b和c"."""
        if len(items) < 2:
            return "".join(items)
        comma, last = ("、", "和") if self.zh else (", ", " and ")
        return comma.join(items[:-1]) + last + items[-1]

    def weeks(self, weeks: Sequence[Week]) -> str:
        """Weeks in a short row, runs drawn together: "W40–W42, W45"."""
        runs: list[list[Week]] = []
        for week in weeks:
            if runs and runs[-1][-1].shift(1) == week:
                runs[-1].append(week)
            else:
                runs.append([week])
        named = [self.short_week(run[0]) + (f"–{self.short_week(run[-1])}" if len(run) > 1 else "") for run in runs]
        return ("、" if self.zh else ", ").join(named)


def _zone(name: str) -> ZoneInfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - only moments far from home need it

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
