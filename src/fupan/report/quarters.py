"""A longer period as the quarters that it is made of: each judged by its own close, then laid side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.periods import Quarter, Span, Week
from fupan.report import course
from fupan.report import goals as of_goals
from fupan.report.goal_nouns import CauseKey, CauseLine
from fupan.report.nouns import QuarterLine, ScoreLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupan.periods import Period
    from fupan.report import Material
    from fupan.report.goal_nouns import Miss
    from fupan.scoring import Life


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What of a report belongs to one quarter; a week or a quarter is its own only part."""

    material: Material
    found: tuple[Life, ...]
    misses: tuple[Miss, ...]
    causes: tuple[CauseLine, ...]

    @property
    def quarter(self) -> Quarter:
        return self.material.period.ends[0].quarter


def parts(material: Material) -> tuple[Part, ...]:
    if isinstance(material.period, (Week, Quarter)):
        return (_part(material),)
    touched = dict.fromkeys(week.quarter for week in material.period.weeks)
    return tuple(_part(_inside(material, quarter)) for quarter in touched)


def _part(material: Material) -> Part:
    found = of_goals.found_lives(material)
    misses = of_goals.misses(material, found)
    return Part(material=material, found=found, misses=misses, causes=of_goals.causes(material, found, misses))


def _inside(material: Material, quarter: Quarter) -> Material:
    """What of `material` belongs to `quarter`; where the period cuts the quarter, to what is left of it."""
    weeks = [week for week in quarter.weeks if week in material.period]
    period: Period = quarter if len(weeks) == len(quarter.weeks) else Span(weeks[0], weeks[-1])
    part = replace(
        material,
        period=period,
        reviews=tuple(review for review in material.reviews if review.week in period),
        quarterlies=tuple(closing for closing in material.quarterlies if closing.quarter == period),
        diagnoses={},
    )
    missed = of_goals.missed_goals(part, of_goals.found_lives(part))
    return replace(part, diagnoses={goal: found for goal, found in material.diagnoses.items() if goal in missed})


def misses(divided: Sequence[Part]) -> tuple[Miss, ...]:
    """The missed goals by cause, within a cause those first that lost most hours.

    A goal that was missed in two quarters is missed twice, as each of their reports tells it.
    """
    several = len(divided) > 1
    made = [replace(miss, quarter=part.quarter if several else None) for part in divided for miss in part.misses]
    order = list(CauseKey)
    return tuple(sorted(made, key=lambda miss: (order.index(miss.key), -(miss.lost or 0), miss.goal)))


def causes(divided: Sequence[Part]) -> tuple[CauseLine, ...]:
    """Goals and hours by cause: the sums of what each quarter's own report says."""
    found = []
    for key in CauseKey:
        rows = [line for part in divided for line in part.causes if line.key is key]
        if rows:
            hours = of_goals.sums([(line.planned, line.actual, line.lost) for line in rows])
            found.append(CauseLine(key=key, goals=sum(line.goals for line in rows), **hours))
    return tuple(found)


def lines(divided: Sequence[Part]) -> tuple[QuarterLine, ...]:
    """The quarters side by side, where there are several; those about which nothing is known are left out."""
    if len(divided) < 2:
        return ()
    return tuple(_line(part) for part in divided if part.material.reviews or part.material.quarterlies)


def _line(part: Part) -> QuarterLine:
    material = part.material
    held = course.holding(material, part.found)
    return QuarterLine(
        quarter=part.quarter,
        closed=material.quarterly is not None,
        weeks=held.weeks,
        written=held.written,
        planned=held.planned,
        actual=held.actual,
        marks=course.marks(material),
        scores=_scores(part),
        missed=len(part.misses),
        causes=part.causes,
        seen_now=material.said("seen_now"),
        again=material.said("direction.again"),
    )


def _scores(part: Part) -> tuple[ScoreLine, ...]:
    given = of_goals.scores_of(part.material, part.found)
    missed = {miss.goal for miss in part.misses}
    return tuple(
        ScoreLine(
            goal=life.goal.id,
            title=life.goal.title,
            kind=life.goal.kind,
            score=given[life.goal.id].final if part.material.quarterly else given[life.goal.id].computed,
            outcome=life.goal.outcome,
            missed=life.goal.id in missed,
        )
        for life in part.found
        if life.goal.id in given
    )
