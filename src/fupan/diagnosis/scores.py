"""The learned scores of words, looked up in their file as it stands: a report needs some hundreds of 50,000.

The files are JSON with one sorted entry a line, so that a line is found by halving, without so much as splitting
them into lines. Parsing them whole costs more instructions than everything else that a report does.
"""

from __future__ import annotations

import json
import mmap
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import Any

from fupan.diagnosis.weights import DATA

LONGEST = 64  # bytes: no word or pair is longer
KINDS = ("pairs", "signs", "words")  # as they follow each other in a file


class Lines(Sequence[bytes]):
    """A part of a file, by byte: at each place stands the beginning of the line that the byte belongs to."""

    def __init__(self, text: mmap.mmap, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end

    def __len__(self) -> int:
        return self.end - self.start

    def __getitem__(self, place: Any) -> Any:
        begin = self.text.rfind(b"\n", 0, self.start + place) + 1
        return self.text[begin : begin + LONGEST]


class Scores:
    """The scores of one kind: whole numbers, one for each side, by word."""

    def __init__(self, text: mmap.mmap, start: int, end: int) -> None:
        self._lines = Lines(text, start, end)  # in UTF-8, which sorts as its text does
        self._seen: dict[str, tuple[int, ...] | None] = {}

    def __contains__(self, word: object) -> bool:
        return self.get(str(word)) is not None

    def get(self, word: str) -> tuple[int, ...] | None:
        if word not in self._seen:
            self._seen[word] = self._look_up(word)
        return self._seen[word]

    def _look_up(self, word: str) -> tuple[int, ...] | None:
        """What stands in the brackets behind a word."""
        sought = f'"{word}":['.encode()
        text, begin = self._lines.text, self._lines.start + bisect_left(self._lines, sought)
        if begin == self._lines.end or text[begin : begin + len(sought)] != sought:
            return None
        row = text[begin + len(sought) : text.find(b"]", begin)]
        return tuple(int(number) for number in row.split(b","))


class Wording:
    """One language's file: `unit` and `bias` of its scores, and the scores of each kind."""

    def __init__(self, text: mmap.mmap) -> None:
        end = text.find(b'\n"scores":{')
        about = json.loads(text[:end].rstrip(b",") + b"}")
        self.unit: float = about["unit"]
        self.bias: list[float] = about["bias"]
        self.scores: dict[str, Scores] = {}
        for kind in KINDS:
            start = text.find(f'"{kind}":{{\n'.encode(), end) + len(kind) + 5
            end = text.find(b"}", start)
            self.scores[kind] = Scores(text, start, end)


@cache
def learned(language: str) -> Wording:
    with (DATA / f"wording_{language}.json").open("rb") as opened:  # a megabyte, of which some pages are needed
        return Wording(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))


def written(about: dict[str, Any], scores: dict[str, dict[str, list[int]]]) -> str:
    """The text of such a file."""
    tables = []
    for kind in KINDS:
        lines = sorted(f'"{word}":{json.dumps(row, separators=(",", ":"))}' for word, row in scores[kind].items())
        tables.append(f'"{kind}":{{\n' + ",\n".join(lines) + "\n}")
    head = json.dumps(about, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{head},\n"scores":{{\n' + ",\n".join(tables) + "\n}}\n"
