"""The habit: excused weeks, the honest calendar and its streak, weeks caught up with."""

from __future__ import annotations

import json
from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.errors import AlreadySealed, TooEarly
from fupan.journal.catching_up import NothingToCatchUp, StillInTime
from fupan.journal.excusing import NotExcused, NothingToExcuse
from fupan.model import Carry, Outcome
from fupan.periods import Span, Week
from fupan.standing import Rhythm, appointment, calendar_of, next_review, streak_of
from lived import FIRST, MISSED, journal_at, moment, write

W = Week
NOW = "2026-11-23T20:30"  # W48; W47 is under review


def weeks(*numbers: int, late: bool = False) -> dict[Week, bool]:
    return {Week(2026, number): late for number in numbers}


# --- the calendar and the streak -------------------------------------------------------------------------


def test_the_calendar_tells_four_kinds_of_past_weeks():
    """On time, late, excused and empty stand beside each other; a written week needs no excuse."""
    written = {W(2026, 41): False, W(2026, 42): True, W(2026, 46): False}
    days = calendar_of(
        W(2026, 47).quarter, written, moment(NOW), W(2026, 41), {W(2026, 43), W(2026, 46), W(2026, 47), W(2026, 52)}
    )
    assert [day.state for day in days] == [
        "on_time", "late", "excused", "empty", "empty", "on_time", "excused", "running",
    ]  # fmt: skip


def test_one_gap_a_quarter_is_forgiven_and_excuses_are_free():
    """A first empty week is passed over, a second ends the row; excused weeks do neither."""
    written = {str(week) for week in weeks(40, 41, 43, 46, 47)}
    assert streak_of(written, W(2026, 47)) == 2  # 45 forgiven, 44 ends it
    assert streak_of(written, W(2026, 47), {W(2026, 45)}) == 3  # 44 forgiven, 42 ends it
    assert streak_of(written, W(2026, 47), {W(2026, 44)}) == 3  # 45 forgiven, 42 ends it
    assert streak_of(written, W(2026, 47), {W(2026, 45), W(2026, 44)}) == 5
    assert streak_of(written, W(2026, 47), {W(2026, 45), W(2026, 44), W(2026, 42)}) == 5


@given(
    written=st.sets(st.integers(1, 60)),
    excused=st.sets(st.integers(1, 60)),
    more=st.integers(1, 60),
)
def test_an_excuse_neither_adds_nor_breaks(written, excused, more):
    """No set of excuses makes a row longer than its written weeks, and one excuse more never shortens it."""
    first = W(2025, 40)
    kept = {str(first.shift(n)) for n in written}
    free = {first.shift(n) for n in excused}
    under = first.shift(60)
    before = streak_of(kept, under, free)
    after = streak_of(kept, under, free | {first.shift(more)})
    assert before <= after <= len(kept)


def test_the_next_review_skips_excused_weeks():
    """After an excused week the next Monday is that of the week that is not."""
    assert str(next_review(moment(NOW), weeks(46), {W(2026, 47), W(2026, 48)})) == "2026-12-07"
    assert str(next_review(moment(NOW), weeks(46))) == "2026-11-23"


# --- when a review is due --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "written", "excused", "week", "due", "quiet"),
    [
        ("2026-11-23T19:00", (46,), (), 47, "2026-11-23T20:00", None),
        ("2026-11-23T21:00", (47,), (), 48, "2026-11-30T20:00", None),
        ("2026-11-27T21:00", (46,), (), 47, "2026-11-23T20:00", None),  # missed: due until it is done
        ("2026-11-27T21:00", (46, 48), (), 49, "2026-12-07T20:00", None),  # nobody is nagged about the one before
        ("2026-12-01T21:00", (45,), (), 48, "2026-11-30T20:00", None),  # of several the last
        ("2026-11-23T21:00", (46,), (47,), 48, "2026-11-30T20:00", None),
        ("2026-11-23T21:00", (47,), (48, 49), 50, "2026-12-14T20:00", None),
        ("2026-11-23T21:00", (47,), (49,), 48, "2026-11-30T20:00", "2026-12-07T04:00"),  # away that evening
        ("2026-12-23T21:00", (50,), (52, 53), 51, "2026-12-21T20:00", "2027-01-04T04:00"),
        ("2026-11-27T21:00", (45,), (46, 47), 48, "2026-11-30T20:00", None),
        ("2026-11-18T21:00", (), (), 47, "2026-11-23T20:00", None),  # nothing is owed of the time before
        ("2026-11-23T19:00", (), (), 47, "2026-11-23T20:00", None),
    ],
)
def test_the_next_review_is_due(now, written, excused, week, due, quiet):
    """The week that is next, the evening that is its own, and the end of the excuse that lies over it."""
    at = moment(now)
    told = appointment(at, max(weeks(*written), default=None), {W(2026, number) for number in excused}, Rhythm())
    assert told.week == W(2026, week)
    assert told.due == datetime.fromisoformat(due).replace(tzinfo=at.now.tzinfo)
    assert told.quiet == (datetime.fromisoformat(quiet).replace(tzinfo=at.now.tzinfo) if quiet else None)


