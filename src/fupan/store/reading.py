"""A journal as the rest of the house holds it: read here, and written through the `Writing` that it gives."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from fupan.audience import AUDIENCE
from fupan.errors import ClockBehind, JournalNewer, JournalUnreadable, NothingFound
from fupan.store import file, glance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from fupan.audience import Audience
    from fupan.custody import Imported, Purged, Undone
    from fupan.finding import Found, Wanted
    from fupan.long_view import Decision, Letter, LongReview, Pact, PactLetter, Problem, Rule
    from fupan.model import (
        Draft,
        Goal,
        GoalWeek,
        Motive,
        Note,
        QuarterlyReview,
        Trial,
        Verdict,
        WeeklyReview,
    )
    from fupan.periods import Quarter, Week
    from fupan.secrecy import Keys
    from fupan.store.writing import Writing

Value = TypeVar("Value")
BACK = timedelta(days=1)  # zones and a clock that is put right explain less than this
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)  # there was no fupan; a clock that says so has lost its battery


class Store:
    """One journal. Nothing stays open between calls; `snapshot()` and `writing()` hold it for a while."""

    def __init__(
        self,
        path: Path,
        *,
        now: datetime,
        day_ends: int = 4,
        schema: int = 0,
        upgraded_from: int | None = None,
        keys: Keys | None = None,
    ) -> None:
        self.path = path
        self.keys = keys
        self.now = now
        self.day_ends = day_ends
        self.upgraded_from = upgraded_from
        self.schema = schema  # 0 when there was no journal yet
        self.wrote = False  # something was committed through this store
        self.changed = False  # and it was more than an answer of an unfinished interview
        self._ask: file.Ask | None = None  # while a snapshot or a transaction is open

    writes_schema = file.SCHEMA
    clock_trusted = True  # the hall says no, unless a person says yes

    @property
    def read_only(self) -> bool:
        """A newer program wrote this journal."""
        return self.schema > file.SCHEMA

    def goals(self) -> tuple[Goal, ...]:
        """Every goal, by its number."""
        return self._read(glance.goals)

    def open_goals(self) -> tuple[Goal, ...]:
        return self._read(glance.open_goals)

    def family(self, goal: str) -> tuple[Goal, ...]:
        """A goal and those that serve it."""
        return self._read(glance.family, goal)

    def goals_about(self, first: Week, last: Week) -> tuple[Goal, ...]:
        """Those that these weeks and the one after have to do with, and every open one."""
        return self._read(glance.goals_about, first, last)

    def goal_weeks(self, first: Week, last: Week) -> tuple[GoalWeek, ...]:
        """By week, then by the goal's number."""
        return self._read(glance.goal_weeks, first, last)

    def life(self, goal: str) -> tuple[GoalWeek, ...]:
        return self._read(glance.life, goal)

    def reviews(self, first: Week, last: Week) -> tuple[WeeklyReview, ...]:
        """The written weeks, whole: goals, motive, verdicts, and what was promised for the week after."""
        return self._read(glance.reviews, first, last)

    def review(self, week: Week) -> WeeklyReview | None:
        found = self.reviews(week, week)
        return found[0] if found else None

    def last_review(self, before: Week) -> WeeklyReview | None:
        with self.snapshot():
            week = self._read(glance.last_week, before)
            return self.review(week) if week else None

    def calendar(self, first: Week | None = None, last: Week | None = None) -> tuple[tuple[Week, bool], ...]:
        """The written weeks, all or from one to another, and whether each was late."""
        return self._read(glance.calendar, first, last)

    def written(self) -> frozenset[str]:
        """The names of all written weeks; far cheaper than their calendar."""
        return self._read(glance.written)

    def extent(self) -> tuple[Week, Week] | None:
        """The first and the last written week; None before any is."""
        return self._read(glance.extent)

    def quarterly(self, quarter: Quarter) -> QuarterlyReview | None:
        found = self.quarterlies(quarter, quarter)
        return found[0] if found else None

    def quarterlies(self, first: Quarter, last: Quarter) -> tuple[QuarterlyReview, ...]:
        """The written quarters from one to another, whole."""
        return self._read(glance.quarterlies, first, last)

    def quarters(self) -> tuple[Quarter, ...]:
        """Every written quarter."""
        return self._read(glance.quarters)

    def motives(self, first: Week, last: Week) -> tuple[Motive, ...]:
        return self._read(glance.motives, first, last)

    def spells(self, first: Week, last: Week) -> tuple[Motive, ...]:
        """The motives of these weeks, and of those before them back to where one was called a different one."""
        return self._read(glance.spells, first, last)

    def last_motive(self, before: Week) -> Motive | None:
        return self._read(glance.last_motive, before)

    def verdicts(self, period: str) -> tuple[Verdict, ...]:
        return self._read(glance.verdicts, period)

    def confirmed(self, first: Week, before: Week) -> tuple[int, int]:
        """How many misses of these weeks the person filed under laziness, and under ability."""
        return self._read(glance.confirmed, first, before)

    def verdicts_of(self, goal: str) -> tuple[Verdict, ...]:
        """Those of weeks first, then those of quarters."""
        return self._read(glance.verdicts_of, goal)

    def trials(self, since: Week | None = None) -> tuple[Trial, ...]:
        """Every trial, or those begun from a week on and those under way."""
        return self._read(glance.trials, since)

    def notes(self, first: Week, last: Week) -> tuple[Note, ...]:
        return self._read(glance.notes, first, last)

    # --- what reaches further than a quarter -------------------------------------------------------------

    def problems(self) -> tuple[Problem, ...]:
        """Every problem that was stated, the first one first."""
        return self._far("problems")

    def decisions(self) -> tuple[Decision, ...]:
        return self._far("decisions")

    def letters(self) -> tuple[Letter, ...]:
        """Letters to oneself by the day on which they open, the sealed ones too."""
        return self._far("letters")

    def rules(self) -> tuple[Rule, ...]:
        return self._far("rules")

    def long_reviews(self) -> tuple[LongReview, ...]:
        """Every written year and five years."""
        return self._far("long_reviews")

    def pacts(self) -> tuple[Pact, ...]:
        return self._far("pacts")

    def pact_letters(self, pact: str) -> tuple[PactLetter, ...]:
        """What went both ways, by week."""
        return self._far("pact_letters", pact)

    def _far(self, read: str, *values: object) -> tuple[Any, ...]:
        from fupan.store import far_glance  # noqa: PLC0415 - most commands need none of it

        found: tuple[Any, ...] = self._read(getattr(far_glance, read), *values)
        return found

    # --- drafts, and the journal itself ------------------------------------------------------------------

    def draft(self, period: str) -> Draft | None:
        return next((draft for draft in self.drafts() if draft.period == period), None)

    def drafts(self) -> tuple[Draft, ...]:
        """Unfinished interviews, the oldest first."""
        return self._read(glance.drafts)

    def earlier(self, noun: str, key: str) -> tuple[tuple[datetime, dict[str, Any]], ...]:
        """What a row said before, oldest first; asked by ("goal", "g7") or ("goal_week", "g7 2026-W47")."""
        return self._read(glance.earlier, noun, key)

    def audience(self) -> dict[str, Audience]:
        """Who may read each field, as this journal has it."""
        return self._read(glance.audience) or dict(AUDIENCE)

    def facts(self) -> dict[str, str]:
        """What the journal knows of itself: when it was created, by which release it can be written."""
        return self._read(glance.facts)

    def search(self, wanted: Wanted) -> tuple[Found, ...]:
        """Texts in which all that is wanted stands, the best first."""
        from fupan.store.search import search  # noqa: PLC0415 - only a search pays for it

        return self._read(search, wanted)

    def empty(self) -> bool:
        """No goal, no review, no note yet; a first interview may have been begun."""
        return self._read(glance.empty)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read inside is of one moment, through one connection."""
        if self._ask or not file.filled(self.path):
            yield
            return
        with file.reading(self.path, self.keys) as ask:
            self._ask = ask
            try:
                yield
            finally:
                self._ask = None

    @contextmanager
    def writing(self, *, now: datetime | None = None) -> Iterator[Writing]:
        """One transaction: when the block ends all of it is kept and durable, or none. Reads inside see it."""
        self.refuse_newer()
        if self._ask:
            raise RuntimeError("a snapshot or another transaction is open")
        from fupan.store.writing import transaction  # noqa: PLC0415 - half a second, for writers

        try:
            with transaction(self.path, now=now or self.now, day_ends=self.day_ends, keys=self.keys) as writing:
                self._ask = writing.ask
                yield writing
            self.wrote, self.changed = True, self.changed or writing.changed
        finally:
            self._ask = None

    def take_in(
        self,
        data: Mapping[str, Any],
        source: str,
        *,
        dry_run: bool = False,
        at: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Imported:
        """Bring the rows of an exported journal in, all or none; `at` is told how far it is."""
        self.refuse_newer()
        from fupan.store.importing import take  # noqa: PLC0415 - half a second, for writers

        done = take(
            self.path, data, source, now=self.now, day_ends=self.day_ends, dry_run=dry_run, keys=self.keys, at=at
        )
        self.wrote = self.changed = not dry_run
        return done

    def undo(self, *, dry_run: bool = False, redo: bool = False) -> Undone:
        """Take the last change back, or the last undo."""
        self.refuse_newer()
        from fupan.store.undo import undo  # noqa: PLC0415

        done = undo(self.path, now=self.now, day_ends=self.day_ends, dry_run=dry_run, redo=redo, keys=self.keys)
        self.wrote = self.changed = not dry_run
        return done

    def purge(self, kind: str, what: str, *, dry_run: bool = False, from_copies: bool = False) -> Purged:
        """Remove a "goal", a "note" or a "period" for good."""
        self.refuse_newer()
        if not file.filled(self.path):
            raise NothingFound(what)
        from fupan.store.purge import purge  # noqa: PLC0415

        done = purge(self.path, kind, what, now=self.now, dry_run=dry_run, from_copies=from_copies, keys=self.keys)
        self.wrote = self.changed = not dry_run
        return done

    def tend_index(self) -> None:
        """Bring what was written into the search index; where that has to wait, a search reads the rows instead."""
        from fupan.store.search_index import tend  # noqa: PLC0415 - after the work, for writers

        tend(self.path, keys=self.keys)

    def refuse_newer(self) -> None:
        """A journal of a newer program is never changed, and no journal by a clock that was set back."""
        if self.read_only:
            raise JournalNewer(self.schema, file.SCHEMA, self.facts().get("needs", file.NEWER))
        if self.clock_trusted:
            return
        last = max(self._read(glance.last_change) or BEFORE, BEFORE)
        if self.now < last - BACK:
            raise ClockBehind(f"{self.now:%Y-%m-%d %H:%M} UTC", f"{last:%Y-%m-%d %H:%M} UTC")

    def _read(self, read: Callable[..., Value], *values: object) -> Value:
        with self.snapshot():
            try:
                return read(self._ask or _nothing, *values)
            except (ValueError, KeyError, TypeError) as error:  # values that no program of ours has written
                raise JournalUnreadable(str(self.path), file.DAMAGED) from error


def _nothing(_statement: str, _values: object = ()) -> list[tuple[Any, ...]]:
    """The answer of a journal that is not there yet."""
    return []
