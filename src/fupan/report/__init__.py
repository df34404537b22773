"""The report of a week, a quarter, a year or any run of weeks: built once, shown in four papers.

`build_report` is pure. It never invents: what was not recorded stays empty, and what is missing is named.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from fupan.grades import mentors_view
from fupan.lean import dataclass
from fupan.report import course, quarters
from fupan.report import goals as of_goals
from fupan.report.nouns import Report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.driving import Serving
    from fupan.long_view import Decision, LongReview, Rule
    from fupan.model import (
        Diagnosis,
        Goal,
        Motive,
        Note,
        QuarterlyReview,
        Trial,
        Verdict,
        WeeklyReview,
    )
    from fupan.periods import Period, Week
    from fupan.responses import Offer, Response

__all__ = ["Material", "Report", "build_report", "missed_goals"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything that the journal holds about one period; what a report is built of."""

    period: Period
    today: Week  # the running week
    reviews: tuple[WeeklyReview, ...] = ()
    goals: tuple[Goal, ...] = ()  # every goal that occurs, and those of the quarter after
    verdicts: tuple[Verdict, ...] = ()
    trials: tuple[Trial, ...] = ()
    motives: tuple[Motive, ...] = ()
    quarterlies: tuple[QuarterlyReview, ...] = ()  # of the quarters that lie in the period
    diagnoses: Mapping[str, Diagnosis] = field(default_factory=dict)  # of the missed goals, over the period
    offers: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)  # responses suggested, by goal
    responses: Mapping[str, Response] = field(default_factory=dict)  # with the person's own; {}: the catalogue
    notes: tuple[Note, ...] = ()
    serving: Serving | None = None
    orphans: tuple[Goal, ...] = ()
    long: tuple[LongReview, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rules: tuple[Rule, ...] = ()
    excused: frozenset[Week] = frozenset()
    quality: Mapping[Week, int] = field(default_factory=dict)  # where a review does not carry its own

    @property
    def quarterly(self) -> QuarterlyReview | None:
        """The close of the period itself, where it is a quarter."""
        return next((closing for closing in self.quarterlies if closing.quarter == self.period), None)

    def said(self, key: str) -> str:
        """What was written under `key` at the period's own close."""
        return _spoken(self.quarterly.answers.get(key)) if self.quarterly else ""

    def said_of(self, key: str) -> str:
        """What was last written under `key` at the close of any quarter inside; such a key names a goal or a week."""
        found = (_spoken(closing.answers.get(key)) for closing in reversed(self.quarterlies))
        return next(filter(None, found), "")


def _spoken(answer: object) -> str:
    return "" if answer is None else str(answer)


def build_report(material: Material) -> Report:
    """Everything that the period tells, first what was marked, judged and decided."""
    material = _inside(material)
    found = of_goals.found_lives(material)
    parts = quarters.parts(material)
    missed = quarters.misses(parts)
    verdicts = of_goals.all_verdicts(material)
    held = course.holding(material, found)
    lines = course.week_lines(material)
    buckets, uncounted = course.calibration(material, verdicts)
    view = mentors_view(material.reviews)
    return Report(
        period=material.period,
        first_day=material.period.first_day,
        last_day=material.period.last_day,
        closed=material.quarterly is not None,
        trend=held.written >= course.TREND_FROM,
        holding=held,
        lacks=course.lacks(material, held, missed, lines),
        marks=course.marks(material),
        seen_now=material.said("seen_now"),
        misses=missed,
        decided=course.decided(material),
        weeks=lines,
        words=course.week_words(material, view),
        goals=of_goals.stories(material, found, frozenset(miss.goal for miss in missed)),
        causes=quarters.causes(parts),
        quarters=quarters.lines(parts),
        agreement=of_goals.agreement(verdicts),
        hindsight=of_goals.borne_out(material, verdicts),
        trials=of_goals.trials(material),
        drift=course.drift(material),
        long=material.long,
        decisions=material.decisions,
        rules=material.rules,
        calibration=buckets,
        uncounted=uncounted,
        doubted=course.doubted(material, verdicts),
        mentor=replace(view, requests=()) if view.lines or view.answered else None,  # `words` has what was asked for
        notes=course.notes(material),
    )


def missed_goals(material: Material) -> frozenset[str]:
    """The ids of the goals that the report will count as missed, so that each can be diagnosed before."""
    return frozenset(miss.goal for miss in quarters.misses(quarters.parts(_inside(material))))


def _inside(material: Material) -> Material:
    """`material` with the reviews and closed quarters of the period alone, in their order."""
    inside = (review for review in material.reviews if review.week in material.period)
    whole = (closing for closing in material.quarterlies if all(end in material.period for end in closing.quarter.ends))
    return replace(
        material,
        reviews=tuple(sorted(inside, key=lambda review: review.week)),
        quarterlies=tuple(sorted(whole, key=lambda closing: closing.quarter)),
    )
