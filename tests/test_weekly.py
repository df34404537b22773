"""The weekly interview and what it writes."""

from copy import deepcopy
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fupan.errors import AlreadySealed, BadAnswers, TooEarly
from fupan.model import Carry, Cause, Diagnosis, GoalWeek, Motive, MotiveKind, Outcome, Reason
from fupan.periods import Week
from fupan.review.sheet import fill, flatten, next_question
from fupan.review.weekly import WeekSheet
from lived import FIRST, MISSED, journal_at, write

WEEK = Week(2026, 47)


def sheet(*goals, **more):
    return WeekSheet(
        week=WEEK, goals=goals, motive=Motive(week=WEEK.shift(-1), kind=MotiveKind.FEAR, positive="I want"), **more
    )


def promised(goal="g1", **more):
    return GoalWeek(goal=goal, week=WEEK, title=f"goal {goal}", planned_hours=8, measure="sent", **more)


def run(made, given=(), only_enter=True):
    """Answer every question by Enter, but those given; return the answers and the number of prompts."""
    given, answers = dict(given), {}
    while question := next_question(made.interview(answers), answers):
        answers[question.key] = given.get(question.key, question.default)
        assert len(answers) < 200
    return answers


def keys(made, answers=()):
    return [question.key for question in made.interview(dict(answers)) if question.kind != "show"]


def test_a_week_of_three_goals_and_one_miss_takes_at_most_48_prompts():
    """The method's budget of prompts holds for a full review."""
    made = sheet(promised("g1"), promised("g2"), promised("g3"), previous=None)
    said = {
        "goals.g1.outcome": "missed",
        "goals.g1.hours": 2,
        "goals.g2.outcome": "done",
        "goals.g3.outcome": "done",
        "goals.g1.outside_hours": 1,
        "next.new1.title": "a",
        "next.new2.title": "b",
    }
    answers = run(made, said)
    assert answers["next.g1.decision"] == "keep"
    assert len(answers) <= 48


def test_the_short_way_takes_at_most_14_prompts():
    """Ten minutes stay ten minutes."""
    made = sheet(promised("g1"), promised("g2"), promised("g3"), mode="short")
    answers = run(made, {"goals.g1.outcome": "missed", "goals.g2.outcome": "done", "goals.g3.outcome": "done"})
    assert "goals.g1.own" in answers
    assert len(answers) <= 14


@pytest.mark.parametrize("goals", range(4))
def test_the_first_evening_takes_at_most_15_prompts(goals):
    """However many goals one names, the first session stays within fifteen questions."""
    said = {f"had.{n}.title": f"goal {n}" for n in range(1, goals + 1)}
    said |= {f"had.{n}.outcome": "missed" for n in range(1, goals + 1)}
    answers = run(sheet(mode="first"), {**said, "quarter_goals.1.title": "q", "next.new1.title": "n"})
    assert len(answers) <= 15


def test_enter_alone_gets_through_every_mode():
    """Enter-only works everywhere and invents no hours."""
    for mode in ("full", "short", "first"):
        answers = run(sheet(promised(), mode=mode))
        assert answers.get("goals.g1.hours") is None


def test_a_goal_carried_twice_is_not_offered_keep():
    """The third Monday asks for a decision."""
    made = sheet(promised(carried=2))
    question = next(q for q in made.interview({"goals.g1.outcome": "missed"}) if q.id == "K1")
    assert Carry.KEEP not in {choice.value for choice in question.choices}


def test_the_persons_verdict_comes_before_the_mentors_and_the_programs():
    """Verdict before reveal."""
    order = [q.id for q in sheet(promised()).interview({"goals.g1.outcome": "missed"})]
    assert order.index("G5") < order.index("B4") < order.index("V1")


def test_only_the_agreement_shows_the_programs_view():
    """No question before the person's own verdict carries a diagnosis."""
    asked = sheet(promised()).interview({"goals.g1.outcome": "missed"})
    assert [q.id for q in asked if any(isinstance(shown, Diagnosis) for shown in q.shows)] == ["V1"]


def test_probes_follow_the_hours():
    """Low hours ask about the putting off, full hours about the place where it stuck."""
    low = keys(sheet(promised()), {"goals.g1.outcome": "missed", "goals.g1.hours": 1})
    full = keys(sheet(promised()), {"goals.g1.outcome": "missed", "goals.g1.hours": 8})
    assert "goals.g1.why_not_start" in low
    assert "goals.g1.stuck_at" not in low
    assert "goals.g1.stuck_at" in full
    assert "goals.g1.why_not_start" not in full


