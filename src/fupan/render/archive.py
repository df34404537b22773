"""A whole journal on paper: one JSON document, a Markdown page for every week, tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from fupan.archive import KIND, columns
from fupan.render import wire, written
from fupan.render.cells import clean
from fupan.render.lines import Lines
from fupan.render.markdown import markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fupan.language import Language
    from fupan.model import Note, QuarterlyReview, WeeklyReview

    Row = Mapping[str, Any]

FORMULA = "=+-@\t\r\n＝＋－＠"


def as_json(schema: int, tables: Iterable[tuple[str, Iterable[Row]]]) -> Iterator[str]:
    """The document in pieces, one row a line: memory holds one row at a time."""
    yield f'{{"fupan":{wire.VERSION},"kind":"{KIND}","data":{{\n"schema":{schema}'
    for table, rows in tables:
        yield f',\n"{table}":['
        comma = "\n"
        for row in rows:
            yield comma + wire.line(row)
            comma = ",\n"
        yield "\n]" if comma != "\n" else "]"
    yield "\n}}\n"


# --- a spreadsheet ---------------------------------------------------------------------------------------


def as_csv(tables: Iterable[tuple[str, Iterable[Row]]]) -> Iterator[tuple[str, str]]:
    """A file name and its text for every table; no cell can be taken for a formula."""
    for table, rows in tables:
        if table == "history":
            continue  # what rows said before: JSON has it
        out = io.StringIO()
        names = list(columns(table))
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(names)
        writer.writerows([cell(row[name]) for name in names] for row in rows)
        yield f"{table}.csv", "\ufeff" + out.getvalue()


def cell(value: Any) -> str:
    """A value as a spreadsheet may have it: text that would begin a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    text = clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True))
    begins = text.lstrip(" \u00a0\u3000")[:1]
    return f"'{text}" if text[:1] in FORMULA or (begins and begins in FORMULA) else text


# --- Markdown --------------------------------------------------------------------------------------------


class Page(Lines):
    """The lines of a screen as Markdown: headings, list items, quotes; every word of the person escaped."""

    def put(self, text: str, style: str = "", *, first: str = "", rest: str | None = None) -> None:
        del style, rest
        before = markdown(first.strip(" ▸│"))
        self._add(f"{before} {markdown(text)}".strip())

    def heading(self, text: str) -> None:
        self._add(f"## {markdown(text)}")

    def quote(self, text: str, indent: int = 2) -> None:
        del indent
        self._add("\n".join(f"> {line}".rstrip() for line in markdown(text).split("\n")))

    def pair(self, name: str, text: str, *, indent: int = 2, column: int = 12) -> None:
        del indent, column
        self._add(f"{markdown(name)} {markdown(text)}")

    def dots(self, facts: Iterable[str], *, indent: int = 2, style: str = "") -> None:
        del indent, style
        if line := " · ".join(markdown(fact) for fact in facts if fact):
            self._add(line)

    def gap(self) -> None:
        """Every piece stands alone anyway."""

    def _add(self, text: str) -> None:
        self.lines += [("", text, ""), ("", "", "")]


def week_page(review: WeeklyReview, notes: Iterable[Note], titles: Mapping[str, str], say: Language) -> str:
    """One week as a page of Markdown."""
    page = Page()
    written.week(review, say, page, titles)
    _notes(notes, say, page)
    return f"# {review.week}\n\n{page.plain()}"


def quarter_page(review: QuarterlyReview, titles: Mapping[str, str], say: Language) -> str:
    page = Page()
    written.quarter(review, say, page, titles)
    return f"# {review.quarter}\n\n{page.plain()}"


def notes_page(week: str, notes: Iterable[Note], say: Language) -> str:
    """A week that has notes and no review."""
    page = Page()
    _notes(notes, say, page)
    return f"# {week}\n\n{page.plain()}"


def _notes(notes: Iterable[Note], say: Language, page: Page) -> None:
    notes = list(notes)
    if notes:
        page.heading(say("Notes"))
    for note in notes:
        hours = f" · {'~' if note.estimated else ''}{note.hours:g} h" if note.hours is not None else ""
        page.dots([note.day.isoformat() + hours, note.goal])
        if note.text:
            page.quote(note.text)
