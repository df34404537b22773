"""Lines of a small screen: wrapped to the terminal's cells, styled only where a screen draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.render.cells import cells, clean, pad, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupan.render.screen import Screen

WIDEST, NARROWEST = 80, 24


class Lines:
    """Collects lines; each is at most `width` cells. The person's words pass `clean`, never markup."""

    def __init__(self, width: int = WIDEST) -> None:
        self.width = max(NARROWEST, min(WIDEST, width))
        self.lines: list[tuple[str, str, str]] = []  # what stands before, the text, its style
        self.above = False  # something was drawn before these lines

    def put(self, text: str, style: str = "", *, first: str = "", rest: str | None = None) -> None:
        """`text` wrapped behind `first`; further lines stand behind `rest`, by default as far in."""
        hang = " " * cells(first) if rest is None else rest
        for number, line in enumerate(wrap(clean(text), max(8, self.width - cells(first)))):
            self.lines.append((first if number == 0 else hang, line, style))

    def gap(self) -> None:
        """One empty line, never two."""
        if self.lines[-1][:2] != ("", "") if self.lines else self.above:
            self.lines.append(("", "", ""))

    def heading(self, text: str) -> None:
        self.gap()
        self.put(text, "bold")

    def quote(self, text: str, indent: int = 2) -> None:
        """The person's own words, every line marked as such."""
        bar = " " * indent + "│ "
        self.put(text, first=bar, rest=bar)

    def pair(self, name: str, text: str, *, indent: int = 2, column: int = 12) -> None:
        """A name, and what belongs to it behind a common column."""
        label = pad(" " * indent + name, indent + column)
        if cells(label) > indent + column:  # a name too long for its column stands on a line of its own
            self.put(name, first=" " * indent)
            label = " " * (indent + column)
        self.put(text, first=label)

    def dots(self, facts: Iterable[str], *, indent: int = 2, style: str = "") -> None:
        """Facts on one line, set apart by dots."""
        if line := " · ".join(fact for fact in facts if fact):
            self.put(line, style, first=" " * indent)

    def plain(self) -> str:
        """All lines without style."""
        return "".join(f"{first}{text}".rstrip() + "\n" for first, text, _ in self.lines)

    def draw(self, screen: Screen) -> None:
        """Print all lines, and forget them."""
        for first, text, style in self.lines:
            screen.line(text, style, first=first)
        self.above = self.above or bool(self.lines)
        self.lines.clear()
