"""A terminal as lines are drawn on it: so wide, and with or without the few styles that we use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.lean import dataclass

if TYPE_CHECKING:
    from typing import TextIO

STYLES = {"bold": "1", "dim": "2", "italic": "3", "yellow": "33"}  # as every terminal since the VT100 has them
CLEAR = "\x1b[2J\x1b[H"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A stream of so many columns. Rich would draw the same, after as many instructions as two whole pythons start."""

    stream: TextIO
    width: int = 80
    colored: bool = False

    def line(self, text: str = "", style: str = "", *, first: str = "") -> None:
        """One line; `first` stands before what is styled."""
        text = text.rstrip()
        if self.colored and style and text:
            text = f"\x1b[{STYLES[style]}m{text}\x1b[0m"
        self.stream.write(f"{first}{text}".rstrip() + "\n")

    def clear(self) -> None:
        """An empty screen; a stream that is none stays as it is."""
        if self.stream.isatty():
            self.stream.write(CLEAR)
