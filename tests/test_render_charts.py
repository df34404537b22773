from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.model import MotiveKind
from fupan.periods import Quarter, Week, Year
from fupan.render import charts
from fupan.report.nouns import WeekLine, WeekState

LINE = WeekLine(week=Week(2026, 40), state=WeekState.ON_TIME)
hours = st.none() | st.floats(0, 100)
lines = st.lists(
    st.builds(replace, st.just(LINE), planned=hours, actual=hours, strength=st.none() | st.integers(0, 10)), max_size=60
).map(lambda found: [replace(line, week=Week(2026, 1).shift(n)) for n, line in enumerate(found)])


@given(st.floats(0, 1e6))
def test_ticks_are_round_and_reach_the_top(most):
    """From nought in even steps to the most or beyond, never more than six of them."""
    ticks = charts.ticks(most)
    assert ticks[0] == 0
    assert ticks[-1] >= most * 0.999
    assert 2 <= len(ticks) <= 6
    steps = {round(b - a, 3) for a, b in pairwise(ticks)}
    assert max(steps) - min(steps) <= 0.002


@pytest.mark.parametrize(
    ("most", "ticks"), [(0, (0, 1)), (10, (0, 2.5, 5, 7.5, 10)), (24, (0, 10, 20, 30)), (4, (0, 1, 2, 3, 4))]
)
def test_ticks_by_example(most, ticks):
    """Steps of 1, 2, 2.5 and 5."""
    assert charts.ticks(most) == ticks


@given(lines)
def test_bars_stand_inside_their_figure(found):
    """Whatever the hours, bars stand on the base line, inside the axes, in the order of the weeks."""
    figure = charts.hours(found)
    assert [column.x for column in figure.columns] == sorted(column.x for column in figure.columns)
    for column in figure.columns:
        for bar in filter(None, (column.planned, column.actual)):
            assert figure.left - 0.1 <= bar.x <= bar.x + bar.width <= figure.right + 0.2
            assert abs(bar.y + bar.height - figure.base) < 0.2
            assert bar.y >= 0
    assert sum(column.labelled for column in figure.columns) * charts.LABEL_WIDTH <= figure.width


@given(lines)
def test_a_missing_strength_breaks_the_line(found):
    """Every recorded strength is a point; a run ends where a week has none."""
    figure = charts.strength(found)
    assert [point.strength for point in figure.points] == [s for line in found if (s := line.strength) is not None]
    for run in figure.runs:
        assert [point.week for point in run] == [run[0].week.shift(n) for n in range(len(run))]


def test_a_change_of_kind_is_marked():
    """From fear to desire is a change; from nothing recorded it is none."""
    kinds = (None, MotiveKind.FEAR, None, MotiveKind.FEAR, MotiveKind.DESIRE)
    found = [replace(LINE, week=Week(2026, 40 + n), motive=kind, strength=5) for n, kind in enumerate(kinds)]
    assert [point.changed for point in charts.strength(found).points] == [False, False, False, False, True]


def test_a_quarter_is_one_row_and_a_year_four():
    """The calendar breaks after fourteen weeks."""
    for period, rows in ((Quarter(2026, 4), 1), (Year(2026), 4)):
        figure = charts.calendar([replace(LINE, week=week) for week in period.weeks])
        assert len({cell.y for cell in figure.cells}) == rows
        assert all(0 < cell.x <= figure.width - figure.size for cell in figure.cells)
        assert all(cell.y + figure.size < figure.height for cell in figure.cells)


def test_hours_are_printed_only_where_there_is_room():
    """Fourteen columns have room for their values, a year's have not."""
    for period, valued in ((Quarter(2026, 4), True), (Year(2026), False)):
        figure = charts.hours([replace(LINE, week=week, actual=1) for week in period.weeks])
        assert figure.valued is valued