@given(
    day=st.integers(0, 6),
    hour=st.integers(0, 23),
    ahead=st.integers(0, 24 * 40),
    excused=st.sets(st.integers(40, 53)),
)
def test_every_review_is_due_while_its_week_is_under_review(day, hour, ahead, excused):
    """Whatever the rhythm, at the moment of the alarm `fupan week` means the very week that is due."""
    from datetime import timedelta

    from fupan.periods import Moment

    at = moment(NOW)
    at = Moment(at.now + timedelta(hours=ahead), at.zone, 4)
    told = appointment(at, W(2026, 46), {W(2026, number) for number in excused}, Rhythm(day=day, time=time(hour)))
    assert Moment(told.due, at.zone, 4).week_under_review == told.week
    assert told.week not in {W(2026, number) for number in excused}


# --- excuses ---------------------------------------------------------------------------------------------


def test_an_excuse_is_kept_listed_and_taken_back(run):
    """Weeks to come can be excused with a reason, and the excuse can be taken back."""
    run("week", "--answers", "-", input=json.dumps(FIRST))
    done = run("excuse", "W52..W53", "--why", "春节 with the family", "--json")
    assert (done.status, done.data) == (0, {"2026-W52": "春节 with the family", "2026-W53": "春节 with the family"})
    assert "2026-W52 · 21–27 Dec  春节 with the family\n" in run("excuse").out
    assert run("excuse", "W52", "--undo").status == 0
    assert list(run("excuse", "--json").data) == ["2026-W53"]
    assert run("excuse", "W52", "--undo").status == 3


def test_an_excuse_has_a_reason(run):
    """Without a reason nothing is excused."""
    done = run("excuse", "W52")
    assert done.status == 2
    assert "--why" in done.err
    assert run("excuse", "--json").data == {}


def test_due_stays_quiet_in_excused_weeks(run):
    """No reminder falls into an excused week, and the week itself is never due."""
    run("week", "--answers", "-", input=json.dumps(FIRST))
    run("excuse", "W48", "--why", "flu")
    for day, status in (("2026-11-30", 0), ("2026-12-06", 0), ("2026-12-07", 3)):
        assert run("due", FUPAN_NOW=f"{day}T21:00+08:00").status == status
    run("excuse", "W48", "--undo")
    assert run("due", FUPAN_NOW="2026-11-30T21:00+08:00").status == 3


def test_a_written_week_is_not_excused(tmp_path):
    """An excuse covers only weeks that are not written, and is refused where there are none."""
    path = tmp_path / "j.db"
    write(path, NOW, FIRST)
    journal = journal_at(path, NOW)
    assert journal.excuse(Span(W(2026, 47), W(2026, 48)), "flu") == (W(2026, 48),)
    with pytest.raises(NothingToExcuse):
        journal.excuse(W(2026, 47), "flu")
    with pytest.raises(NotExcused):
        journal.take_back_excuse(W(2026, 47))


def test_status_shows_the_excuse(run):
    """The calendar has a mark for it, and the week under review says why it is excused."""
    run("week", "--answers", "-", input=json.dumps(FIRST), FUPAN_NOW="2026-11-09T20:00+08:00")
    run("excuse", "W47", "--why", "flu")
    told = run("status").out
    assert "W45 ■ □ ◌ ▹" in told
    assert "◌ excused" in told
    assert "2026-W47 · 16–22 Nov is excused: flu" in told
    assert "Empty: W46." in told
    assert "fupan catchup" in told


# --- catching up -----------------------------------------------------------------------------------------


def lived(tmp_path):
    """W44 written on time; W45 and W46 empty; it is Monday of W48."""
    path = tmp_path / "j.db"
    write(path, "2026-11-02", FIRST)
    return path


def test_catching_up_asks_at_most_five_questions(tmp_path):
    """What is remembered, then outcome and hours of what was promised."""
    sheet = journal_at(lived(tmp_path), NOW).open_catchup()
    assert (sheet.week, sheet.mode, sheet.late) == (W(2026, 45), "catchup", True)
    asked = [question.key for question in sheet.interview({}) if question.kind != "show"]
    assert asked == ["remembered", "goals.g3.outcome", "goals.g3.hours"]


@pytest.mark.parametrize("promised", range(8))
def test_five_questions_are_never_exceeded(tmp_path, promised):
    """However much was promised, three minutes are three minutes."""
    from fupan.model import GoalWeek
    from fupan.review.weekly import WeekSheet

    goals = tuple(GoalWeek(goal=f"g{n}", week=W(2026, 44), title="x", planned_hours=2) for n in range(promised))
    sheet = WeekSheet(week=W(2026, 44), mode="catchup", late=True, goals=goals)
    asked = [question for question in sheet.interview({}) if question.kind != "show"]
    assert len(asked) == min({0: 1, 1: 3}.get(promised, 5), 5)
    assert not any(question.required for question in asked)


