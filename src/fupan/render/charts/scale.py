"""What every figure stands on: its width, round ticks, the axis of weeks, and how wide a text is."""

from __future__ import annotations

import math
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.render.cells import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fupan.periods import Week

WIDTH = 360.0  # a phone's; wider screens show the same drawing a little larger, with its caption beside it
LEFT, RIGHT, TOP, BOTTOM = 24.0, 4.0, 14.0, 20.0
PLOT_HEIGHT = 112.0
SMALL, PLAIN = 9.5, 11.0  # sizes of text
LABEL_WIDTH = 23.0  # of "W47" with air on both sides
VALUE_WIDTH = 22.0  # of "18.5"
_WIDE, _NARROW = 1.0, 0.6  # of a character, in sizes: no common typeface's mean is wider


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    y: float
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name on the axis, set around `x`."""

    x: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The weeks from left to right, each with a column of its own."""

    left: float
    step: float
    count: int

    @classmethod
    def of(cls, count: int, left: float = LEFT, right: float = WIDTH - RIGHT) -> Axis:
        return cls(left=left, step=(right - left) / max(1, count), count=count)

    def middle(self, number: int) -> float:
        return self.left + self.step * (number + 0.5)

    def labels(self, weeks: Sequence[Week]) -> tuple[Label, ...]:
        """Names of weeks where each has room, else of quarters, else of years."""
        if self.step >= LABEL_WIDTH:
            return tuple(Label(x=r(self.middle(n)), text=f"W{week.number:02}") for n, week in enumerate(weeks))
        by_quarter = list(self._runs(weeks, lambda week: str(week.quarter)))
        if by_quarter and max(width for _, width, _ in by_quarter) >= LABEL_WIDTH:
            return self._named((x, width, name[-2:]) for x, width, name in by_quarter)
        return self._named(self._runs(weeks, lambda week: str(week.year)))

    def _runs(self, weeks: Sequence[Week], name: Callable[[Week], str]) -> Iterator[tuple[float, float, str]]:
        """Neighbouring weeks of one name: the middle and the width of their columns."""
        begin = 0
        for named, run in groupby(weeks, key=name):
            count = len(list(run))
            yield self.left + self.step * (begin + count / 2), self.step * count, named
            begin += count

    @staticmethod
    def _named(runs: Iterator[tuple[float, float, str]]) -> tuple[Label, ...]:
        """The names that have room under their own columns."""
        return tuple(Label(x=r(x), text=name) for x, width, name in runs if width >= text_width(name, SMALL))


def ticks(most: float) -> tuple[float, ...]:
    """From three to six round values from 0 to at least `most`."""
    if most < 0.01:  # finer than hours are kept
        return (0.0, 1.0)
    rough = most / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
    count = math.ceil(most / step - 1e-9)
    return tuple(round(step * number, 6) for number in range(count + 1))


def upwards(values: Sequence[float], base: float) -> tuple[Tick, ...]:
    return tuple(Tick(y=r(base - value / values[-1] * PLOT_HEIGHT), value=value) for value in values)


def text_width(text: str, size: float = PLAIN) -> float:
    """How wide `text` is at most, drawn at `size`; a Chinese character is as wide as it is high."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return size * (wide * _WIDE + (len(text) - wide) * _NARROW)


def fit(text: str, width: float, size: float = PLAIN) -> str:
    """The first line of `text` that is no wider than `width`; what is left out is marked by …"""
    text = one_line(text)
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def r(value: float) -> float:
    """One decimal is finer than any screen, and keeps figures the same everywhere."""
    return round(value, 1)
