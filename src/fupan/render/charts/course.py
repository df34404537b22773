"""Figures along the weeks: hours, the motive's strength, the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.render.charts.scale import (
    BOTTOM,
    LABEL_WIDTH,
    LEFT,
    PLOT_HEIGHT,
    RIGHT,
    SMALL,
    TOP,
    VALUE_WIDTH,
    WIDTH,
    Axis,
    Label,
    Tick,
    r,
    ticks,
    upwards,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupan.model import MotiveKind
    from fupan.periods import Week
    from fupan.report.nouns import WeekLine, WeekState

STRONGEST = 10
YEAR_LEFT = 30.0  # room for "2026"
LONG = 60  # weeks; a calendar of more has a row for each year, not for each quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One week's place on the axis with its two bars; the real hours are the narrower one."""

    week: Week
    x: float  # its middle
    planned: Bar | None = None
    actual: Bar | None = None

    @property
    def top(self) -> float:
        return min(bar.y for bar in (self.planned, self.actual) if bar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Planned against real hours by week."""

    height: float
    base: float
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    columns: tuple[Column, ...]
    valued: bool  # room to print the hours above the bars
    width: float = WIDTH
    left: float = LEFT
    right: float = WIDTH - RIGHT


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

    height: float
    base: float
    size: float  # of a mark
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    runs: tuple[tuple[Point, ...], ...]
    width: float = WIDTH
    left: float = LEFT
    right: float = WIDTH - RIGHT

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
class Row:
    """The weeks of one quarter, or of one year where there are many."""

    name: str
    y: float  # of its name
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The weeks as squares, each at its place in its quarter."""

    height: float
    size: float  # of a square
    numbered: bool  # room for each week's name
    rows: tuple[Row, ...]
    width: float = WIDTH


def hours(weeks: Sequence[WeekLine]) -> Hours:
    top = max((max(line.planned or 0, line.actual or 0) for line in weeks), default=0)
    values = ticks(top)
    base = TOP + PLOT_HEIGHT
    axis = Axis.of(len(weeks))

    def bar(value: float | None, x: float, share: float) -> Bar | None:
        if value is None:
            return None
        height, width = value / values[-1] * PLOT_HEIGHT, axis.step * share
        return Bar(x=r(x - width / 2), y=r(base - height), width=r(width), height=r(height), value=value)

    columns = tuple(
        Column(
            week=line.week,
            x=r(axis.middle(number)),
            planned=bar(line.planned, axis.middle(number), 0.68),
            actual=bar(line.actual, axis.middle(number), 0.36),
        )
        for number, line in enumerate(weeks)
    )
    return Hours(
        height=base + BOTTOM,
        base=base,
        ticks=upwards(values, base),
        labels=axis.labels([line.week for line in weeks]),
        columns=columns,
        valued=axis.step >= VALUE_WIDTH,
    )


def strength(weeks: Sequence[WeekLine]) -> Strength:
    base = TOP + PLOT_HEIGHT
    axis = Axis.of(len(weeks))
    runs: list[list[Point]] = [[]]
    before: MotiveKind | None = None
    for number, line in enumerate(weeks):
        if line.strength is None:
            runs.append([])
            continue
        y = base - line.strength / STRONGEST * PLOT_HEIGHT
        changed = bool(before and line.motive and line.motive is not before)
        point = Point(
            week=line.week,
            x=r(axis.middle(number)),
            y=r(y),
            strength=line.strength,
            kind=line.motive,
            changed=changed,
        )
        runs[-1].append(point)
        before = line.motive or before
    return Strength(
        height=base + BOTTOM,
        base=base,
        size=r(max(1.2, min(4.5, axis.step / 2.2))),
        ticks=upwards((0, 5, STRONGEST), base),
        labels=axis.labels([line.week for line in weeks]),
        runs=tuple(tuple(run) for run in runs if run),
    )


def calendar(weeks: Sequence[WeekLine]) -> Calendar:
    by_year = len(weeks) > LONG
    rows: dict[str, list[WeekLine]] = {}
    for line in weeks:
        rows.setdefault(str(line.week.year if by_year else line.week.quarter), []).append(line)
    most = max((_place(line.week, by_year=by_year) + 1 for line in weeks), default=1)
    axis = Axis.of(max(most, 13), left=YEAR_LEFT if by_year else LEFT)
    numbered = axis.step >= LABEL_WIDTH - 1
    size = r(axis.step * 0.74)
    lead = size + SMALL + 9 if numbered else max(size + 4, SMALL + 3)
    made = tuple(
        Row(
            name=name if by_year else name[-2:],
            y=r(2 + number * lead + size / 2 + 3.5),
            cells=tuple(
                Cell(
                    week=line.week,
                    x=r(axis.middle(_place(line.week, by_year=by_year)) - size / 2),
                    y=r(2 + number * lead),
                    state=line.state,
                )
                for line in found
            ),
        )
        for number, (name, found) in enumerate(rows.items())
    )
    return Calendar(height=r(4 + max(1, len(made)) * lead), size=size, numbered=numbered, rows=made)


def _place(week: Week, *, by_year: bool) -> int:
    """How many weeks of its quarter, or of its year, lie before `week`."""
    return week.number - 1 if by_year else week.number - week.quarter.ends[0].number
