"""Keeping a journal over the years: taken out whole, brought in, undone, removed for good."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.errors import GoalNotFound, NotOneWeek
from fupan.journal.goals import Goals
from fupan.period_words import parse_period
from fupan.periods import Quarter, Week

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fupan.custody import Imported, Purged, Undone
    from fupan.model import Note

    Tables = Iterator[tuple[str, Iterator[dict[str, Any]]]]

FIRST, LAST = Week(1, 1), Week(9998, 1)


class Keeping(Goals):
    @contextmanager
    def whole(
        self, damaged: Callable[[str], None], at: Callable[[int, int], None] = lambda _done, _total: None
    ) -> Iterator[Tables]:
        """Every table with its rows, of one moment, in the form of a document.

        `damaged` is told what is amiss, `at` how many of how many rows were taken.
        """
        from fupan.store.outgoing import whole  # noqa: PLC0415 - exports only

        with whole(self.store.path, damaged, self.store.keys, at=at) as tables:
            yield tables

    def take_in(
        self,
        data: Mapping[str, Any],
        source: str,
        *,
        dry_run: bool = False,
        at: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Imported:
        """Bring an exported journal into this one. Raises BadArchive, and then nothing is changed."""
        return self.store.take_in(data, source, dry_run=dry_run, at=at)

    def undo(self, *, dry_run: bool = False, redo: bool = False) -> Undone:
        """Take back what the last command wrote, or the last undo. Raises NothingToUndo."""
        return self.store.undo(dry_run=dry_run, redo=redo)

    def purge(self, text: str, *, dry_run: bool = False, from_copies: bool = False) -> Purged:
        """Remove a goal, a note, a week or a quarter for good: rows, history, bytes. Raises NothingFound."""
        kind, what, title = self._meant(text)
        done = self.store.purge(kind, what, dry_run=dry_run, from_copies=from_copies)
        return replace(done, title=title)

    def _meant(self, text: str) -> tuple[str, str, str]:
        """Whether a note, a goal, or a week or quarter is meant; its key, and a few words to know it by."""
        text = text.strip()
        if re.fullmatch("n[0-9]+", text):
            return "note", text, next((note.text for note in self.every_note() if note.id == text), "")
        try:
            goal = self.goal(text)
        except GoalNotFound:
            if re.fullmatch("g[0-9]+", text):  # a backup may still know it
                return "goal", text, ""
        else:
            return "goal", goal.id, goal.title
        period = parse_period(text, self.moment.today)
        if not isinstance(period, (Week, Quarter)):
            raise NotOneWeek(text, str(period))
        return "period", str(period), ""

    @property
    def schema(self) -> int:
        """The schema that the journal's rows are in, as this program writes them."""
        return self.store.writes_schema

    def every_note(self) -> tuple[Note, ...]:
        return self.store.notes(FIRST, LAST)

    def written_weeks(self) -> tuple[Week, ...]:
        return tuple(week for week, _ in self.store.calendar())

    def written_quarters(self) -> tuple[Quarter, ...]:
        return self.store.quarters()
