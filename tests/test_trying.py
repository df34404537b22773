"""What is tried about a miss: `fupan why`, `fupan responses`, `fupan double`."""

import json
from copy import deepcopy

import pytest

from fupan.diagnosis.diagnose import diagnose
from fupan.errors import BadUntil
from fupan.language import Language
from fupan.model import GoalRecord, TrialResult, WeekFacts
from fupan.periods import Week
from fupan.render import written
from fupan.render.words import Words
from lived import FIRST, MISSED, journal_at, write


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "journal.db"
    write(path, "2026-10-05", FIRST)
    return path


def trying(path):
    """A week whose miss got a response: three evenings a week with a partner."""
    document = deepcopy(MISSED)
    document["goals"]["g3"] |= {
        "response": "L01",
        "slot_partner": "Zhou",
        "slot_place": "library",
        "slot_slot": "Tue 20:00",
        "doses": 3,
    }
    return write(path, "2026-10-12", document)


def test_a_response_comes_back_and_is_judged_after_its_weeks(path):
    """Carried out with the hours up, it worked; the ledger says so with its n."""
    trying(path)
    for day in ("2026-10-19", "2026-10-26"):
        document = {
            "trials": {"r1": {"doses": 3, "helped": "helped"}},
            "goals": {"g3": {"outcome": "partly", "hours": 8, "agree": "dont_know"}},
            "next": {"g3": {"decision": "shrink"}},
        }
        write(path, day, document)
    journal = journal_at(path, "2026-10-27")
    (trial,) = journal.story("g3").trials
    assert [week.doses for week in trial.weeks] == [3, 3]
    assert trial.result is TrialResult.WORKED
    (line,) = journal.responses().lines
    assert (line.response, line.tried, line.worked) == ("L01", 1, 1)


def test_a_response_not_carried_out_is_said_so(path):
    """Nothing done in two weeks is a result of its own."""
    trying(path)
    for day in ("2026-10-19", "2026-10-26"):
        document = {
            "trials": {"r1": {"doses": 0}},
            "goals": {"g3": {"outcome": "missed", "hours": 0}},
            "next": {"g3": {"decision": "shrink"}},
        }
        write(path, day, document)
    (trial,) = journal_at(path, "2026-10-27").story("g3").trials
    assert trial.result is TrialResult.NOT_CARRIED_OUT


def test_results_and_verdicts_feed_the_next_verdict(path):
    """A response left undone weighs in the next verdict on its goal, and what one filed before is a small prior."""
    trying(path)
    for day in ("2026-10-19", "2026-10-26"):
        document = {
            "trials": {"r1": {"doses": 0}},
            "goals": {"g3": {"outcome": "missed", "hours": 0}},
            "next": {"g3": {"decision": "shrink"}},
        }
        write(path, day, document)
    missed = {"goals": {"g3": {"outcome": "missed", "hours": 1}}, "next": {"g3": {"decision": "shrink"}}}
    program = write(path, "2026-11-02", missed).verdicts[0].program
    codes = {finding.code for finding in program.findings}
    assert {"followup.laziness_not_done_once", "prior.verdicts"} <= codes
    assert "followup.laziness_not_done_once" in repr(journal_at(path, "2026-11-03").report(Week(2026, 44)))


def test_a_response_nobody_asked_about_is_flagged(path):
    """Three weeks without a question are named in the ledger."""
    trying(path)
    assert journal_at(path, "2026-10-13").responses().forgotten == ()
    assert journal_at(path, "2026-11-16").responses().forgotten == ("r1",)


def test_twice_the_time_is_counted_over_the_goals_weeks(path):
    """A goal under the rule shows its hours against the doubled pace."""
    journal = journal_at(path, "2026-10-07")
    made = journal.double("Draft section", others=20, until=Week(2026, 44))
    assert (made.budget, made.weeks, made.due) == (40, 4, 10)
    write(
        path, "2026-10-12", {"goals": {"g3": {"outcome": "missed", "hours": 6}}, "next": {"g3": {"decision": "keep"}}}
    )
    (line,) = journal_at(path, "2026-10-14").doublings()
    assert (line.spent, line.weeks_gone) == (6, 2)
    with pytest.raises(BadUntil):
        journal.double("Draft section", others=20, until=Week(2026, 30))


