"""Where one stands: what is due and when, what was promised, and the honest calendar of the quarter's weeks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.periods import Quarter, Week, Year

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from fupan.model import Draft, Goal, GoalWeek, Trial
    from fupan.periods import Moment

FORGIVEN_A_QUARTER = 1  # empty weeks that do not break a streak
LATEST = "9999"  # behind every week's name
THURSDAY = 3  # from here on a review is about the running week


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One week of the calendar: on_time, late, excused, empty, due or running."""

    week: Week
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAgo:
    """The same week of the year before, in short."""

    week: Week
    goals: tuple[GoalWeek, ...]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What `fupan` alone has to say."""

    week: Week  # the one under review now
    written: bool
    excused: str  # why the week under review is excused; "" when it is not
    next_review: date
    draft: Draft | None
    empty: bool
    promises: tuple[GoalWeek, ...]  # of the running week
    quarter_goals: tuple[Goal, ...]
    request: str
    trials: tuple[Trial, ...]
    streak: int
    calendar: tuple[Day, ...]
    missing: tuple[Week, ...]  # earlier weeks that are empty and can still be caught up
    quarter_due: Quarter | None
    year_ago: YearAgo | None = None  # on the day of the review


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When a person reviews: the weekday, 0 for Monday, and the time on their clock."""

    day: int = 0
    time: time = time(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """The next review: of which week, when, and until when an excuse keeps it quiet."""

    week: Week
    due: datetime
    quiet: datetime | None = None


def year_before(week: Week) -> Week:
    """The week of the same number a year earlier; where that year had no week 53, its last one."""
    last = Year(week.year - 1).ends[1]
    return last if week.number > last.number else Week(week.year - 1, week.number)


def calendar_of(
    quarter: Quarter,
    written: Mapping[Week, bool],
    moment: Moment,
    first: Week | None,
    excused: Collection[Week] = (),
) -> tuple[Day, ...]:
    """The quarter's weeks up to the running one, from the journal's first week on; `written` tells which were late."""
    now, due = Week.of(moment.today), moment.week_under_review
    days = []
    for week in quarter.weeks:
        if week > now or first is None or week < first:
            continue
        if week in written:
            state = "late" if written[week] else "on_time"
        elif week in excused:
            state = "excused"
        else:
            state = "due" if week == due else "running" if week == now else "empty"
        days.append(Day(week=week, state=state))
    return tuple(days)


def streak_of(written: Collection[str], under_review: Week, excused: Collection[Week] = ()) -> int:
    """Weeks in a row, the week under review counting once it is written; one empty week a quarter is forgiven.

    An excused week neither adds nor breaks. `written` are weeks' names: a streak may be long, and a name is cheap.
    """
    count, forgiven = 0, set()
    first = min(written, default=LATEST)
    for name in _names_back(under_review if str(under_review) in written else under_review.shift(-1)):
        if name < first:
            break
        if name in written:
            count += 1
            continue
        week = Week.read(name)
        if week not in excused:
            if week.quarter in forgiven:
                break
            forgiven.add(week.quarter)
    return count


def _names_back(week: Week) -> Iterator[str]:
    """The names of a week and of all before it."""
    for year in range(week.year, 0, -1):
        last = week.number if year == week.year else Year(year).ends[1].number
        yield from (f"{year:04}-W{number:02}" for number in range(last, 0, -1))


def next_review(moment: Moment, written: Collection[Week], excused: Collection[Week] = ()) -> date:
    """The Monday after the week that is reviewed next: the week under review while that is due, else a later one."""
    week = moment.week_under_review
    while week in written or week in excused:
        week = week.shift(1)
    return week.shift(1).monday


def evening(week: Week, rhythm: Rhythm, moment: Moment) -> datetime:
    """When a week is reviewed, on the clock of `moment`; what is after midnight belongs to the day before."""
    night = rhythm.time.hour < moment.day_ends
    day = (rhythm.day - night) % 7
    monday = (week if day >= THURSDAY else week.shift(1)).monday
    return datetime.combine(monday + timedelta(days=day + night), rhythm.time, moment.now.tzinfo)


def appointment(moment: Moment, last: Week | None, excused: Collection[Week], rhythm: Rhythm) -> Appointment:
    """The next review, after the `last` one. One that was missed stays due until the next; an excused week has none."""
    week = _next_week(moment, last, rhythm)
    running = Week.of(moment.today)
    if week < running and week in excused:
        week = running
    while week in excused:
        week = week.shift(1)
    due = evening(week, rhythm, moment)
    return Appointment(week=week, due=due, quiet=_quiet(max(_day(due, moment), moment.today), excused, moment))


def _next_week(moment: Moment, last: Week | None, rhythm: Rhythm) -> Week:
    running = Week.of(moment.today)
    ended = running.shift(-1)
    if last:
        return max(last.shift(1), ended)
    week = moment.week_under_review  # nobody owes a review of a time before the journal
    return week if evening(week, rhythm, moment).astimezone(UTC) > moment.utc else week.shift(1)


def _day(when: datetime, moment: Moment) -> date:
    return (when.replace(tzinfo=None) - timedelta(hours=moment.day_ends)).date()


def _quiet(day: date, excused: Collection[Week], moment: Moment) -> datetime | None:
    """The end of the excused weeks in which the next review, or today where it is later, lies."""
    week = Week.of(day)
    if week not in excused:
        return None
    while week in excused:
        week = week.shift(1)
    return datetime.combine(week.monday, time(moment.day_ends), moment.now.tzinfo)
