"""The quarterly interview, its scores and what it writes."""

from copy import deepcopy

import pytest

from fupan.errors import AlreadySealed, NothingFound, NotMissed
from fupan.model import Cause, Goal, GoalWeek, Kind, Level, Outcome
from fupan.periods import Quarter, Week
from fupan.review.quarterly import BlankWeek
from fupan.review.sheet import next_question
from fupan.scoring import Life, as_one, computed_score, is_miss
from lived import FIRST, MISSED, journal_at, write

QUARTER = Quarter(2026, 4)


@pytest.fixture
def path(tmp_path):
    """Three weeks of one quarter: the first evening, a miss, an empty week, the miss again."""
    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    write(path, "2026-10-12", MISSED)
    later = deepcopy(MISSED)
    later["goals"]["g3"]["outcome"] = "partly"
    write(path, "2026-10-26", later)
    return path


def by_enter(sheet, said=()):
    said, answers = dict(said), {}
    while question := next_question(sheet.interview(answers), answers):
        answers[question.key] = said.get(question.key, question.default)
        assert len(answers) < 200
    return answers


def test_every_written_week_is_reread_and_empty_ones_are_blank_pages(path):
    """The desk shows all weeks up to the last written one, gaps included."""
    asked = journal_at(path, "2027-01-04").open_quarter(QUARTER).interview({})
    assert [q.key for q in asked if q.id == "D2"] == [f"reread.2026-W{n}" for n in (40, 41, 42, 43)]
    assert [q.key for q in asked if any(isinstance(s, BlankWeek) for s in q.shows)] == ["reread.2026-W42"]


def test_no_score_is_shown_before_the_marks(path):
    """Re-reading and its three marks come before any score."""
    order = [q.id for q in journal_at(path, "2027-01-04").open_quarter(QUARTER).interview({})]
    assert max(order.index(mark) for mark in ("D3", "D4", "D5", "D6")) < order.index("S1")


def test_the_computed_score_waits_for_the_persons_own(path):
    """The record's score is shown after the own one, and asked about where they differ by more than .2."""
    sheet = journal_at(path, "2027-01-04").open_quarter(QUARTER)
    before = [q for q in sheet.interview({}) if q.key.startswith("scores.")]
    after = [q for q in sheet.interview({"scores.g2.own": 0.9}) if q.key.startswith("scores.")]
    assert [q.id for q in before if q.shows] == []
    assert next(q for q in after if q.id == "S2").kind == "score"


def test_a_closed_quarter_keeps_marks_scores_verdicts_and_begins_the_next(path):
    """Everything of the quarter's review is stored, its goals are closed, the next quarter's begin."""
    journal = journal_at(path, "2027-01-04")
    sheet = journal.open_quarter(QUARTER)
    said = {
        "marks.best": "2026-W40",
        "marks.worst": "2026-W41",
        "marks.turning": "2026-W43",
        "scores.g2.own": 0.5,
        "goals.g2.own": "laziness",
        "goals.g2.agree": "laziness",
        "goals.g2.why_now": "the evenings went to the phone",
        "next.new1.title": "Defend the proposal",
        "next.new1.kind": "stretch",
        "letter": "Show it earlier.",
    }
    review = journal.write_quarter(sheet, by_enter(sheet, said))
    assert review.marks["turning"] == Week(2026, 43)
    assert review.scores[0].own == 0.5
    assert ("g2", "2026-Q4", Cause.LAZINESS) in [(v.goal, v.period, v.final) for v in review.verdicts]
    assert journal.goal("g2").outcome is Outcome.PARTLY
    new = journal.goal("Defend")
    assert (new.level, new.quarter, new.kind) == (Level.QUARTER, Quarter(2027, 1), Kind.STRETCH)
    assert journal.drafts() == ()
    with pytest.raises(AlreadySealed):
        journal.open_quarter(QUARTER)


def test_skipping_the_rereading_is_possible_and_kept(path):
    """`--skip-reread` passes the desk, and the review says so."""
    journal = journal_at(path, "2027-01-04")
    sheet = journal.open_quarter(QUARTER, skip_reread=True)
    assert not [q for q in sheet.interview({}) if q.section == "reread"]
    assert not journal.write_quarter(sheet, by_enter(sheet)).reread


def test_an_unfinished_quarter_closes_none_of_its_goals(path):
    """A quarter reviewed early scores its goals and leaves them open."""
    journal = journal_at(path, "2026-11-02")
    sheet = journal.open_quarter(QUARTER)
    journal.write_quarter(sheet, by_enter(sheet, {"scores.g2.own": 0.2}))
    assert journal.goal("g2").open


def test_an_interrupted_quarter_resumes(path):
    """A kept answer is there the next time."""
    journal = journal_at(path, "2027-01-04")
    journal.keep(journal.open_quarter(QUARTER), "reread.2026-W40", "first week")
    assert journal_at(path, "2027-01-05").open_quarter(QUARTER).draft == {"reread.2026-W40": "first week"}


def test_the_quarter_under_review_is_the_one_that_ended(path):
    """In January one reviews the quarter that ended; in November the running one."""
    assert journal_at(path, "2027-01-11").open_quarter().quarter == QUARTER
    assert journal_at(path, "2026-11-16").open_quarter().quarter == QUARTER


