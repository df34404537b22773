from __future__ import annotations

from dataclasses import replace

from fupan.audience import Audience
from fupan.periods import Span, Week
from fupan.report import build_report, missed_goals
from fupan.report.cut import trimmed
from fupan.report.goal_nouns import CauseKey
from rich_quarter import QUARTER, THIRD, rich_quarter, rich_year, week


def test_a_year_lays_its_quarters_side_by_side():
    """Each with its own close: marks, scores, causes, hours; a quarter without a word is left out."""
    report = build_report(rich_year())
    assert [line.quarter for line in report.quarters] == [THIRD, QUARTER]
    line = report.quarters[0]
    assert (line.closed, line.weeks, line.written, line.planned, line.actual) == (True, 13, 1, 8, 3)
    assert [(mark.kind, mark.week) for mark in line.marks] == [
        ("best", week(30)),
        ("worst", week(31)),
        ("turning", week(30)),
    ]
    assert [(score.goal, score.score, score.missed) for score in line.scores] == [("g17", 0.2, True)]
    assert [(cause.key, cause.goals, cause.lost) for cause in line.causes] == [(CauseKey.ABILITY, 1, 5)]
    assert (line.seen_now, line.again) == ("It was two goals.", "unsure")


def test_each_quarter_of_a_year_says_what_its_own_report_says():
    """Misses, causes and scores of a year are those of its quarters' reports, added up."""
    report, alone = build_report(rich_year()), build_report(rich_quarter())
    line = report.quarters[1]
    assert line.causes == alone.causes
    assert line.marks == alone.marks
    assert line.missed == len(alone.misses)
    assert {miss.goal for miss in report.misses} == {"g17"} | {miss.goal for miss in alone.misses}
    assert sum(cause.goals for cause in report.causes) == 1 + sum(cause.goals for cause in alone.causes)
    finals = {goal.id: goal.final for goal in report.goals if goal.final is not None}
    assert finals == {"g17": 0.2} | {goal.id: goal.final for goal in alone.goals if goal.final is not None}


def test_a_miss_of_a_year_names_its_quarter():
    """So that the same goal, missed twice, can be told apart; a quarter's own report need not say it."""
    report = build_report(rich_year())
    assert {miss.quarter for miss in report.misses} == {THIRD, QUARTER}
    assert {miss.quarter for miss in build_report(rich_quarter()).misses} == {None}
    quotes = next(miss.said for miss in report.misses if miss.goal == "g17")
    assert [quote.text for quote in quotes] == ["Two goals."]


def test_a_year_decides_nothing_that_only_a_quarter_decided():
    """Direction and letter belong to their quarter; no quarter's stands for the year."""
    report = build_report(rich_year())
    assert not report.closed
    assert (report.decided.again, report.decided.letter, report.seen_now, report.marks) == ("", "", "", ())


def test_a_quarter_that_is_cut_is_judged_by_its_weeks_alone():
    """A close counts only where its whole quarter lies in the period."""
    told = replace(rich_year(), period=Span(week(29), week(45)))
    report = build_report(told)
    assert [(line.quarter, line.closed, line.weeks) for line in report.quarters] == [
        (THIRD, False, 11),
        (QUARTER, False, 6),
    ]
    assert "g17" not in missed_goals(told)
    assert report.quarters[0].scores[0].score == 0.5


def test_a_quarter_has_no_quarters():
    """Nothing is laid beside itself."""
    assert build_report(rich_quarter()).quarters == ()
    assert build_report(replace(rich_year(), period=Week(2026, 30))).quarters == ()


def test_whoever_may_not_read_verdicts_is_told_no_causes():
    """Neither misses nor their causes nor their number, of the whole or of any quarter."""
    report = trimmed(build_report(rich_year()), Audience.BOSS, frozenset({"goal.title"}))
    assert (report.misses, report.causes) == ((), ())
    assert {(line.causes, line.missed) for line in report.quarters} == {((), None)}