def test_the_commands_speak_both_languages(run, monkeypatch):
    """Empty ledgers say what to do; a goal put under the rule is shown; --json has the same facts."""
    monkeypatch.setenv("FUPAN_NOW", "2026-11-23T20:00+08:00")
    run("week", "--answers", "-", input=json.dumps(FIRST))
    assert "No response" in run("responses").out
    assert "fupan double g7" in run("double").out
    shown = run("double", "Draft", "--others", "40h", "--until", "2027-W05")
    assert "80 h" in shown.out
    assert run("double", "--json").json["data"][0]["others"] == 40
    assert run("double", "Draft", "--others", "40h").status == 2


def test_why_takes_a_document_and_keeps_the_verdict(run, monkeypatch):
    """`fupan why` without a terminal is answered by a document; a goal never missed is refused."""
    monkeypatch.setenv("FUPAN_NOW", "2026-11-23T20:00+08:00")
    run("week", "--answers", "-", input=json.dumps(FIRST))
    answers = {"goals": {"g1": {"own": "laziness", "knew_next_step": "yes"}}}
    assert run("why", "g1", "--answers", "-", input=json.dumps(answers)).status == 0
    assert "laziness" in run("goal", "story", "g1").out
    assert run("why", "g3", "--answers", "-", input="{}").status == 3


def test_why_without_a_goal_lists_what_was_missed(run, monkeypatch):
    """The latest miss of each goal with what was judged of it, and the line that asks; a document needs its goal."""
    monkeypatch.setenv("FUPAN_NOW", "2026-11-23T20:00+08:00")
    assert "Nothing was missed" in run("why").out
    run("week", "--answers", "-", input=json.dumps(FIRST))
    assert "not judged yet" in run("why").out
    run("why", "g1", "--answers", "-", input='{"goals": {"g1": {"own": "laziness", "knew_next_step": "yes"}}}')
    told = run("why").out
    assert "laziness" in told
    assert "`fupan why g1`" in told
    assert "还没判断" not in run("--lang", "zh", "why").out
    [miss] = run("why", "--json").json["data"]
    assert (miss["goal"]["goal"], miss["verdict"]["final"]) == ("g1", "laziness")
    refused = run("why", "--answers", "-", input="{}")
    assert refused.status == 2
    assert "GOAL is missing here. For example: fupan why g7" in refused.err


def test_the_slots_are_asked_in_order_and_hours_are_hours(path):
    """Who, where, when, and then hours, which must be some."""
    from fupan.review.sheet import next_question

    sheet = journal_at(path, "2026-10-12").open_week()
    said = {"goals.g3.outcome": "missed", "goals.g3.agree": "laziness", "goals.g3.response": "L03"}
    answers, asked = {}, []
    while question := next_question(sheet.interview(answers), answers):
        answers[question.key] = said.get(question.key, question.default)
        asked.append((question.key.rpartition(".")[2], question.kind))
    slots = [item for item in asked if item[0].startswith("slot_")]
    assert slots == [("slot_place", "text"), ("slot_slot", "text"), ("slot_hours", "hours")]


@pytest.mark.parametrize(
    ("hours", "own", "code", "told"),
    [
        (10, "laziness", "en", "The hours say otherwise: 10 h of 10 h."),
        (10, "laziness", "zh", "小时数不同意：10 小时做了 10 小时。"),
        (2, "laziness", "en", ""),
        (10, "ability", "en", ""),
    ],
)
def test_self_blame_against_the_hours_is_contradicted(hours, own, code, told):
    """Who calls it laziness although the hours were in is told so in one plain sentence."""
    week = WeekFacts(week=Week(2026, 40), planned_hours=10.0, actual_hours=float(hours))
    found = diagnose(GoalRecord(goal="g", weeks=(week,), answers={"self_call": own}))
    said = written.self_blame(found, Words(Language.load(code)))
    assert told in said
    assert bool(told) == bool(said)
