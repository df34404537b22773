"""What comes back on a Monday: the request, the words of an earlier miss, the confidence, the plan's real hours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fupan.model import Goal, GoalWeek, Level, Motive, MotiveKind, Outcome, WeeklyReview
from fupan.periods import Week
from fupan.planning import Factor
from fupan.recurring import Why
from fupan.review.sheet import next_question
from fupan.review.weekly import WeekSheet
from lived import journal_at, write

WEEK = Week(2026, 47)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def promised(goal="g1", **more):
    return GoalWeek(
        **{"goal": goal, "week": WEEK, "title": f"goal {goal}", "planned_hours": 8, "measure": "sent", **more}
    )


def previous(**answers):
    return WeeklyReview(week=WEEK.shift(-1), started=NOON, written=NOON, zone="UTC", answers=answers)


def quarter_goal(number: int, **more):
    return Goal(id=f"g{number}", title=f"q{number}", level=Level.QUARTER, created=NOON, confidence=70, **more)


def sheet(*goals, **more):
    known = Motive(week=WEEK.shift(-1), kind=MotiveKind.FEAR, positive="I want")
    return WeekSheet(week=WEEK, goals=goals, motive=known, **more)


def asked(made, answers=()):
    return {question.key: question for question in made.interview(dict(answers))}


def run(made, given):
    answers = {}
    while question := next_question(made.interview(answers), answers):
        answers[question.key] = given.get(question.key, question.default)
    return answers


MISSED = {"goals.g1.outcome": "missed", "goals.g1.hours": 2}


@pytest.mark.parametrize("mode", ["full", "short"])
def test_the_mentors_request_is_asked_about_first(mode):
    """Right behind the opening, with its words; without a request nobody is asked."""
    made = sheet(promised(), mode=mode, previous=previous(**{"mentor.request": "one page by Thursday"}))
    question = next_question(made.interview({}), {})
    assert (question.key, question.about) == ("request.acted", "one page by Thursday")
    assert "request.acted" not in asked(sheet(promised(), mode=mode, previous=previous()))


def test_two_grades_are_asked_for_behind_the_mentors_words():
    """As the boss first, then as oneself, before the verdict is given in that voice."""
    keys = list(asked(sheet(promised()), MISSED))
    assert keys.index("mentor.request") < keys.index("grade.boss") < keys.index("grade.self")
    assert keys.index("grade.self") < keys.index("goals.g1.mentor")


def test_enter_keeps_the_confidence_said_last():
    """Each running quarter goal is asked about; what was said last stands there, else what it began with."""
    made = sheet(promised(), quarter_goals=(quarter_goal(7), quarter_goal(8)), sure={"g8": 40})
    found = asked(made)
    assert (found["sure.g7"].default, found["sure.g8"].default) == (70, 40)


def test_a_kept_goal_is_asked_for_its_confidence_in_the_full_review_alone():
    """One key for a carried goal; the short way does not ask."""
    kept = {**MISSED, "next.g1.decision": "keep"}
    assert asked(sheet(promised(confidence=70)), kept)["next.g1.confidence"].default == 70
    assert "next.g1.confidence" not in asked(sheet(promised(confidence=70), mode="short"), kept)


def test_a_week_with_three_quarter_goals_and_a_request_stays_within_48_prompts():
    """What the long view asks more fits into the method's budget of prompts."""
    made = sheet(
        *(promised(f"g{n}", confidence=70) for n in (1, 2, 3)),
        previous=previous(**{"mentor.request": "x"}),
        quarter_goals=tuple(quarter_goal(n) for n in (7, 8, 9)),
    )
    goal = {
        "title": "Draft section 3, 1,500 words",
        "measure": "the draft is sent to Ana",
        "hours": 4,
        "confidence": 70,
    }
    said = MISSED | {"goals.g2.outcome": "done", "goals.g3.outcome": "done"}
    said |= {f"next.{name}.{key}": value for name in ("new1", "new2") for key, value in goal.items()}
    answers = run(made, said)
    assert {"request.acted", "grade.boss", "sure.g9", "next.g1.confidence", "next.new2.serves"} <= set(answers)
    assert len(answers) <= 48


def told(made, answers, key):
    return [shown for q in made.interview(answers) if q.key == key for shown in q.shows]


