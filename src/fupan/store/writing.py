"""Writing a journal: one transaction at a time, durable when it ends; what a row said before is kept."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import delete, func, select
from sqlmodel import Session

from fupan.errors import ChangedMeanwhile, JournalNewer
from fupan.store import file, rows
from fupan.store.engine import engine, translated
from fupan.store.nouns import OWNERS, digest_of, key_of, parts, row_of, said, table
from fupan.store.text import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from fupan.audience import Audience
    from fupan.model import Draft
    from fupan.secrecy import Keys
    from fupan.store.nouns import Noun

Kept = TypeVar("Kept", bound="Noun")


@contextmanager
def transaction(path: Path, *, now: datetime, day_ends: int, keys: Keys | None = None) -> Iterator[Writing]:
    """All that is written inside, or nothing; a journal that is not there yet is made first."""
    if not file.filled(path):
        from fupan.store.migrate import create  # noqa: PLC0415 - once in a journal's life

        create(path, now=now)
    with translated(path), Session(engine(path, keys=keys)) as session, session.begin():
        found = session.connection().exec_driver_sql("PRAGMA user_version").scalar_one()
        if found != file.SCHEMA:  # another program upgraded it since the gate was passed
            raise JournalNewer(found, file.SCHEMA, file.NEWER)
        yield Writing(session, now=now, day_ends=day_ends)


class Writing:
    """What can be done within one transaction."""

    def __init__(self, session: Session, *, now: datetime, day_ends: int) -> None:
        self._session = session
        self._now = now
        self._day_ends = day_ends
        self._change = self._position = 0

    def ask(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Reading inside the transaction: what was put before is seen."""
        self._session.flush()
        return self.driver.execute(statement, values).fetchall()

    def put(self, noun: Kept) -> Kept:
        """Insert or update by the noun's own key; gives it back with the version that it now has.

        A noun read from the journal bears the version it was read with, one newly made bears 1: if the row
        says otherwise, someone else wrote meanwhile. A change keeps what the row said before.
        """
        row = row_of(noun, day_ends=self._day_ends)
        kept = self._session.get(type(row), key_of(row))
        if hasattr(noun, "version") and noun.version != (kept.version if kept else 1):
            raise ChangedMeanwhile(_name(row))
        if isinstance(kept, rows.ReviewRow) and isinstance(row, rows.ReviewRow):
            row.day_ends = kept.day_ends  # as it was when the week was first written
        self._keep(row, kept)
        made = parts(noun)
        if made:
            self._keep_parts(noun, *made)
        self._session.flush()
        stored: Kept = replace(noun, **({"version": row.version} if hasattr(noun, "version") else {}))  # type: ignore[arg-type]
        return stored

    def remove(self, noun: Noun) -> None:
        """Take the noun's row out; its history keeps what it said."""
        row = row_of(noun, day_ends=self._day_ends)
        kept = self._session.get(type(row), key_of(row))
        if kept is None or (hasattr(noun, "version") and noun.version != kept.version):
            raise ChangedMeanwhile(_name(row))
        made = parts(noun)
        if made:
            self._keep_parts(noun, made[0], [])
        self._remember(kept, said(kept))
        self._session.delete(kept)
        self._session.flush()

    def new_id(self, kind: str) -> str:
        """The next of "g7", "r3", "n1"; a number is never given twice, not even after a deletion."""
        counter = self._counter(kind)
        counter.last += 1
        self.seal(counter)
        return f"{kind}{counter.last}"

    def keep_answer(self, draft: Draft, key: str, value: Any) -> None:
        """One answer of an interview, with its draft if that is not there yet."""
        key = clean(key)
        begun = self._session.get(rows.DraftRow, draft.period)
        if begun is None:
            begun = rows.DraftRow(period=draft.period, started=draft.started, zone=draft.zone, mode="", again=False)
            self._session.add(begun)
        begun.mode, begun.again = draft.mode, draft.again
        self.seal(begun)
        answer = self._session.get(rows.DraftAnswerRow, (draft.period, key))
        if answer is None:
            answers = table(rows.DraftAnswerRow).c
            of_draft = select(func.max(answers.position)).where(answers.period == draft.period)
            last = self._session.scalar(of_draft)
            answer = rows.DraftAnswerRow(period=draft.period, key=key, position=(last or 0) + 1, value=value)
            self._session.add(answer)
        answer.value = value
        self.seal(answer)

    def drop_answer(self, period: str, key: str) -> None:
        answer = self._session.get(rows.DraftAnswerRow, (period, clean(key)))
        if answer is not None:
            self._session.delete(answer)
            self._session.flush()

    def drop_draft(self, period: str) -> None:
        for row in (rows.DraftAnswerRow, rows.DraftRow):
            self._session.exec(delete(row).where(table(row).c.period == period))

    # --- for what keeps a journal safe: imports, undo, purge ---------------------------------------------

    @property
    def driver(self) -> sqlite3.Connection:
        """The transaction's connection as the driver has it."""
        connection = self._session.connection().connection.driver_connection
        assert connection is not None
        return connection  # type: ignore[no-any-return]

    @property
    def changed(self) -> bool:
        """Whether anything but drafts was written."""
        return bool(self._change)

    @property
    def session(self) -> Session:
        return self._session

    def take_back(self) -> None:
        """Undo all that was done in this transaction, which ends here."""
        self._session.rollback()

    def find(self, kind: type[rows.Row], key: tuple[Any, ...]) -> rows.Row | None:
        return self._session.get(kind, key)

    def replace_row(self, row: rows.Row, *, at: datetime | None = None) -> None:
        """Write a row over that of the same key, with a version above both; its history dates it `at`."""
        kept, least, now = self._session.get(type(row), key_of(row)), row.version, self._now
        self._now = at or now
        self._keep(row, kept)
        self._now = now
        written = kept or row
        if written.version < least:
            written.version = least
            written.digest = digest_of(written)
        self._session.flush()

    def remove_row(self, row: rows.Row) -> None:
        """Take a row out; its history keeps what it said."""
        self._remember(row, said(row))
        self._session.delete(row)
        self._session.flush()

    def mark(self, noun: str, key: str) -> None:
        """Have the history say something of this change itself."""
        self._past(noun, key, None)
        self._session.flush()

    def keep_audience(self, name: str, level: Audience) -> None:
        """Let a field ("goal.title"), or a whole noun ("gap"), be read by `level` and those above."""
        noun, _, field = name.partition(".")
        self._store(rows.AudienceRow(noun=noun, field=field, level=level.value))

    def keep_fact(self, key: str, value: str) -> None:
        """Something that the journal itself should know, such as its zone."""
        self._store(rows.JournalRow(key=key, value=value))

    def _store(self, row: rows.Row) -> None:
        self._keep(row, self._session.get(type(row), key_of(row)))
        self._session.flush()

    def _keep(self, row: rows.Row, kept: rows.Row | None) -> None:
        """Write `row` over `kept` unless it says the same; then `row` bears the version that is stored."""
        if kept is None:
            self._remember(row, None)
            row.version = 2  # 1 is for what was never stored
            row.digest = digest_of(row)
            self._session.add(row)
            self._count(row)
            return
        row.version = kept.version
        if digest_of(row) == kept.digest:
            return
        self._remember(kept, said(kept))
        row.version += 1
        row.digest = digest_of(row)
        for column in type(row).model_fields:
            setattr(kept, column, getattr(row, column))

    def _keep_parts(self, noun: Noun, part: type[rows.Row], wanted: list[rows.Row]) -> None:
        [key] = key_of(row_of(noun, day_ends=self._day_ends))
        of_noun = select(part).where(table(part).c[OWNERS[part]] == key)
        present = {key_of(one): one for one in self._session.scalars(of_noun)}
        for row in wanted:
            self._keep(row, present.pop(key_of(row), None))
        for gone in present.values():
            self._remember(gone, said(gone))
            self._session.delete(gone)
        self._session.flush()

    def seal(self, row: rows.Row) -> None:
        row.version += 1
        row.digest = digest_of(row)
        self._session.add(row)
        self._session.flush()

    def _remember(self, row: rows.Row, before: dict[str, Any] | None) -> None:
        """What the row said before this transaction; nothing for one that was not there."""
        self._past(table(type(row)).name, _name(row), before)

    def _past(self, noun: str, key: str, before: dict[str, Any] | None) -> None:
        if not self._change:
            counter = self._counter("change")
            counter.last += 1
            self.seal(counter)
            self._change = counter.last
        self._position += 1
        past = rows.HistoryRow(change=self._change, position=self._position, noun=noun, key=key)
        past.at, past.before = self._now, before
        past.digest = digest_of(past)
        self._session.add(past)

    def _counter(self, kind: str) -> rows.CounterRow:
        return self._session.get(rows.CounterRow, kind) or rows.CounterRow(kind=kind, last=0)

    def _count(self, row: rows.Row) -> None:
        """A number that came with its noun is never given to another."""
        numbered = re.fullmatch(r"([a-z])([0-9]{1,15})", str(getattr(row, "id", "")))
        if numbered:
            counter = self._counter(numbered[1])
            if counter.last < int(numbered[2]):
                counter.last = int(numbered[2])
                self.seal(counter)


def _name(row: rows.Row) -> str:
    return " ".join(str(part) for part in key_of(row))