def test_a_week_caught_up_with_is_late_and_goes_on(tmp_path):
    """It is stored as late with its words; what was not finished is there for the week after."""
    path = lived(tmp_path)
    journal = journal_at(path, NOW)
    sheet = journal.open_catchup()
    answers = journal.take_document(
        sheet, {"remembered": "the draft moved", "goals": {"g3": {"outcome": "partly", "hours": 3}}}
    )
    review = journal.write_catchup(sheet, answers)
    assert (review.late, review.mode, review.answers["remembered"]) == (True, "catchup", "the draft moved")
    [goal] = review.goals
    assert (goal.outcome, goal.actual_hours, goal.estimated) == (Outcome.PARTLY, 3, True)
    following = journal.open_catchup()
    assert following.week == W(2026, 46)
    assert [(goal.goal, goal.carried, goal.carried_as) for goal in following.goals] == [("g3", 1, Carry.KEEP)]
    standing = journal.standing()
    assert [day.state for day in standing.calendar] == ["on_time", "late", "empty", "due", "running"]
    assert standing.missing == (W(2026, 46),)


def test_catching_up_before_a_written_week_promises_nothing(tmp_path):
    """A gap between written weeks is filled in without changing what comes after it."""
    path = lived(tmp_path)
    write(path, "2026-11-16", MISSED)  # W46
    journal = journal_at(path, NOW)
    before = journal.review(W(2026, 46))
    sheet = journal.open_catchup()
    journal.write_catchup(sheet, journal.take_document(sheet, {"goals": {"g3": {"outcome": "missed"}}}))
    assert journal.review(W(2026, 45)).promises == before.goals
    assert journal.review(W(2026, 46)) == before


def test_what_cannot_be_caught_up_with(tmp_path):
    """Written, running, coming and absent weeks are refused before anything is asked."""
    path = lived(tmp_path)
    journal = journal_at(path, NOW)
    with pytest.raises(AlreadySealed):
        journal.open_catchup(W(2026, 44))
    with pytest.raises(StillInTime):
        journal.open_catchup(W(2026, 47))
    with pytest.raises(TooEarly):
        journal.open_catchup(W(2026, 49))
    journal.excuse(Span(W(2026, 45), W(2026, 46)), "flu")
    with pytest.raises(NothingToCatchUp):
        journal.open_catchup()
    assert journal.open_catchup(W(2026, 45)).week == W(2026, 45)  # named, an excused week may be written


def test_the_command_catches_up_from_a_document(run):
    """`fupan catchup --answers` writes the oldest empty week, says how late it is and what is still empty."""
    run("week", "--answers", "-", input=json.dumps(FIRST), FUPAN_NOW="2026-11-02T20:00+08:00")
    answers = json.dumps({"remembered": "little", "goals": {"g3": {"outcome": "done", "hours": "~5"}}})
    done = run("catchup", "--answers", "-", input=answers)
    assert done.status == 0, done.err
    assert "2026-W45 · 2–8 Nov is written, 15 days late." in done.out
    assert "Still empty: W46." in done.out
    assert "little" in run("show", "W45").out
    assert run("catchup", "--answers", "-", input="{}").status == 0
    refused = run("catchup", "--json")
    assert (refused.status, refused.error["code"]) == (3, "nothing_to_catch_up")


def test_an_amended_catchup_starts_from_what_it_said(tmp_path):
    """`fupan week W45 --again` asks the same few questions, with the answers given before."""
    journal = journal_at(lived(tmp_path), NOW)
    sheet = journal.open_catchup()
    journal.write_catchup(
        sheet, journal.take_document(sheet, {"remembered": "rain", "goals": {"g3": {"outcome": "done"}}})
    )
    again = journal.open_week(W(2026, 45), again=True)
    assert {q.key: q.default for q in again.interview({}) if q.kind != "show"} == {
        "remembered": "rain", "goals.g3.outcome": "done", "goals.g3.hours": None,
    }  # fmt: skip


def test_an_excuse_travels_and_can_be_undone(run, tmp_path):
    """It is in the exported journal, comes in with it elsewhere, and `fupan undo` takes it back."""
    run("excuse", "W52", "--why", "回家过年")
    whole = run("export", "-").out
    there = {"FUPAN_HOME": str(tmp_path / "elsewhere")}
    assert run("import", "-", input=whole, **there).status == 0
    assert run("excuse", "--json", **there).data == {"2026-W52": "回家过年"}
    assert run("undo").status == 0
    assert run("excuse", "--json").data == {}


def test_a_report_knows_excused_weeks(tmp_path):
    """An excused week is no empty one: the report marks it, and does not count it as missing."""
    from fupan.periods import Quarter, Week
    from fupan.report.nouns import Missing, WeekState
    from lived import FIRST, journal_at, write

    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    journal = journal_at(path, "2026-10-26")
    journal.excuse(Week(2026, 41), "holiday")
    report = journal.report(Quarter(2026, 4))
    assert [line.state for line in report.weeks[:3]] == [WeekState.ON_TIME, WeekState.EXCUSED, WeekState.EMPTY]
    assert [lack.weeks for lack in report.lacks if lack.what is Missing.WEEKS] == [(Week(2026, 42), Week(2026, 43))]
