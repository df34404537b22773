"""What is drawn for a terminal, kept in its pieces, which a page sets in its own type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.render.cells import clean
from fupan.render.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDE = 1_000  # cells; a page breaks its lines itself
DEEP = 4  # cells before a line that belongs to the one above it
_COLUMNS = re.compile(r" {2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    kind: str  # head, line, quote, pair or facts
    text: str
    lead: str = ""  # what stands before the text: an id, a score, a name
    deep: bool = False


class Prose(Lines):
    """Lines that are not drawn: each is kept as what it is."""

    def __init__(self) -> None:
        super().__init__()
        self.width = WIDE
        self.pieces: list[Piece] = []

    def put(self, text: str, style: str = "", *, first: str = "", rest: str | None = None) -> None:  # noqa: ARG002
        indent = len(first) - len(first.lstrip())
        self._keep("line", text, first.strip(), deep=indent >= DEEP)

    def gap(self) -> None:
        """A page has its own distances."""

    def heading(self, text: str) -> None:
        self._keep("head", text)

    def quote(self, text: str, indent: int = 2) -> None:  # noqa: ARG002
        self._keep("quote", text)

    def pair(self, name: str, text: str, *, indent: int = 2, column: int = 12) -> None:  # noqa: ARG002
        self._keep("pair", _COLUMNS.sub(" · ", text.strip()), name)

    def dots(self, facts: Iterable[str], *, indent: int = 2, style: str = "") -> None:  # noqa: ARG002
        if told := " · ".join(filter(None, facts)):
            self._keep("facts", told)

    def _keep(self, kind: str, text: str, lead: str = "", *, deep: bool = False) -> None:
        if text or lead:
            self.pieces.append(Piece(kind=kind, text=clean(text), lead=lead, deep=deep))
