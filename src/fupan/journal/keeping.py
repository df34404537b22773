"""Keeping a journal over the years: taken out whole, brought in, undone, removed for good."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fupan.journal.desk import Desk
from fupan.periods import Week

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fupan.custody import Imported, Undone
    from fupan.model import Note
    from fupan.periods import Quarter

    Tables = Iterator[tuple[str, Iterator[dict[str, Any]]]]

FIRST, LAST = Week(1, 1), Week(9998, 1)


class Keeping(Desk):
    @contextmanager
    def whole(self, damaged: Callable[[str], None]) -> Iterator[Tables]:
        """Every table with its rows, of one moment, in the form of a document; `damaged` is told what is amiss."""
        from fupan.store.outgoing import whole  # noqa: PLC0415 - exports only

        with whole(self.store.path, damaged) as tables:
            yield tables

    def take_in(self, data: Mapping[str, Any], source: str, *, dry_run: bool = False) -> Imported:
        """Bring an exported journal into this one. Raises BadArchive, and then nothing is changed."""
        return self.store.take_in(data, source, dry_run=dry_run)

    def undo(self, *, dry_run: bool = False, redo: bool = False) -> Undone:
        """Take back what the last command wrote, or the last undo. Raises NothingToUndo."""
        return self.store.undo(dry_run=dry_run, redo=redo)

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