def test_words_typed_again_are_mentioned_once():
    """The third week of a phrase is told behind the why, in plain words and both languages."""
    whys = tuple(Why(week=Week(2026, n), goal="g9", text="Lay down when I got home.") for n in (6, 11))
    made = sheet(promised(), whys=whys)
    said = MISSED | {"goals.g1.why": "Thursday I lay down when I got home."}
    [shown] = told(made, said, "goals.g1.returned")
    assert shown.en == "“lay down when I got home”, 3rd time: W06, W11, W47."
    assert shown.zh == "“lay down when I got home”，第 3 次：W06, W11, W47。"
    assert told(made, MISSED | {"goals.g1.why": "The train stood still."}, "goals.g1.returned") == []


def test_the_hours_that_a_plan_becomes_are_told():
    """From five finished goals on, and only where plans come out otherwise than planned."""
    plan = {"next.new1.title": "x", "next.new1.measure": "y", "next.new1.hours": 5}

    def becomes(times, n):
        return [shown.en for shown in told(sheet(factor=Factor(times=times, n=n)), plan, "next.new1.becomes")]

    assert becomes(1.6, 14) == ["By your record that becomes 8 h: goals have taken 1.6 times their plan (n = 14)."]
    assert becomes(1.6, 4) == becomes(1.05, 14) == []


# --- in a journal ----------------------------------------------------------------------------------------


FIRST_EVENING = {
    "motive": {"kind": "fear"},
    "quarter_goals": {"1": {"title": "Submit the paper"}},
    "next": {"new1": {"title": "Draft section 3, 1,500 words", "measure": "sent to Ana", "hours": 5}},
}


def second_evening(**more):
    missed = {"outcome": "missed", "hours": 1, "why": "Tuesday: videos.", "own": "laziness", "mentor": "laziness"}
    return {
        "goals": {"g2": {**missed, "agree": "yes", "response": "none"}},
        "mentor": {"request": "One page by Thursday"},
        "grade": {"boss": 2, "self": 4},
        "sure": {"g1": 55},
        "next": {"g2": {"decision": "keep", "confidence": 40}},
        **more,
    }


@pytest.fixture
def two_weeks(tmp_path):
    """A journal of two evenings, and how to open it on another day."""

    def at(day):
        return journal_at(tmp_path / "journal.db", day)

    for day, document in (("2026-11-23", FIRST_EVENING), ("2026-11-30", second_evening())):
        write(tmp_path / "journal.db", day, document)
    return at


def test_what_was_said_is_there_on_the_next_monday(two_weeks):
    """Request, confidence in the quarter's goal, and the carried promise with its new confidence."""
    journal = two_weeks("2026-12-07")
    made = journal.open_week()
    found = asked(made)
    assert found["request.acted"].about == "One page by Thursday"
    assert found["sure.g1"].default == 55
    assert made.goals[0].confidence == 40
    assert [(line.boss, line.own, line.gap) for line in journal.mentors_view().lines] == [(2, 4, -2)]


def test_an_amended_week_keeps_what_it_said(two_weeks):
    """Grades and confidence stand as defaults, and stay when nothing is typed."""
    journal = two_weeks("2026-12-01")
    made = journal.open_week(Week(2026, 48), again=True)
    found = asked(made)
    assert (found["grade.boss"].default, found["sure.g1"].default) == (2, 55)


def test_an_ended_quarter_goal_keeps_its_confidence_in_an_amended_week(two_weeks):
    """It is not asked about any more, and what was said of it is not lost."""
    journal = two_weeks("2026-12-01")
    journal.end_goal("g1", Outcome.DROPPED, why="enough")
    made = journal.open_week(Week(2026, 48), again=True)
    assert "sure.g1" not in asked(made)
    written = journal.write_week(made, {key: q.default for key, q in asked(made).items() if q.kind != "show"})
    assert written.answers["sure.g1"] == 55


def test_past_whys_reach_the_sheet(two_weeks):
    """What was written about earlier misses is what tonight's words are held against."""
    assert [why.text for why in two_weeks("2026-12-07").open_week().whys] == ["Tuesday: videos."]


def test_a_week_alone_has_no_why_before(tmp_path):
    """The first evening is held against nothing."""
    assert journal_at(tmp_path / "journal.db", "2026-11-23").open_week().whys == ()
