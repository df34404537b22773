"""What a text must hold for a cue's pattern to match: `python tests/wording/needs.py` after a change of cues.json.

Of each pattern the rarest set of literals is kept of which one must occur. A text that holds none of them is
not read by the pattern, which then need not be compiled. A pattern without an entry is always read.
"""

from __future__ import annotations

import json
from math import prod
from re import _constants as op
from re import _parser as parser
from typing import TYPE_CHECKING, Any

from fupan.diagnosis.patterns import places
from fupan.diagnosis.weights import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = DATA / "cue_needs.json"
LETTER, SIGN = 20, 300  # one in so many characters is a certain Latin letter, or Chinese sign
Needs = tuple[str, ...]


def needs(pattern: str) -> Needs:
    """Literals one of which stands in every text that the pattern matches; () when none can be named."""
    return min(_needs(parser.parse(pattern)), key=_common, default=())


def _common(found: Needs) -> float:
    """How often a text holds one of them by chance."""
    return sum(1 / _rare(literal) for literal in found)


def _rare(literal: str) -> int:
    return prod(LETTER if character.isascii() else SIGN for character in literal)


def _needs(sequence: Any) -> Iterator[Needs]:
    """Every set that we can tell of a sequence of parsed steps."""
    run = ""
    for what, of in [*sequence, (None, None)]:
        if what is op.LITERAL:
            run += chr(of)
            continue
        if run:
            yield (run,)
            run = ""
        yield from _of_step(what, of)


def _of_step(what: Any, of: Any) -> Iterator[Needs]:
    if what is op.SUBPATTERN:
        yield from _needs(of[3])
    elif what in (op.MAX_REPEAT, op.MIN_REPEAT) and of[0] > 0:
        yield from _needs(of[2])
    elif what is op.IN and all(kind is op.LITERAL for kind, _ in of):
        yield tuple(chr(code) for _, code in of)
    elif what is op.BRANCH:
        each = [min(_needs(branch), key=_common, default=()) for branch in of[1]]
        if all(each):
            yield tuple(dict.fromkeys(literal for found in each for literal in found))


def all_needs() -> dict[str, Needs]:
    """The needs of every pattern that has some, besides plain words, which are their own."""
    found = {at.pattern: needs(at.pattern) for at in places() if not at.pattern.isalpha()}
    return {pattern: found[pattern] for pattern in sorted(found) if found[pattern]}


def text() -> str:
    lines = (
        f"{json.dumps(p, ensure_ascii=False)}: {json.dumps(found, ensure_ascii=False)}"
        for p, found in all_needs().items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
