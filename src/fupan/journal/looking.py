"""The report of any period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.audience import AUDIENCE, Audience
from fupan.diagnosis import diagnose
from fupan.driving import FIRST, motive_ledger
from fupan.journal.excusing import Excusing
from fupan.periods import Week
from fupan.responses import offer
from fupan.review.records import goal_record
from fupan.scoring import as_one, lives

if TYPE_CHECKING:
    from fupan.model import Diagnosis, Verdict
    from fupan.periods import Period
    from fupan.report import Material, Report
    from fupan.responses import Offer


class Looking(Excusing):
    def report(self, period: Period, *, reader: Audience = Audience.SELF, more: frozenset[str] = frozenset()) -> Report:
        """The report of any period, as far as it is written; it is honest about what is missing.

        For another `reader` it is built of what the journal's table allows them, and of `more`, said yes to by name.
        """
        from fupan.report import build_report  # noqa: PLC0415 - only a report pays for it

        material = self._material(period)
        if reader is not Audience.SELF:
            from fupan.report.cut import allowed, cut, trimmed  # noqa: PLC0415 - as above

            names = allowed(reader, {**AUDIENCE, **self.store.audience()}, more)
            return trimmed(build_report(cut(material, names)), reader, names)
        diagnoses = self._diagnoses(material)
        said = {verdict.goal: verdict for verdict in material.verdicts}
        offers = {goal: self._offered(found, said.get(goal), material) for goal, found in diagnoses.items()}
        return build_report(replace(material, diagnoses=diagnoses, offers=offers))

    def _offered(self, found: Diagnosis, verdict: Verdict | None, material: Material) -> tuple[Offer, ...]:
        """Responses to what was decided; the program's cause speaks only where nobody has decided."""
        final = verdict if verdict and verdict.final else None
        cause, reason = (final.final, final.reason) if final and final.final else (found.cause, found.reason)
        pattern = found.pattern if cause is found.cause else ""
        around = final.around if final else ""
        return offer(pattern, cause, material.trials, firmness=self.firmness, around=around, reason=reason)

    def _material(self, period: Period) -> Material:
        from fupan.report import Material  # noqa: PLC0415 - as above

        first, last = period.ends
        with self.store.snapshot():
            reviews = self.store.reviews(first, last)
            quarters = dict.fromkeys(week.quarter for week in period.weeks) if not isinstance(period, Week) else ()
            closed = tuple(closing for quarter in quarters if (closing := self.store.quarterly(quarter)))
            weekly = tuple(verdict for review in reviews for verdict in review.verdicts)
            every = self.store.goals()
            driven = motive_ledger(self.store.motives(FIRST, last), every, self.store.goal_weeks(first, last), last)
            return Material(
                period=period,
                today=Week.of(self.moment.today),
                reviews=reviews,
                goals=every,
                serving=driven.hours,
                orphans=driven.orphans,
                **self._far(period),
                verdicts=(*weekly, *(verdict for closing in closed for verdict in closing.verdicts)),
                trials=self.store.trials(),
                motives=self.store.motives(first, last),
                quarterlies=closed,
                notes=self.store.notes(first, last),
                excused=frozenset(self.excused()),
            )

    def _far(self, period: Period) -> dict[str, Any]:
        """What reaches further than a quarter and belongs to this period."""
        names = {str(period), *_years(period)}
        return {
            "long": tuple(one for one in self.store.long_reviews() if one.period in names),
            "decisions": tuple(one for one in self.store.decisions() if one.week in period),
            "rules": tuple(rule for rule in self.store.rules() if rule.since in period),
        }

    @staticmethod
    def _diagnoses(material: Material) -> dict[str, Diagnosis]:
        """Each missed goal diagnosed over all its weeks of the period, with what person and mentor said last."""
        from fupan.report import missed_goals  # noqa: PLC0415 - as above

        missed = missed_goals(material)
        weeks = [goal for review in material.reviews for goal in review.goals]
        said = {verdict.goal: verdict for verdict in material.verdicts}
        found = {}
        for life in lives(material.goals, weeks, material.period):
            if life.goal.id in missed and (lived := as_one(life)):
                verdict = said.get(life.goal.id)
                own, mentor = (verdict.own, verdict.mentor) if verdict else (None, None)
                own_goals = {life.goal.id, *(week.goal for week in life.weeks)}
                trials = tuple(trial for trial in material.trials if trial.goal in own_goals)
                found[life.goal.id] = diagnose(goal_record(lived, own=own, mentor=mentor, trials=trials))
        return found


def _years(period: Period) -> tuple[str, ...]:
    """A run of whole years by the name that its review has: "2022..2026"."""
    first, last = (end.iso_year for end in period.ends)
    whole = (first.weeks[0], last.weeks[-1]) == period.ends
    return (f"{first}..{last}",) if whole and first != last else ()
