"""The report on a terminal: its first screen, its rows, what it does not say twice."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from fupan.language import Language
from fupan.model import Cause, Outcome
from fupan.periods import Span, Week
from fupan.render import terminal
from fupan.render.cells import cells
from fupan.render.screen import Screen
from fupan.report import Report, build_report
from fupan.report.goal_nouns import Ruling
from rich_quarter import one_week, rich_quarter, rich_year, week

QUARTER = build_report(rich_quarter())


def lines(report: Report, code: str = "en", width: int = 80) -> list[str]:
    page = io.StringIO()
    terminal.report(report, Language.load(code), Screen(stream=page, width=width))
    return page.getvalue().split("\n")


def first_screen(report: Report, code: str = "en", width: int = 80) -> list[str]:
    told = lines(report, code, width)
    return told[: next(number for number, line in enumerate(told) if line.startswith("── "))]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_first_screen_is_what_was_marked_judged_and_decided(code):
    """One line for each mark, verdict and next goal; all of it before the first section."""
    told = first_screen(QUARTER, code)
    say = Language.load(code)
    heads = [line for line in told if line in (say("Marked"), say("Decided"))]
    assert heads == [say("Marked"), say("Decided")]
    for mark in QUARTER.marks:
        assert any(f"W{mark.week.number}" in line for line in told)
    for miss in QUARTER.misses:
        assert any(miss.title[:12] in line for line in told)
    for number, goal in enumerate(QUARTER.decided.goals, 1):
        assert any(f"{number}  {goal.title[:10]}" in line for line in told)
    decided = max(number for number, line in enumerate(told) if QUARTER.decided.goals[-1].title[:10] in line)
    assert decided < 24
    assert [line for line in told[decided + 1 :] if line and not line.startswith(("! ", "  "))] == []  # what it lacks


def test_the_keys_of_the_pager_can_be_shown_by_it():
    """The prompt of less takes no Chinese, and reads some signs as its own."""
    for code in ("en", "zh"):
        keys = Language.load(code)("Space goes on, b goes back, q leaves")
        assert keys.isascii()
        assert not set(keys) & set("?:.%\\$")


def test_a_verdict_stands_on_its_grounds():
    """Under each miss its hours, one's own call where it was another, what weighs most; else one's own words."""
    told = "\n".join(first_screen(QUARTER))
    assert "18/47 h · 18 of 47 hours done" in told
    assert "40/36 h · you said laziness · " in told
    assert "1/5 h · “流感，周二到周日卧床”" in told
    assert "verdict:" not in told  # nobody's call is evidence for itself


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_it_fits_any_terminal(width):
    """No line is wider than the terminal, or than 80 cells."""
    for report in (QUARTER, build_report(rich_year()), build_report(one_week())):
        assert max(map(cells, lines(report, "zh", width))) <= min(width, 80)


def test_a_promise_that_is_carried_unchanged_is_named_once():
    """Three weeks of one promise say its words in the first."""
    story = next(goal for goal in QUARTER.goals if len(goal.lines) > 2)
    same = tuple(replace(line, goal="g5", title="the same words", outcome=Outcome.PARTLY) for line in story.lines[:3])
    told = lines(replace(QUARTER, goals=(replace(story, lines=same),)))
    assert sum("the same words" in line for line in told) == 1
    assert sum("◐" in line and f"W{same[2].week.number}" in line for line in told) >= 2


def test_verdicts_that_stay_the_same_are_drawn_together():
    """Runs of weeks, each week once."""
    causes = (Cause.ABILITY, Cause.ABILITY, Cause.ABILITY, Cause.LAZINESS, Cause.LAZINESS, Cause.ABILITY)
    weeks = (40, 41, 42, 43, 43, 45)
    history = tuple(Ruling(week=week(n), cause=cause) for n, cause in zip(weeks, causes, strict=True))
    told = " ".join(lines(replace(QUARTER, misses=(replace(QUARTER.misses[0], history=history),))))
    assert "W40–W42 ability → W43 laziness → W45 ability (changed 2 times)" in told


def test_a_year_shows_its_quarters_in_columns_and_its_weeks_as_rows():
    """Weeks, hours, marks and causes beside each other; one row of squares and hours for a quarter."""
    told = lines(build_report(rich_year()))
    head = next(line for line in told if "2026-Q3" in line and "2026-Q4" in line)
    assert head.split() == ["2026-Q3", "2026-Q4"]
    best = next(mark.week for mark in QUARTER.marks if mark.kind == "best")
    assert ["best", "week", "W30", f"W{best.number}"] in [line.split() for line in told]
    assert any(line.startswith("  2026-Q4  ■■■■") for line in told)
    assert sum(line.startswith("  ■ W4") for line in told) == 0


def test_many_years_have_no_row_of_squares():
    """More than sixty weeks are told by their quarters alone."""
    long = replace(rich_year(), period=Span(Week(2020, 1), Week(2026, 53)))
    assert not any(line.startswith("■") for line in lines(build_report(long)))


def test_hours_that_nobody_recorded_have_no_column():
    """Neither bars nor dashes nor their legend."""
    weeks = tuple(replace(line, planned=None, actual=None) for line in QUARTER.weeks)
    told = "\n".join(lines(replace(QUARTER, weeks=weeks)))
    assert "beyond the plan" not in told
    assert "  ■ W40 ◐1 ○1" in told or "  ■ W40 ●1 ◐1 ○1" in told


def test_few_promises_stand_singly():
    """Below five each is one mark; from five on the share is a bar beside its sentence."""
    told = lines(QUARTER)
    assert any(line.startswith("  ●○ ") and "1 of 2" in line for line in told)
    assert any(line.startswith("  ████████░░░░") and "6 of 15" in line for line in told)
