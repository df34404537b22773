"""Ways to put a report's lines on a terminal: headings, words with their names beside them, tables."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from fupan.render.cells import cells, clean, cut, pad, wrap
from fupan.render.lines import Lines
from fupan.render.speech import Speech
from fupan.render.speech_figures import Captions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fupan.language import Language
    from fupan.report import Report

NARROW = 46  # cells; on less, names stand above what belongs to them


class ReportLines(Lines):
    """The lines of one report, and how they are set."""

    def __init__(self, report: Report, say: Language, width: int) -> None:
        super().__init__(width)
        self.report = report
        self.say = say
        self.speech = Speech(say)
        self.words = self.speech.words
        self.captions = Captions(self.speech)

    def heading(self, text: str) -> None:
        """A section's name on a rule, to be found without colour."""
        self.gap()
        named = f"── {cut(text, self.width - 6)} "
        self.put(named + "─" * (self.width - cells(named)), "bold")

    def quote(self, text: str, indent: int = 4) -> None:
        """The person's own words, every line marked as such."""
        bar = " " * indent + "│ "
        self.put(text, "italic", first=bar, rest=bar)

    def pair(self, name: str, text: str, *, indent: int = 2, column: int = 12) -> None:
        """A name and what belongs to it, with a blank between them however long the name is."""
        super().pair(f"{name} ", text, indent=indent, column=column)

    def beside(self, names: Sequence[str], text: str, column: int, style: str = "") -> None:
        """Words with their names beside them, one below the other in a column of their own."""
        if self.width < NARROW:
            for name in names:
                self.put(name, first="  ")
            self.put(text, style, first="  │ ", rest="  │ ")
            return
        labels = [line for name in names for line in wrap(name, column)]
        lines = wrap(clean(text), max(8, self.width - column - 5))
        for label, line in zip_longest(labels, lines, fillvalue=""):
            self.lines.append((f"  {pad(label, column)} │ ", line, style))

    def dots(self, facts: Iterable[str], *, indent: int = 2, style: str = "") -> None:
        """Facts set apart by dots; a line breaks between facts, within one only if it is too long by itself."""
        line = ""
        for fact in filter(None, facts):
            joined = f"{line} · {fact}" if line else fact
            if line and cells(joined) > self.width - indent - 2:
                self.put(f"{line} ·", style, first=" " * indent)
                joined = fact
            line = joined
        if line:
            self.put(line, style, first=" " * indent)

    def runs(self, first: str, pieces: Iterable[str]) -> None:
        """Pieces behind `first`, as many on a line as fit; none is broken that has room on a line of its own."""
        line = ""
        for piece in filter(None, pieces):
            joined = f"{line} · {piece}" if line else piece
            if line and cells(first) + cells(joined) > self.width:
                self.put(line, first=first)
                first, joined = " " * cells(first), piece
            line = joined
        self.put(line, first=first)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A first column of words, the others numbers set to the right."""
        widths = [max(cells(row[n]) for row in (head, *rows)) for n in range(len(head))]
        widths[0] = min(widths[0], max(8, self.width - 2 - sum(width + 3 for width in widths[1:])))
        for row in (head, *rows):
            first = pad(cut(row[0], widths[0]), widths[0])
            others = (pad(cell, width + 3, right=True) for cell, width in zip(row[1:], widths[1:], strict=True))
            self.put(first + "".join(others), "dim" if row is head else "", first="  ")

    def listed(self, lead: str, titles: Iterable[str]) -> None:
        """Numbered titles behind `lead`, each cut to its line."""
        for number, title in enumerate(titles, 1):
            first = f"{pad(lead if number == 1 else '', cells(lead))}  {number}  "
            self.put(cut(clean(title), self.width - cells(first)), first=first)