def test_three_misses_are_probed_and_the_others_briefly():
    """Depth goes to the misses with most planned hours."""
    goals = [promised(f"g{n}") for n in range(1, 6)]
    said = {f"goals.g{n}.outcome": "missed" for n in range(1, 6)}
    asked = keys(sheet(*goals), said)
    assert [f"goals.g{n}.why" in asked for n in range(1, 6)] == [True, True, True, False, False]
    assert "goals.g5.own" in asked


def test_crisis_words_stop_every_verdict():
    """After crisis words there is no verdict, no mentor's verdict and no program's."""
    made = sheet(promised())
    asked = keys(made, {"goals.g1.outcome": "missed", "goals.g1.why": "不想活了"})
    assert not {"goals.g1.own", "goals.g1.mentor", "goals.g1.agree"} & set(asked)


def test_distress_gives_no_laziness_and_offers_a_lighter_week(tmp_path):
    """A week of distress is judged unclear, and next week's hours may be cut to 60 %."""
    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    document = deepcopy(MISSED)
    document["goals"]["g3"] = {"outcome": "missed", "hours": 0, "why": "整夜失眠，撑不住了"}
    document["next"]["lighter"] = "yes"
    review = write(path, "2026-10-12", document)
    assert review.verdicts[0].final is Cause.UNCLEAR
    assert review.verdicts[0].reason is Reason.DISTRESS
    assert review.promises[0].planned_hours == pytest.approx(8 * 0.6)


def test_first_week_becomes_goals_and_promises(tmp_path):
    """What one had, the quarter's goal and the first promise get their ids; the promise serves the quarter."""
    review = write(tmp_path / "journal.db", "2026-10-05", FIRST)
    journal = journal_at(tmp_path / "journal.db", "2026-10-06")
    assert [goal.id for goal in journal.goals(every=True)] == ["g1", "g2", "g3"]
    assert journal.goal("g3").parent == "g2"
    assert review.goals[0].gap.why == "scrolled in the evenings"
    assert review.promises[0].week == Week(2026, 41)


def test_a_missed_goal_is_carried_with_its_memory(tmp_path):
    """The same goal goes on into next week, counted."""
    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    first = write(path, "2026-10-12", MISSED)
    second = write(path, "2026-10-19", MISSED)
    assert first.promises[0].carried == 1
    assert second.promises[0].carried == 2
    with pytest.raises(BadAnswers) as caught:
        write(path, "2026-10-26", MISSED)
    assert [bad.key for bad in caught.value.bad] == ["next.g3.decision"]


def test_a_late_week_is_marked_and_its_hours_are_guesses(tmp_path):
    """A week written after its Wednesday is late."""
    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    review = write(path, "2026-10-16", MISSED, week=Week(2026, 41))
    assert review.late
    assert review.goals[0].estimated


def test_a_promise_that_no_review_settled_is_still_reviewed(tmp_path):
    """A skipped Monday loses no goal."""
    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    sheet_later = journal_at(path, "2026-10-26").open_week()
    assert [(row.goal, row.week) for row in sheet_later.goals] == [("g3", Week(2026, 43))]


def test_a_sealed_week_is_refused_before_the_first_question(tmp_path):
    """Nobody types thirty minutes into a week that is already written."""
    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    with pytest.raises(AlreadySealed):
        journal_at(path, "2026-10-05").open_week()


def test_a_week_to_come_is_refused(tmp_path):
    """A review looks back."""
    with pytest.raises(TooEarly):
        journal_at(tmp_path / "journal.db", "2026-10-05").open_week(Week(2026, 50))


def test_amending_starts_from_what_was_said_and_keeps_it(tmp_path):
    """`--again` prefills every answer, and the former row stays in the history."""
    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    write(path, "2026-10-12", MISSED)
    journal = journal_at(path, "2026-10-14")
    again = journal.open_week(Week(2026, 41), again=True)
    answers = run(again)
    assert answers["goals.g3.why"] == MISSED["goals"]["g3"]["why"]
    assert answers["motive.strength"] == 6
    review = journal.write_week(again, {**answers, "mentor.request": "two pages"})
    assert review.answers["mentor.request"] == "two pages"
    assert "show me one page" in str(journal.store.earlier("review", "2026-W41"))
    assert journal.review(Week(2026, 41)).goals[0].outcome is Outcome.MISSED
    assert len(journal.review(Week(2026, 41)).promises) == 1


