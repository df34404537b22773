"""The report of any period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.audience import AUDIENCE, Audience
from fupan.driving import motive_ledger
from fupan.journal.desk import RECORD
from fupan.journal.excusing import Excusing
from fupan.periods import Week, read_period
from fupan.responses import offer
from fupan.scoring import as_one, lives

if TYPE_CHECKING:
    from fupan.model import Diagnosis, GoalWeek, Verdict
    from fupan.periods import Period
    from fupan.report import Material, Report
    from fupan.responses import Offer
    from fupan.scoring import Life


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
            closed = () if isinstance(period, Week) else self.store.quarterlies(first.quarter, last.quarter)
            weekly = tuple(verdict for review in reviews for verdict in review.verdicts)
            every = self.store.goals_about(first, last)
            driven = motive_ledger(self.store.spells(last, last), every, self.store.goal_weeks(first, last), last)
            return Material(
                period=period,
                today=Week.of(self.moment.today),
                reviews=reviews,
                goals=every,
                serving=driven.hours,
                orphans=driven.orphans,
                **self._far(period),
                verdicts=(*weekly, *(verdict for closing in closed for verdict in closing.verdicts)),
                trials=self.store.trials(first.shift(-RECORD)),
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
        """What the program said of each missed goal: at its last verdict, on the evidence that lay there.

        Only what nobody has judged since its last week is diagnosed now, over all its weeks of the period.
        """
        from fupan.report import missed_goals  # noqa: PLC0415 - as above

        missed = missed_goals(material)
        weeks = [goal for review in material.reviews for goal in review.goals]
        said = {verdict.goal: verdict for verdict in material.verdicts}
        found = {}
        for life in lives(material.goals, weeks, material.period):
            if life.goal.id in missed and (lived := as_one(life)):
                found[life.goal.id] = _judged(said.get(life.goal.id), lived[-1].week) or _now(life, lived, material)
        return found


def _judged(verdict: Verdict | None, last: Week) -> Diagnosis | None:
    """The program's part of a verdict that was given at a goal's last week or after it."""
    return verdict.program if verdict and read_period(verdict.period).ends[1] >= last else None


def _now(life: Life, lived: tuple[GoalWeek, ...], material: Material) -> Diagnosis:
    """A diagnosis of today, with what person and mentor said last."""
    from fupan.diagnosis.diagnose import diagnose  # noqa: PLC0415 - four times Python's start, where all is judged
    from fupan.review.records import goal_record  # noqa: PLC0415 - as above

    verdict = next((one for one in reversed(material.verdicts) if one.goal == life.goal.id), None)
    own, mentor = (verdict.own, verdict.mentor) if verdict else (None, None)
    family = {life.goal.id, *(week.goal for week in life.weeks)}
    trials = tuple(trial for trial in material.trials if trial.goal in family)
    return diagnose(goal_record(lived, own=own, mentor=mentor, trials=trials))


def _years(period: Period) -> tuple[str, ...]:
    """A run of whole years by the name that its review has: "2022..2026"."""
    first, last = (end.iso_year for end in period.ends)
    whole = (first.weeks[0], last.weeks[-1]) == period.ends
    return (f"{first}..{last}",) if whole and first != last else ()
