"""The learned scores of words, looked up in their file as it stands: a report needs some hundreds of 50,000.

The files are JSON with one sorted entry a line, so that a line is found by halving. Parsing them whole
costs more instructions than everything else that a report does.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from functools import cache
from typing import Any

from fupan.diagnosis.weights import DATA

KINDS = ("pairs", "signs", "words")  # as they follow each other in a file


class Scores:
    """The scores of one kind: whole numbers, one for each side, by word."""

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines  # in UTF-8, which sorts as its text does: to decode them would cost more than to split them

    def __contains__(self, word: object) -> bool:
        return self._line(str(word)) is not None

    def get(self, word: str) -> list[int] | None:
        line = self._line(word)
        return None if line is None else [int(number) for number in line.split(b",")]

    def _line(self, word: str) -> bytes | None:
        """What stands in the brackets behind a word."""
        sought = f'"{word}":['.encode()
        place = bisect_left(self._lines, sought)
        found = self._lines[place] if place < len(self._lines) else b""
        return found[len(sought) : found.index(b"]")] if found.startswith(sought) else None


class Wording:
    """One language's file: `unit` and `bias` of its scores, and the scores of each kind."""

    def __init__(self, text: bytes) -> None:
        head, _, rest = text.partition(b'\n"scores":{')
        about = json.loads(head.rstrip(b",") + b"}")
        self.unit: float = about["unit"]
        self.bias: list[float] = about["bias"]
        self.scores: dict[str, Scores] = {}
        for kind in KINDS:
            body, _, rest = rest.partition(f'"{kind}":{{'.encode())[2].partition(b"\n}")
            self.scores[kind] = Scores(body.split(b"\n")[1:])


@cache
def learned(language: str) -> Wording:
    return Wording((DATA / f"wording_{language}.json").read_bytes())


def written(about: dict[str, Any], scores: dict[str, dict[str, list[int]]]) -> str:
    """The text of such a file."""
    tables = []
    for kind in KINDS:
        lines = sorted(f'"{word}":{json.dumps(row, separators=(",", ":"))}' for word, row in scores[kind].items())
        tables.append(f'"{kind}":{{\n' + ",\n".join(lines) + "\n}")
    head = json.dumps(about, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{head},\n"scores":{{\n' + ",\n".join(tables) + "\n}}\n"
