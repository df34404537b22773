"""Where the marks of a figure stand: pure layout, drawn by templates/figures.jinja as SVG.

Units are those of the figure's own view box. A figure never needs its colours to be read: planned and real
hours differ in width, kinds of motive in shape, states of weeks in filling.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupan.model import MotiveKind
    from fupan.periods import Week
    from fupan.report.nouns import WeekLine, WeekState

WIDTH = 680.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 8.0, 16.0, 24.0
PLOT_HEIGHT = 120.0
STRONGEST = 10
LABEL_WIDTH = 34.0  # of "W47" with air on both sides
VALUE_WIDTH = 26.0  # of "12.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    y: float
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One week's place on the axis with its two bars."""

    week: Week
    x: float  # its middle
    labelled: bool
    planned: Bar | None = None
    actual: Bar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Planned against real hours by week."""

    width: float
    height: float
    left: float
    right: float
    base: float
    ticks: tuple[Tick, ...]
    columns: tuple[Column, ...]
    valued: bool  # room to print the hours above the bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    week: Week
    x: float
    y: float
    strength: int
    kind: MotiveKind | None
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """The motive's strength by week; a week without one breaks the line."""

    width: float
    height: float
    left: float
    right: float
    base: float
    ticks: tuple[Tick, ...]
    labels: tuple[tuple[float, Week], ...]
    runs: tuple[tuple[Point, ...], ...]

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for run in self.runs for point in run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    week: Week
    x: float
    y: float
    state: WeekState


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The weeks as squares, at most fourteen in a row."""

    width: float
    height: float
    size: float
    cells: tuple[Cell, ...]


def ticks(most: float) -> tuple[float, ...]:
    """From three to six round values from 0 to at least `most`."""
    if most < 0.01:  # finer than hours are kept
        return (0.0, 1.0)
    rough = most / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
    count = math.ceil(most / step - 1e-9)
    return tuple(round(step * number, 6) for number in range(count + 1))


def hours(weeks: Sequence[WeekLine]) -> Hours:
    top = max((max(line.planned or 0, line.actual or 0) for line in weeks), default=0)
    values = ticks(top)
    base = TOP + PLOT_HEIGHT
    step = _step(weeks)
    places = _places(weeks)

    def bar(value: float | None, x: float, share: float) -> Bar | None:
        if value is None:
            return None
        height = value / values[-1] * PLOT_HEIGHT
        return Bar(
            x=_r(x - step * share / 2), y=_r(base - height), width=_r(step * share), height=_r(height), value=value
        )

    columns = tuple(
        Column(
            week=line.week,
            x=_r(x),
            labelled=labelled,
            planned=bar(line.planned, x, 0.62),
            actual=bar(line.actual, x, 0.34),
        )
        for line, (x, labelled) in zip(weeks, places, strict=True)
    )
    return Hours(
        width=WIDTH,
        height=base + BOTTOM,
        left=LEFT,
        right=WIDTH - RIGHT,
        base=base,
        ticks=_ticks(values, base),
        columns=columns,
        valued=step >= VALUE_WIDTH,
    )


def strength(weeks: Sequence[WeekLine]) -> Strength:
    base = TOP + PLOT_HEIGHT
    places = _places(weeks)
    runs: list[list[Point]] = [[]]
    before: MotiveKind | None = None
    for line, (x, _) in zip(weeks, places, strict=True):
        if line.strength is None:
            runs.append([])
            continue
        y = base - line.strength / STRONGEST * PLOT_HEIGHT
        changed = bool(before and line.motive and line.motive is not before)
        runs[-1].append(
            Point(week=line.week, x=_r(x), y=_r(y), strength=line.strength, kind=line.motive, changed=changed)
        )
        before = line.motive or before
    return Strength(
        width=WIDTH,
        height=base + BOTTOM,
        left=LEFT,
        right=WIDTH - RIGHT,
        base=base,
        ticks=_ticks((0, 5, STRONGEST), base),
        labels=tuple((_r(x), line.week) for line, (x, labelled) in zip(weeks, places, strict=True) if labelled),
        runs=tuple(tuple(run) for run in runs if run),
    )


def calendar(weeks: Sequence[WeekLine]) -> Calendar:
    across, size, gap, label = 14, 30.0, 16.0, 18.0
    cells = tuple(
        Cell(
            week=line.week,
            x=_r(8 + number % across * (size + gap)),
            y=_r(4 + number // across * (size + label + 8)),
            state=line.state,
        )
        for number, line in enumerate(weeks)
    )
    rows = max(1, math.ceil(len(weeks) / across))
    width = 16 + min(len(weeks), across) * (size + gap) - gap
    return Calendar(width=_r(width), height=_r(8 + rows * (size + label + 8) - 8), size=size, cells=cells)


def _step(weeks: Sequence[WeekLine]) -> float:
    return (WIDTH - LEFT - RIGHT) / max(1, len(weeks))


def _places(weeks: Sequence[WeekLine]) -> list[tuple[float, bool]]:
    """The middle of each week's column, and whether there is room for its label."""
    step = _step(weeks)
    every = max(1, math.ceil(LABEL_WIDTH / step))
    return [(LEFT + step * (number + 0.5), number % every == 0) for number in range(len(weeks))]


def _ticks(values: Sequence[float], base: float) -> tuple[Tick, ...]:
    return tuple(Tick(y=_r(base - value / values[-1] * PLOT_HEIGHT), value=value) for value in values)


def _r(value: float) -> float:
    """One decimal is finer than any screen, and keeps figures the same everywhere."""
    return round(value, 1)
