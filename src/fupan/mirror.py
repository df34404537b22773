"""The recurring-excuse mirror: causes by quarter, phrases that came back, where misses and low grades gather.

Every figure comes with its n and the weeks behind it. Below five nothing is put as a share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import field
from typing import TYPE_CHECKING

from fupan.averages import median
from fupan.lean import dataclass
from fupan.model import Field
from fupan.recurring import Refrain, refrains, whys_of
from fupan.report.goal_nouns import CauseKey
from fupan.report.goals import cause_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fupan.model import Goal, GoalWeek, Verdict, WeeklyReview
    from fupan.periods import Period, Quarter, Week

SHARE_FROM = 5  # promises; with fewer on either side only counts are told
OWN_GRADE = "grade.self"
FULL = 3  # promises; so many fill a week


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseRow:
    """How many misses each quarter's verdicts laid to one cause, the same order as the mirror's quarters."""

    key: CauseKey
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Promises of one sort, how many were missed, and how many of all the others."""

    sort: str  # field, kind, week
    name: str  # research … , committed … , after_travel …
    n: int
    missed: int
    others: int
    others_missed: int
    weeks: tuple[Week, ...]  # those with a miss

    @property
    def tells(self) -> bool:
        """Whether there are enough on both sides to compare shares."""
        return min(self.n, self.others) >= SHARE_FROM

    @property
    def more(self) -> float:
        """By how much the share of misses is above that of the others."""
        return self.missed / self.n - (self.others_missed / self.others if self.others else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Weeks of one sort that the person graded, how many below their median grade, and how many of all the others."""

    name: str  # after_travel …
    n: int
    below: int
    others: int
    others_below: int
    weeks: tuple[Week, ...]  # those below

    @property
    def tells(self) -> bool:
        return min(self.n, self.others) >= SHARE_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """What came back."""

    period: Period
    reviews: int
    misses: int
    quarters: tuple[Quarter, ...] = ()
    causes: tuple[CauseRow, ...] = ()
    refrains: tuple[Refrain, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    median_grade: float | None = None  # of the grades as oneself
    grades: tuple[Graded, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the mirror is made of: the reviews of a period, ascending."""

    period: Period
    reviews: Sequence[WeeklyReview]
    goals: Sequence[Goal] = ()
    excused: frozenset[Week] = frozenset()
    travelled: frozenset[Week] = frozenset()
    first: Week | None = None  # of the whole journal: weeks before it are not empty
    written: frozenset[Week] = field(default_factory=frozenset)  # every written week of the journal


def mirror(past: Past) -> Mirror:
    """Causes, phrases and gatherings of a period."""
    rows = [row for review in past.reviews for row in review.goals if row.outcome is not None]
    quarters = tuple(sorted({review.week.quarter for review in past.reviews}))
    sorts = week_sorts(rows, past)
    middle, grades = by_grade(past.reviews, sorts)
    verdicts = [verdict for review in past.reviews for verdict in review.verdicts]
    return Mirror(
        period=past.period,
        reviews=len(past.reviews),
        misses=sum(row.missed for row in rows),
        quarters=quarters,
        causes=causes(verdicts, past.reviews, quarters),
        refrains=refrains(whys_of(rows)),
        gatherings=(*by_goal(rows, past.goals), *by_week(rows, sorts)),
        median_grade=middle,
        grades=grades,
    )


def causes(
    verdicts: Iterable[Verdict], reviews: Iterable[WeeklyReview], quarters: Sequence[Quarter]
) -> tuple[CauseRow, ...]:
    """The weeks' verdicts by cause and quarter; causes that never came up are left out."""
    quarter = {str(review.week): review.week.quarter for review in reviews}
    found = Counter((cause_key(verdict), quarter[verdict.period]) for verdict in verdicts if verdict.period in quarter)
    rows = (CauseRow(key=key, counts=tuple(found[key, at] for at in quarters)) for key in CauseKey)
    return tuple(row for row in rows if any(row.counts))


def by_goal(rows: Sequence[GoalWeek], goals: Iterable[Goal]) -> tuple[Gathering, ...]:
    """Misses by the field and the kind of their goals; a week goal is of the sort of the one that it serves."""
    known = {goal.id: goal for goal in goals}
    sorts: dict[tuple[str, str], list[GoalWeek]] = defaultdict(list)
    for row in rows:
        if (goal := known.get(row.goal)) is None:
            continue
        above = known.get(goal.parent, goal)
        about = goal.field if goal.field is not Field.OTHER else above.field
        sorts["field", about.value].append(row)
        sorts["kind", above.kind.value].append(row)
    found = (_gathering(sort, name, inside, rows) for (sort, name), inside in sorts.items())
    return _telling(found)


def by_week(rows: Sequence[GoalWeek], sorts: Mapping[Week, Sequence[str]]) -> tuple[Gathering, ...]:
    """Misses by what sort of week it was."""
    found: dict[str, list[GoalWeek]] = defaultdict(list)
    for row in rows:
        for name in sorts[row.week]:
            found[name].append(row)
    return _telling(_gathering("week", name, inside, rows) for name, inside in found.items())


def by_grade(
    reviews: Sequence[WeeklyReview], sorts: Mapping[Week, Sequence[str]]
) -> tuple[float | None, tuple[Graded, ...]]:
    """The median grade, and how many weeks of each sort lie below it, the lowest sort first."""
    given = {
        review.week: grade for review in reviews if isinstance(grade := review.answers.get(OWN_GRADE), (int, float))
    }
    if not given:
        return None, ()
    middle = median(given.values())
    low = {week for week, grade in given.items() if grade < middle}
    found = []
    for name in sorted({name for week in given for name in sorts[week]}):
        inside = {week for week in given if name in sorts[week]}
        if others := given.keys() - inside:
            found.append(
                Graded(
                    name=name,
                    n=len(inside),
                    below=len(inside & low),
                    others=len(others),
                    others_below=len(others & low),
                    weeks=tuple(sorted(inside & low)),
                )
            )
    return middle, tuple(sorted(found, key=lambda one: (-one.below / one.n, one.name)))


def week_sorts(rows: Sequence[GoalWeek], past: Past) -> Mapping[Week, tuple[str, ...]]:
    """What sorts each reviewed week is of."""
    promised = Counter(row.week for row in rows)
    hours: dict[Week, float] = defaultdict(float)
    for row in rows:
        hours[row.week] += row.planned_hours or 0
    usual = median(hours.values()) if hours else 0
    found = {}
    for week in {review.week for review in past.reviews}:
        before, weeks = week.shift(-1), week.quarter.weeks
        empty = bool(past.first and past.first < before) and before not in past.written and before not in past.excused
        tests = {
            "travel": week in past.travelled,
            "after_travel": before in past.travelled,
            "after_excused": before in past.excused,
            "after_empty": empty,
            "first_of_quarter": week == weeks[0],
            "last_of_quarter": week in weeks[-2:],
            "full": promised[week] >= FULL,
            "heavy": hours[week] > usual,
        }
        found[week] = tuple(name for name, holds in tests.items() if holds)
    return found


def _gathering(sort: str, name: str, inside: Sequence[GoalWeek], rows: Sequence[GoalWeek]) -> Gathering:
    missed = [row for row in inside if row.missed]
    return Gathering(
        sort=sort,
        name=name,
        n=len(inside),
        missed=len(missed),
        others=len(rows) - len(inside),
        others_missed=sum(row.missed for row in rows) - len(missed),
        weeks=tuple(sorted({row.week for row in missed})),
    )


def _telling(found: Iterable[Gathering]) -> tuple[Gathering, ...]:
    """Sorts that leave something to compare with, those first that gather most misses."""
    sound = (gathering for gathering in found if gathering.others)
    return tuple(sorted(sound, key=lambda one: (-round(one.more, 6), one.sort, one.name)))
