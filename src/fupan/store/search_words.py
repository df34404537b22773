"""Text as the search index holds it: every Chinese character stands alone, punctuation stops a phrase.

SQLite's tokenizer takes a run of Chinese for one word. With blanks around each character a Chinese word is a
phrase of its characters, whatever their number, and nobody needs to know where words end. A word that nobody
writes stands for punctuation, so that no phrase reaches over a full stop. Accents and widths are folded here,
case and English stems by SQLite.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupan.finding import Span

STOP = "zqzqz"
ON, OFF = "\x02", "\x03"  # around what was found; no text in a journal has control characters
MOST_PARTS = 64  # of one search

_CJK = "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_PIECES = re.compile("[\x00-\x7f]+|[\u4e00-\u9fff]+|.[\u0300-\u036f\u3099\u309a]*", re.DOTALL)
_SIGNS = re.compile(
    rf"(?P<alone>[{_CJK}])"
    r"|(?P<named>(?<![A-Za-z0-9])[A-Za-z](?:\+\+|\#)(?![A-Za-z+\#]))"  # C++ and C# are no C
    r"|(?P<stop>[。！？；：，、…—,.!?;:()（）《》「」“”\"\n]+)"
)
_GAPS = re.compile(r"[\s，。、；：！？]+")  # between the words of a search; 3.5 and 20:00 are one word each
_MARKED = re.compile(f"[{ON}{OFF}]")
_EDGES = re.compile(rf"^(?:\s|{STOP})+|(?:\s|{STOP})+$")


def fold(text: str) -> str:
    """`text` without accents, and every character in its usual width."""
    return "".join(map(_folded, _PIECES.findall(text)))


def _folded(piece: str) -> str:
    if piece.isascii() or "\u4e00" <= piece[0] <= "\u9fff":
        return piece
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", piece))
    return unicodedata.normalize("NFC", "".join(one for one in apart if not "\u0300" <= one <= "\u036f"))


def segmented(text: str) -> str:
    """`text` as the index holds it."""
    return _SIGNS.sub(_sign, fold(text))


def _sign(found: re.Match[str]) -> str:
    if found["stop"]:
        return f" {STOP} "
    return f" {found[0].replace('++', 'plusplus').replace('#', 'sharp')} "


def parts(words: str) -> list[str]:
    """What is looked for, phrase by phrase, as the index has it; nothing where there is no word."""
    plain = "".join(" " if unicodedata.category(one) in ("Cc", "Cs") else one for one in words)
    found = [_EDGES.sub("", segmented(word)).replace('"', " ") for word in _GAPS.split(plain)]
    return [part for part in found if re.search(r"[^\W_]", part.replace(STOP, ""))][:MOST_PARTS]


def all_of(found: list[str]) -> str:
    """The query for texts in which every part stands."""
    return " ".join(f'"{part}"' for part in found)


def side_by_side(found: list[str]) -> str:
    """The query for texts in which the parts follow one another."""
    return f'"{" ".join(found)}"'


# --- back to the person's own text -------------------------------------------------------------------------


def spans(text: str, marked: str) -> tuple[Span, ...]:
    """Where in `text` stands what SQLite marked in its segmented form; nothing where the two do not fit."""
    if marked.replace(ON, "").replace(OFF, "") != segmented(text):
        return ()
    origins = _origins(text)
    found, place = [], 0
    for number, piece in enumerate(_MARKED.split(marked)):  # every second piece stood between the marks
        if number % 2:
            found.append((origins[place][0], origins[place + len(piece) - 1][1]))
        place += len(piece)
    return tuple(found)


def _origins(text: str) -> list[Span]:
    """For each character of the segmented form the part of `text` that it stands for."""
    folded: list[Span] = []
    for piece in _PIECES.finditer(text):
        if len(piece[0]) == len(_folded(piece[0])):
            folded += [(n, n + 1) for n in range(piece.start(), piece.end())]
        else:
            folded += [piece.span()] * len(_folded(piece[0]))
    origins: list[Span] = []
    place = 0
    for sign in _SIGNS.finditer(fold(text)):
        origins += folded[place : sign.start()]
        whole = folded[sign.start()][0], folded[sign.end() - 1][1]
        origins += [whole] * len(_sign(sign))
        place = sign.end()
    return origins + folded[place:]