def test_missing_bad_and_unknown_answers_are_all_named(tmp_path):
    """A script is mended in one go, and nothing is stored."""
    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    journal = journal_at(path, "2026-10-12")
    made = journal.open_week()
    with pytest.raises(BadAnswers) as caught:
        journal.take_document(made, {"motive": {"strength": 12}, "goals": {"g3": {"hours": "many"}}, "nonsense": 1})
    assert caught.value.missing == ("goals.g3.outcome",)
    assert {bad.key for bad in caught.value.bad} == {"motive.strength", "goals.g3.hours"}
    assert caught.value.unknown == ("nonsense",)
    assert journal.drafts() == ()


def test_an_interrupted_review_resumes_where_it_stopped(tmp_path):
    """The draft holds every kept answer, the skipped ones too."""
    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    journal = journal_at(path, "2026-10-12")
    made = journal.open_week()
    journal.keep(made, "motive.kind", "fear")
    journal.keep(made, "motive.of", None)
    later = journal_at(path, "2026-10-13").open_week()
    assert later.resumed
    assert next_question(later.interview(later.draft), later.draft).key == "motive.strength"


def test_hours_noted_during_the_week_are_proposed(tmp_path):
    """`fupan note --hours` adds up to Monday's proposal."""
    from fupan.quantities import parse_hours

    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    journal = journal_at(path, "2026-10-07")
    journal.note("read", goal="g3", hours=parse_hours("1.5"))
    journal.note("wrote", goal="g3", hours=parse_hours("~2"))
    made = journal_at(path, "2026-10-12").open_week()
    question = next(q for q in made.interview({"goals.g3.outcome": "done"}) if q.key == "goals.g3.hours")
    assert question.default == "~3.5"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_path_through_the_interview_ends(data):
    """Whatever is answered, no question is asked twice and the interview ends."""
    made = sheet(promised("g1", carried=data.draw(st.integers(0, 3))), promised("g2"))
    answers = {}
    while question := next_question(made.interview(answers), answers):
        offered = [choice.value for choice in question.choices] or [question.default, None, 0, 3, 50]
        if question.kind in ("text", "long"):
            offered = [None, "写了一段", "did it"]
        elif question.kind == "pair":
            offered = [None, "6/2"]
        answers[question.key] = data.draw(st.sampled_from(offered))
        assert len(answers) < 150


leaves = st.one_of(st.text(), st.integers(), st.none())


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,5}", fullmatch=True),
        st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), leaves),
    )
)
def test_a_document_keeps_every_leaf(document):
    """Flattening loses nothing and invents nothing."""
    assert dict(flatten(document)) == {f"{a}.{b}": value for a, inner in document.items() for b, value in inner.items()}


def test_composing_twice_gives_the_same_week(tmp_path):
    """The same answers at the same moment are the same review."""
    assert write(tmp_path / "a.db", "2026-10-05", FIRST) == write(tmp_path / "b.db", "2026-10-05", FIRST)
    assert datetime(2026, 10, 5, 12, tzinfo=UTC) == journal_at(tmp_path / "a.db", "2026-10-05").moment.utc
    assert fill  # the door's way in is the one these tests use


def test_the_first_evening_is_amended_like_any_other(tmp_path):
    """Its goals have their ids by then; what was said of them stands there."""
    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    journal = journal_at(path, "2026-10-06")
    again = journal.open_week(again=True)
    answers = run(again, {"goals.g1.outcome": "partly"})
    assert answers["goals.g1.why"] == "scrolled in the evenings"
    assert journal.write_week(again, answers).goals[0].outcome is Outcome.PARTLY


def test_a_goal_added_beforehand_still_leads_to_the_first_evening(tmp_path):
    """Whoever begins with a goal is greeted all the same; what was promised for that week is reviewed."""
    journal = journal_at(tmp_path / "journal.db", "2026-10-05")
    journal.add_goal(*journal.new_week_goal("swim", hours=1))
    assert journal.open_week().mode == "first"
    assert journal_at(tmp_path / "journal.db", "2026-10-12").open_week().mode == "full"


def test_amending_keeps_what_it_does_not_ask_again(tmp_path):
    """Whether one could go round it, and the linter's remarks passed over, outlive an amendment."""
    path = tmp_path / "journal.db"
    document = deepcopy(FIRST)
    document["next"]["new1"] = {"title": "work on the paper"}
    assert write(path, "2026-10-05", document).answers["linter.passed"]
    judged = deepcopy(MISSED)
    judged["goals"]["g3"] |= {"agree": "ability", "around": "no"}
    write(path, "2026-10-12", judged)
    for week in (Week(2026, 40), Week(2026, 41)):
        journal = journal_at(path, "2026-10-14")
        again = journal.open_week(week, again=True)
        journal.write_week(again, run(again))
    assert journal.review(Week(2026, 40)).answers["linter.passed"]
    assert journal.review(Week(2026, 41)).verdicts[0].around == "no"