def test_an_empty_quarter_gets_a_report_not_a_crash(tmp_path):
    """A report of nothing is a report."""
    report = journal_at(tmp_path / "journal.db", "2026-11-02").report(QUARTER)
    assert report.holding.written == 0


def goal(**more):
    return Goal(id="g1", title="t", level=Level.QUARTER, quarter=QUARTER, created=journal_created(), **more)


def journal_created():
    from datetime import UTC, datetime

    return datetime(2026, 10, 5, tzinfo=UTC)


def week(n, name="g2", **more):
    return GoalWeek(goal=name, week=Week(2026, n), title="t", **more)


@pytest.mark.parametrize(
    ("life", "score"),
    [
        (Life(goal=goal()), None),
        (Life(goal=goal(outcome=Outcome.DONE)), 1.0),
        (Life(goal=goal(), weeks=(week(40, "g1", outcome=Outcome.PARTLY, progress=0.3),)), 0.3),
        (Life(goal=goal(), weeks=(week(40, outcome=Outcome.DONE), week(41, "g3", outcome=Outcome.MISSED))), 0.5),
        (Life(goal=goal(), weeks=(week(40, outcome=Outcome.MISSED), week(41, outcome=Outcome.DONE))), 1.0),
        (Life(goal=goal(), weeks=(week(40, outcome=Outcome.DROPPED),)), None),
    ],
)
def test_computed_scores(life, score):
    """How it ended, else the progress, else its goals' last weeks; nothing recorded gives no score."""
    assert computed_score(life) == score


def test_bars_by_kind():
    """Committed goals are missed below .7, stretch goals below .4, dropped ones never."""
    assert is_miss(goal(), 0.69)
    assert not is_miss(goal(), 0.7)
    assert not is_miss(goal(kind=Kind.STRETCH), 0.4)
    assert not is_miss(goal(outcome=Outcome.DROPPED), 0.1)


def test_a_quarter_goals_weeks_are_sums_of_its_parts():
    """Two goals of one week count as one week of the quarter goal."""
    life = Life(
        goal=goal(),
        weeks=(
            week(40, planned_hours=3, actual_hours=1, outcome=Outcome.MISSED),
            week(40, "g3", planned_hours=2, outcome=Outcome.DONE),
        ),
    )
    (one,) = as_one(life)
    assert (one.planned_hours, one.actual_hours, one.outcome) == (5, 1, Outcome.MISSED)


def test_asking_why_fills_the_gap_and_judges(path):
    """`fupan why` adds what was not known to the missed week, and stores the verdict of that week."""
    journal = journal_at(path, "2026-10-28")
    sheet = journal.open_why(journal.goal("g3"))
    asked = [q.key for q in sheet.interview({}) if q.kind != "show"]
    assert "goals.g3.why" not in asked
    assert "goals.g3.knew_next_step" in asked
    said = {"goals.g3.knew_next_step": "no", "goals.g3.own": "ability", "goals.g3.agree": "ability"}
    verdict = journal.write_why(sheet, by_enter(sheet, said))
    row = next(row for row in journal.story("g3").weeks if row.week == Week(2026, 43))
    assert row.gap.knew_next_step == "no"
    assert row.gap.why == MISSED["goals"]["g3"]["why"]
    assert (verdict.period, verdict.final) == ("2026-W43", Cause.ABILITY)


def test_asking_why_needs_a_miss(path):
    """A goal that was never missed has nothing to ask about, and an unknown week nothing to show."""
    journal = journal_at(path, "2026-10-28")
    new, promise = journal.new_week_goal("swim", hours=1)
    added = journal.add_goal(new, promise)
    with pytest.raises(NotMissed):
        journal.open_why(added)
    with pytest.raises(NothingFound):
        journal.review(Week(2026, 30))


def test_a_reopened_goal_is_promised_again(tmp_path):
    """Ending a goal by mistake is mended: its week's promise is open again too."""
    journal = journal_at(tmp_path / "journal.db", "2026-10-07")
    added = journal.add_goal(*journal.new_week_goal("swim", hours=1))
    journal.end_goal(added.id, Outcome.DROPPED, why="no")
    journal.reopen_goal(added.id)
    assert journal.goal(added.id).open
    assert [row.outcome for row in journal.story(added.id).weeks] == [None]


def test_amending_a_quarter_keeps_what_it_does_not_ask_again(path):
    """The pre-mortem of the next goals and the way round stay; what is cleared is cleared; no goal begins twice."""
    journal = journal_at(path, "2027-01-04")
    sheet = journal.open_quarter(QUARTER)
    said = {
        "scores.g2.own": 0.2,
        "goals.g2.own": "ability",
        "goals.g2.agree": "ability",
        "goals.g2.around": "no",
        "next.new1.title": "Defend",
        "next.new1.premortem": "the pilot slips",
        "letter": "Show it.",
    }
    journal.write_quarter(sheet, by_enter(sheet, said))
    again = journal.open_quarter(QUARTER, again=True)
    review = journal.write_quarter(again, {**by_enter(again), "letter": None})
    assert review.answers["next.new1.premortem"] == "the pilot slips"
    assert "letter" not in review.answers
    assert next(verdict.around for verdict in review.verdicts if verdict.goal == "g2") == "no"
    assert [goal.title for goal in journal.goals(every=True)].count("Defend") == 1
