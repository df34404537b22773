"""Figures along the weeks, and what all figures stand on."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.model import MotiveKind
from fupan.periods import Quarter, Span, Week, Year
from fupan.render import charts
from fupan.render.charts.scale import SMALL, WIDTH
from fupan.report.nouns import WeekLine, WeekState

LINE = WeekLine(week=Week(2026, 40), state=WeekState.ON_TIME)
hours = st.none() | st.floats(0, 100)
lines = st.lists(
    st.builds(replace, st.just(LINE), planned=hours, actual=hours, strength=st.none() | st.integers(0, 10)), max_size=60
).map(lambda found: [replace(line, week=Week(2026, 1).shift(n)) for n, line in enumerate(found)])


def blank(period) -> list[WeekLine]:
    return [replace(LINE, week=week) for week in period.weeks]


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


@given(st.text(max_size=60), st.floats(20, 400))
def test_a_text_is_cut_to_its_place(text, width):
    """Never wider than it may be, and whole where it has room."""
    shown = charts.fit(text, width)
    assert charts.text_width(shown) <= width
    assert "…" in shown or shown == " ".join(shown.split())


def test_a_chinese_character_is_as_wide_as_it_is_high():
    """Latin letters are narrower; a width is measured, not counted."""
    assert charts.text_width("复盘", 10) == 20
    assert charts.text_width("ab", 10) < 20
    assert charts.fit("标注错多少，模型排名就会翻", 66) == "标注错多少…"


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


@pytest.mark.parametrize(
    "period", [Quarter(2026, 3), Quarter(2026, 4), Year(2026), Span(Week(2026, 31), Week(2027, 20)), Week(2026, 1)]
)
def test_names_on_the_axis_do_not_touch(period):
    """Names of weeks, of quarters or of years, each with room for itself, inside the figure."""
    labels = charts.hours(blank(period)).labels
    assert labels
    spans = [(label.x - (width := charts.text_width(label.text, SMALL)) / 2, label.x + width / 2) for label in labels]
    assert spans[0][0] >= 0
    assert spans[-1][1] <= WIDTH
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("period", "names"),
    [
        (Quarter(2026, 4), ("W40", "W41")),
        (Year(2026), ("Q1", "Q2")),
        (Span(Week(2020, 1), Week(2026, 1)), ("2020", "2021")),
    ],
)
def test_longer_periods_name_quarters_or_years(period, names):
    """What the axis names depends on the room."""
    assert tuple(label.text for label in charts.hours(blank(period)).labels[:2]) == names


def test_a_quarter_has_room_for_its_hours():
    """All fourteen weeks of the longest quarter have their names and their hours."""
    figure = charts.hours(blank(Quarter(2026, 4)))
    assert len(figure.labels) == 14
    assert figure.valued
    assert not charts.hours(blank(Year(2026))).valued


@given(lines)
def test_a_missing_strength_breaks_the_line(found):
    """Every recorded strength is a point inside the axes; a run ends where a week has none."""
    figure = charts.strength(found)
    assert [point.strength for point in figure.points] == [s for line in found if (s := line.strength) is not None]
    assert all(0 <= point.y <= figure.base and figure.left <= point.x <= figure.right for point in figure.points)
    for run in figure.runs:
        assert [point.week for point in run] == [run[0].week.shift(n) for n in range(len(run))]


def test_a_change_of_kind_is_marked():
    """The week in which the motive became another, and no week besides."""
    kinds = (MotiveKind.FEAR, MotiveKind.FEAR, None, MotiveKind.DESIRE)
    weeks = [replace(LINE, week=Week(2026, 40 + n), strength=5, motive=kind) for n, kind in enumerate(kinds)]
    assert [point.changed for point in charts.strength(weeks).points] == [False, False, False, True]


@pytest.mark.parametrize(
    ("period", "names"),
    [
        (Quarter(2026, 4), ["Q4"]),
        (Year(2026), ["Q1", "Q2", "Q3", "Q4"]),
        (Span(Week(2026, 31), Week(2026, 42)), ["Q3", "Q4"]),
        (Span(Week(2020, 5), Week(2022, 1)), ["2020", "2021", "2022"]),
    ],
)
def test_the_calendar_has_a_row_for_each_quarter_or_year(period, names):
    """Every week once, at its place in its quarter; of many weeks, at its place in its year."""
    figure = charts.calendar(blank(period))
    assert [row.name for row in figure.rows] == names
    assert [cell.week for row in figure.rows for cell in row.cells] == list(period.weeks)
    for row in figure.rows:
        assert all(cell.x >= 0 and cell.x + figure.size <= figure.width for cell in row.cells)
        assert all(cell.y + figure.size <= figure.height for cell in row.cells)
        assert all(b.x - a.x >= figure.size for a, b in pairwise(row.cells))


def test_weeks_of_one_place_stand_below_each_other():
    """The fifth week of one quarter stands below the fifth week of another, also where the period begins late."""
    first, second = charts.calendar(blank(Span(Week(2026, 31), Week(2026, 45)))).rows
    assert first.cells[0].x == second.cells[4].x
