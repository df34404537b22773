"""The compass: where values point, said against lived, decisions that come back on their Monday."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

import store_nouns as sn
from fupan.compass import cards, due, lived, point, shares
from fupan.driving import Spell
from fupan.long_view import Decision, Path, Problem
from fupan.model import Field, Goal, GoalWeek, MotiveKind, Outcome
from fupan.periods import Week

W1 = Week(2026, 1)


def problem(academic, commercial, growth, *, proof="proof"):
    return Problem(
        id="p1", week=W1, text="a problem", academic=academic, academic_proof=proof, commercial=commercial,
        commercial_proof=proof, growth=growth, growth_proof=proof, written=sn.NOW,
    )  # fmt: skip


def spell(*strengths):
    return Spell(first=W1, last=W1.shift(len(strengths)), kind=MotiveKind.DESIRE, strengths=strengths)


HELD, SHORT = spell(*[8] * 8), spell(*[8] * 7)


@pytest.mark.parametrize(
    ("told", "motive", "path", "why"),
    [
        (problem(3, 1, 2), SHORT, Path.PHD, ""),
        (problem(2, 1, 1), None, Path.PHD, ""),
        (problem(1, 3, 2), HELD, Path.STARTUP, ""),
        (problem(1, 3, 2), SHORT, Path.JOB, ""),
        (problem(1, 3, 1), SHORT, None, "low"),
        (problem(0, 1, 2), SHORT, Path.JOB, ""),
        (problem(2, 2, 1), HELD, None, "tie"),
        (problem(1, 1, 0), HELD, None, "low"),
        (problem(3, None, 1), HELD, None, "no_values"),
        (problem(3, 1, 1, proof=""), HELD, None, "no_proof"),
        (None, HELD, None, "no_problem"),
    ],
)
def test_the_highest_value_with_its_proof_points(told, motive, path, why):
    """Academic to a PhD, commercial to a startup if the motive held eight weeks, else growth to a job; or not yet known."""
    found = point(told, motive)
    assert (found.path, found.why) == (path, why)


def test_a_week_below_eight_breaks_the_holding():
    """Only weeks in a row up to the last one count."""
    assert point(problem(1, 3, 1), spell(8, 8, 7, 9, 8)).held == 2


values = st.none() | st.integers(0, 3)


@given(values, values, values, st.sampled_from(["", "proof"]), st.sampled_from([HELD, SHORT, None]))
def test_nothing_is_guessed(academic, commercial, growth, proof, motive):
    """A path is pointed to only by a scored, proven value of two or more that no other equals."""
    found = point(problem(academic, commercial, growth, proof=proof), motive)
    assert (found.path is None) == bool(found.why)
    if found.path:
        told = {Path.PHD: academic, Path.STARTUP: commercial, Path.JOB: growth}
        assert proof
        assert None not in told.values()
        assert told[found.path] >= 2
        assert found.path is not Path.STARTUP or found.held >= 8
        assert sorted(told.values())[1] < max(told.values())


@given(values, values, values)
def test_what_was_said_is_shared_out_whole(academic, commercial, growth):
    """The three shares make a hundred, or nothing is shared."""
    found = shares(problem(academic, commercial, growth))
    assert not found or abs(sum(found.values()) - 100) < 1e-9


def goal(name, field, parent=""):
    return Goal(id=name, title=name, field=field, parent=parent, created=sn.NOW)


def week(name, number, *, planned=4, actual=4.0, outcome=Outcome.DONE):
    return GoalWeek(
        goal=name, week=W1.shift(number), title=name, planned_hours=planned, actual_hours=actual, outcome=outcome
    )


def test_hours_are_counted_by_field():
    """A week goal that says “other” counts for the field of the goal above it."""
    goals = (goal("g1", Field.RESEARCH), goal("g2", Field.OTHER, "g1"), goal("g3", Field.JOB))
    found = lived(goals, [week("g2", 0, actual=6), week("g3", 0, actual=2)])
    assert [(share.field, share.amount) for share in found.shares] == [(Field.RESEARCH, 6), (Field.JOB, 2)]
    assert found.percent(Field.RESEARCH) == 75
    assert found.by_hours


def test_without_hours_goals_are_counted_and_it_is_said():
    """Where nobody wrote hours down, each goal of a week counts as one."""
    found = lived((goal("g1", Field.JOB),), [week("g1", 0, actual=None), week("g1", 1, actual=None)])
    assert (found.by_hours, found.total) == (False, 2)


def test_full_weeks_without_result_and_after_blows():
    """The longest run of full effort with nothing done, and how often effort was full after a week of misses."""
    goals, miss = (goal("g1", Field.JOB),), Outcome.MISSED
    rows = [
        week("g1", 0, outcome=miss),
        week("g1", 1, outcome=miss),
        week("g1", 2, actual=1, outcome=miss),
        week("g1", 3),
    ]
    found = lived(goals, rows)
    assert (found.undone, found.blows, found.stood) == (2, 3, 2)


def test_a_decision_is_due_from_its_week_until_it_is_looked_at():
    """It comes back on its week, and again until somebody looks."""
    taken = Decision(id="d1", week=W1, question="?", review=W1.shift(4), written=sn.NOW)
    assert [len(due([taken], W1.shift(n))) for n in (3, 4, 9)] == [0, 1, 1]


def test_the_table_has_both_languages():
    """All three paths with all their parts, in English and in Chinese."""
    assert set(cards()) == set(Path)
    for card in cards().values():
        for part in ("name", "goal", "motive", "gains", "costs", "asks", "test"):
            assert getattr(card, part).en
            assert getattr(card, part).zh


# --- as a person uses it -----------------------------------------------------------------------------------

PROBLEM = {
    "problem": {"text": "评测凭什么可信", "is_motive": "yes"},
    "value": {"academic": 3, "academic_proof": "三个组引用", "commercial": 1, "growth": 2},
}
DECISION = {
    "decision": {
        "question": "Apply this winter?", "choice": "four groups", "path": "phd", "test": "mail four professors",
        "hours": 4, "review": "4", "expected": "no answer by March",
    },
    "options": {"1": {"name": "four groups", "why": "now"}, "2": {"name": "wait"}},
}  # fmt: skip


@pytest.fixture
def at_home(lived, home):
    """Half a year of the demo, before a problem was ever stated."""
    shutil.copytree(lived["en"], home)
    with closing(sqlite3.connect(home / "journal.db")) as connection, connection:
        connection.execute("DELETE FROM decision")
        connection.execute("DELETE FROM problem")
    return home


def given_in(run, command, answers, *more):
    return run(*command.split(), "--answers", "-", *more, input=json.dumps(answers))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ["→ PhD", "Said and lived differ", "reproduce one paper"]), ("zh", ["→ 读博", "相差", "复现一篇论文"])],
)
def test_a_stated_problem_points(at_home, run, language, said):
    """Before a problem is stated the page asks for that alone; then it shows value, path, life and test."""
    before = run("--lang", language, "path").out
    assert "fupan path state" in before
    assert not any(words in before for words in said)
    assert given_in(run, "path state", PROBLEM).status == 0
    after = run("--lang", language, "path")
    for words in said:
        assert words in after.out
    assert json.loads(run("path", "--json").out)["data"]["pointed"]["path"] == "phd"


def test_what_was_stated_before_stays(at_home, run):
    """A second statement stands beside the first."""
    given_in(run, "path state", PROBLEM)
    given_in(run, "path state", {**PROBLEM, "problem": {"text": "another"}})
    found = json.loads(run("path", "--json").out)["data"]
    assert [one["text"] for one in found["stated"]] == ["评测凭什么可信", "another"]


def test_a_decision_comes_back_on_its_monday(at_home, run, monkeypatch):
    """Its test is a goal; four weeks later the weekly review asks what came of it, and once answered never again."""
    taken = json.loads(given_in(run, "path decide", DECISION, "--json").out)["data"]
    assert (taken["review"], taken["options"]) == ("2026-W52", {"four groups": "now", "wait": ""})
    assert "mail four professors" in run("goal", "list").out
    monkeypatch.setenv("FUPAN_NOW", "2026-12-28T20:00:00+08:00")
    answers = {"decisions": {taken["id"]: {"came": "two wrote back", "quality": "good"}}, "goals": {}, "next": {}}
    wanted = run("schema", "week")
    assert "decisions" in json.loads(wanted.out)["properties"]
    short = given_in(run, "week", answers)
    assert short.status == 2  # the promises still open are asked for by name
    kept = given_in(run, "week", {**answers, "goals": open_goals(run), "next": carried(run)})
    assert kept.status == 0, kept.err
    [decision] = json.loads(run("path", "--json").out)["data"]["decisions"]
    assert (decision["came"], decision["quality"], decision["reviewed"]) == ("two wrote back", "good", "2026-W52")


def open_goals(run):
    promised = json.loads(run("goal", "list", "--level", "week", "--json").out)["data"]
    return {goal["id"]: {"outcome": "dropped", "let_go": "decided"} for goal in promised}


def carried(run):
    return {}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_of_three(home, run, language):
    """`--table` needs no journal and fits the terminal."""
    told = run("--lang", language, "path", "--table")
    assert told.status == 0
    assert ("startup" if language == "en" else "创业") in told.out
