"""Years, five years, letters to oneself and standing rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from fupan.driving import FIRST, moves, spells
from fupan.errors import AlreadySealed, NothingFound, TooEarly, Unnamed
from fupan.journal.looking import Looking
from fupan.long_view import Letter, LetterSealed, LongReview, NoSuchThing, NotAhead, Rule
from fupan.periods import Span, Week, Year
from fupan.responses.trials import ledger
from fupan.review.years import (
    Chapter,
    FiveYearsSheet,
    YearRecord,
    YearSheet,
    came_back,
    compose_five_years,
    compose_year,
    learnt_twice,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fupan.model import Goal
    from fupan.review.years import LongWritten

FIVE = 5
EARLY_WEEKS = 8  # of a new year, in which the old one is the one to write


class Years(Looking):
    # --- the year ----------------------------------------------------------------------------------------

    def open_year(self, year: Year | None = None, *, again: bool = False) -> YearSheet:
        """Everything known before the first question. Raises AlreadySealed, TooEarly, NothingFound."""
        year = year or self.year_under_review()
        first, last = year.ends
        if first.monday > self.moment.today:
            raise TooEarly(str(year))
        self.store.refuse_newer()
        sealed = self._sealed(str(year), again=again, command="fupan year")
        with self.store.snapshot():
            reviews = self.store.reviews(first, last)
            motives = self.store.motives(first, last)
            draft = self.store.draft(str(year))
            rules = tuple(rule for rule in self.store.rules() if rule.retired is None)
            league = ledger([trial for trial in self.store.trials() if trial.started in year])
        if not reviews:
            raise NothingFound(str(year))
        known = {rule.text for rule in rules}
        return YearSheet(
            year=year,
            record=YearRecord(
                quarters=self.report(year).quarters, spells=spells(motives), moves=moves(motives)[:3], league=league
            ),
            learnt=tuple(one for one in learnt_twice(reviews) if one.text not in known),
            rules=rules,
            opens=self.moment.today + relativedelta(years=1),
            sealed=sealed,
            draft=draft.answers if draft else {},
        )

    def write_year(self, sheet: YearSheet, answers: Mapping[str, Any]) -> LongReview:
        """Seal the year: its answers, the rules that stand from now on, the letter in its envelope."""
        started = self.draft_of(sheet).started
        with self.store.writing() as writing:
            written = compose_year(
                sheet,
                answers,
                started=started,
                written=self.moment.utc,
                zone=self.moment.zone,
                new_id=writing.new_id,
                now=Week.of(self.moment.today),
            )
            return self._put(writing, written, sheet.period)

    def year_under_review(self) -> Year:
        """The year that ended, early in the new one while it is not written; else the running one."""
        running = Week.of(self.moment.today).iso_year
        before = self._last_whole_year()
        lived = any(week in before for week, _ in self.store.calendar())
        return before if lived and not self._written(str(before)) else running

    def _last_whole_year(self) -> Year:
        """The year before, in the first weeks of a new one; else the running one."""
        running = Week.of(self.moment.today)
        early = running in running.iso_year.weeks[:EARLY_WEEKS]
        return running.iso_year.shift(-1) if early else running.iso_year

    # --- five years --------------------------------------------------------------------------------------

    def open_five_years(self, last: Year | None = None, *, again: bool = False) -> FiveYearsSheet:
        """The chapters of the five years up to `last`. Raises AlreadySealed, NothingFound."""
        last = last or self._last_whole_year()
        years = tuple(last.shift(n - FIVE + 1) for n in range(FIVE))
        span = Span(years[0].weeks[0], last.weeks[-1])
        self.store.refuse_newer()
        name = f"{years[0]}..{last}"
        sealed = self._sealed(name, again=again, command="fupan five-years")
        with self.store.snapshot():
            chapters = tuple(chapter for year in years if (chapter := self._chapter(year)))
            draft = self.store.draft(name)
            goals = [goal for goal in self.store.goals() if _week(goal) in span]
            found = spells(self.store.motives(FIRST, span.last))
        if not chapters:
            raise NothingFound(name)
        return FiveYearsSheet(
            years=years,
            span=span,
            chapters=chapters,
            decisions=tuple(one for one in self.store.decisions() if one.week in span),
            spells=tuple(spell for spell in found if spell.last >= span.first),
            returned=came_back(goals, _week),
            sealed=sealed,
            draft=draft.answers if draft else {},
        )

    def write_five_years(self, sheet: FiveYearsSheet, answers: Mapping[str, Any]) -> LongReview:
        """Seal the chapters; decisions get their quality."""
        started = self.draft_of(sheet).started
        written = compose_five_years(sheet, answers, started=started, written=self.moment.utc, zone=self.moment.zone)
        with self.store.writing() as writing:
            return self._put(writing, written, sheet.period)

    def long_review(self, period: str) -> LongReview | None:
        """What was written for "2026" or "2022..2026"."""
        return self._written(period)

    # --- letters and rules -------------------------------------------------------------------------------

    def letters(self) -> tuple[Letter, ...]:
        """Every letter to oneself; of a sealed one, not a word."""
        today = self.moment.today
        return tuple(one if one.opens <= today else replace(one, text="") for one in self.store.letters())

    def write_letter(self, text: str, opens: date | None = None) -> Letter:
        """Seal a letter until its day, in a year where none is given."""
        opens = opens or self.moment.today + relativedelta(years=1)
        if opens <= self.moment.today:
            raise NotAhead(opens.isoformat())
        with self.store.writing() as writing:
            return writing.put(Letter(id=writing.new_id("l"), text=text, opens=opens, written=self.moment.utc))

    def read_letter(self, name: str) -> Letter:
        """Open a letter on its day or later. Raises LetterSealed before."""
        letters = {one.id: one for one in self.store.letters()}
        letter = letters.get(name)
        if letter is None:
            raise NoSuchThing(name, ", ".join(letters) or "–")
        if letter.opens > self.moment.today:
            raise LetterSealed(name, letter.opens.isoformat())
        if letter.opened is None:
            with self.store.writing() as writing:
                letter = writing.put(replace(letter, opened=self.moment.utc))
        return letter

    def rules(self) -> tuple[Rule, ...]:
        """Every standing rule, the retired ones too."""
        return self.store.rules()

    def add_rule(self, text: str) -> Rule:
        if not text.strip():
            raise Unnamed
        with self.store.writing() as writing:
            return writing.put(Rule(id=writing.new_id("s"), text=text, since=Week.of(self.moment.today)))

    def retire_rule(self, name: str) -> Rule:
        """A rule that no longer stands; it stays on record."""
        rules = {rule.id: rule for rule in self.store.rules()}
        if name not in rules:
            raise NoSuchThing(name, ", ".join(rules) or "–")
        with self.store.writing() as writing:
            return writing.put(replace(rules[name], retired=Week.of(self.moment.today)))

    # --- within ------------------------------------------------------------------------------------------

    def _written(self, period: str) -> LongReview | None:
        return next((one for one in self.store.long_reviews() if one.period == period), None)

    def _sealed(self, period: str, *, again: bool, command: str) -> LongReview | None:
        sealed, draft = self._written(period), self.store.draft(period)
        if sealed and not (again or (draft and draft.again)):
            raise AlreadySealed(period, command)
        return sealed

    def _put(self, writing: Any, written: LongWritten, period: str) -> LongReview:
        for noun in (*written.rules, *written.letters, *written.decisions):
            writing.put(noun)
        review: LongReview = writing.put(written.review)
        writing.drop_draft(period)
        return review

    def _chapter(self, year: Year) -> Chapter | None:
        first, last = year.ends
        weeks = sum(week in year for week, _ in self.store.calendar())
        chapter = Chapter(
            year=year,
            weeks=weeks,
            quarters=sum(quarter.iso_year == year for quarter in self.store.quarters()),
            review=self._written(str(year)),
            letters=tuple(one for one in self.store.letters() if one.opened and one.opens.year == year.year),
            rules=tuple(rule for rule in self.store.rules() if rule.since in year),
            decisions=tuple(one for one in self.store.decisions() if first <= one.week <= last),
        )
        return chapter if weeks or chapter.review or chapter.decisions else None


def _week(goal: Goal) -> Week:
    """The week in which a goal was written down."""
    return Week.of(goal.created.date())
