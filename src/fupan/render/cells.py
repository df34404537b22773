"""Text in the cells of a terminal: cleaned, measured, cut and wrapped, and figures drawn with characters."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

UNKNOWN = "\ufffd"
# Control, direction and invisible characters: they could move the cursor or turn the text around them.
_UNSHOWABLE = dict.fromkeys(
    (
        *(c for c in range(0xA0) if c < 0x20 or c > 0x7E),
        *(0x61C, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF),
        *(*range(0xD800, 0xE000), *range(0xFFF9, 0xFFFC)),
    ),
    UNKNOWN,
)
del _UNSHOWABLE[ord("\n")]


def clean(text: str) -> str:
    """`text` with everything that could steer a terminal or a page replaced; line ends stay."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").translate(_UNSHOWABLE)


def one_line(text: str) -> str:
    """`text` cleaned, its lines joined: for a table's cell or a title."""
    return " ".join(clean(text).split())


def cells(text: str) -> int:
    """How many columns of a terminal `text` takes; a Chinese character takes two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - costs more than most lists that need no Chinese

    return cell_len(text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with blanks to `width` cells, at its right end or, with `right`, at its left one."""
    blanks = " " * max(0, width - cells(text))
    return blanks + text if right else text + blanks


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells; what is left out is marked by …"""
    if cells(text) <= width:
        return text
    kept = ""
    for character in text:
        if cells(kept + character) > width - 1:
            break
        kept += character
    return kept.rstrip() + "…"


_WORDS = re.compile(r"\s+|\S+\s*")
_NOT_FIRST = frozenset("，。、；：？！）》」』】”’…—·,.;:?!)]}%")  # no line begins with these
_NOT_LAST = frozenset("（《「『【“‘([{")  # no line ends with these


def wrap(text: str, width: int) -> list[str]:
    """The lines of `text`, each at most `width` cells: broken at blanks and between Chinese characters."""
    lines = []
    for paragraph in text.split("\n"):
        if cells(paragraph) <= width:
            lines.append(paragraph.rstrip())
            continue
        line, taken = "", 0
        for piece in _pieces(paragraph):
            if taken + cells(piece.rstrip()) > width:
                if line.strip():
                    lines.append(line.rstrip())
                *full, line = _chop(piece, width)
                lines += full
                taken = cells(line)
            else:
                line, taken = line + piece, taken + cells(piece)
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """What may not be broken: words with the blanks behind them, Chinese characters with punctuation."""
    if all(character < "\u0300" or "\u2010" <= character <= "\u2027" for character in text):
        return _WORDS.findall(text)  # nothing wide and nothing combining: the same pieces at a tenth of the price
    pieces: list[str] = []
    for character in text:
        if pieces and _joined(pieces[-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _joined(piece: str, character: str) -> bool:
    last = piece[-1]
    if character.isspace() or unicodedata.combining(character) or character in "\u200d\ufe0f":
        return True
    if last.isspace():
        return False
    if character in _NOT_FIRST or last in _NOT_LAST or last == "\u200d":
        return True
    return not (_wide(last) or _wide(character))


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _chop(piece: str, width: int) -> list[str]:
    """`piece` cut wherever a line is full; for a word longer than a line."""
    parts = [""]
    for character in piece:
        if cells(parts[-1] + character) > width and not character.isspace():
            parts.append("")
        parts[-1] += character
    return parts


# --- figures ---------------------------------------------------------------------------------------------

_EIGHTHS = "▁▂▃▄▅▆▇█"


def bar(value: float | None, most: float, width: int, *, glyph: str = "█") -> str:
    """A bar of at most `width` cells, `most` filling it; anything above zero shows at least one cell."""
    if not value or value < 0 or most <= 0:
        return ""
    return glyph * max(1, min(width, round(width * value / most)))


def bars(actual: float | None, planned: float | None, most: float, width: int) -> str:
    """Real hours (█) over planned ones: ░ is planned and not given, ▒ is given beyond the plan."""
    full, wanted = len(bar(actual, most, width)), len(bar(planned, most, width))
    kept = min(full, wanted) if planned is not None else full
    return "█" * kept + "▒" * (full - kept) + "░" * max(0, wanted - full)


def spark(values: Iterable[float | None], most: float, *, missing: str = "·") -> str:
    """One character per value, eight heights up to `most`; `missing` for None."""
    return "".join(
        missing if value is None else _EIGHTHS[min(7, max(0, int(value / most * 7 + 0.5)))] for value in values
    )
