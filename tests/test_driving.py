"""The motive's ledger: spells, moves, whose goals, and what `fupan motive` says of them."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import store_nouns as sn
from fupan import demo
from fupan.driving import motive_ledger, moves, spells
from fupan.model import Change, Goal, GoalWeek, Level, Motive, MotiveKind
from fupan.periods import Week

W1 = Week(2026, 1)
DESIRE, FEAR = MotiveKind.DESIRE, MotiveKind.FEAR


def weeks(*told):
    """Motives of weeks in a row: (kind, strength[, change])."""
    return tuple(
        Motive(week=W1.shift(n), kind=kind, strength=strength, change=more[0] if more else None)
        for n, (kind, strength, *more) in enumerate(told)
    )


def test_a_spell_ends_where_the_kind_changes():
    """Fear, fear, desire are two spells, each with its own strengths."""
    found = spells(weeks((FEAR, 6), (FEAR, 4), (DESIRE, 8)))
    assert [(spell.first, spell.kind, spell.strengths) for spell in found] == [
        (W1, FEAR, (6, 4)),
        (W1.shift(2), DESIRE, (8,)),
    ]


def test_a_different_motive_of_the_same_kind_is_a_new_spell():
    """What the person calls a different one is one, whatever its kind."""
    assert len(spells(weeks((FEAR, 6), (FEAR, 6, Change.DIFFERENT)))) == 2
    assert len(spells(weeks((FEAR, 6), (FEAR, 9, Change.STRONGER)))) == 1


def test_a_week_that_says_nothing_ends_no_spell():
    """A short review leaves the motive out; the spell goes on."""
    assert [spell.strengths for spell in spells(weeks((FEAR, 6), (None, None), (FEAR, 5)))] == [(6, 5)]
    assert [spell.strengths for spell in spells(weeks((FEAR, 6), (None, 3), (FEAR, 5)))] == [(6, 3, 5)]


@given(st.lists(sn.motives, max_size=12, unique_by=lambda one: one.week))
def test_every_week_on_record_lies_in_one_spell(told):
    """No recorded week is lost or counted twice, and spells follow one another."""
    told = sorted(told, key=lambda one: one.week)
    found = spells(told)
    assert sum(spell.n for spell in found) == sum(one.kind is not None or one.strength is not None for one in told)
    ends = [end for spell in found for end in (spell.first, spell.last)]
    assert ends == sorted(ends)


def test_another_kind_is_the_largest_move():
    """A change of kind goes before any step of strength, and steps by their size."""
    found = moves(weeks((FEAR, 6), (FEAR, 1), (FEAR, 3), (DESIRE, 3)))
    assert [(move.week, move.size) for move in found] == [(W1.shift(3), 100), (W1.shift(1), 5), (W1.shift(2), 2)]


def goal(name, *, motive=None, parent="", level=Level.QUARTER):
    return Goal(id=name, title=name, level=level, parent=parent, created=sn.NOW, motive=motive)


def test_goals_stand_by_the_motive_that_they_serve():
    """A week goal serves what its quarter goal serves and is not counted beside it."""
    told = weeks((FEAR, 6), (DESIRE, 8))
    goals = (
        goal("g1", motive=W1),
        goal("g2", motive=W1.shift(1)),
        goal("g3"),
        goal("g4", parent="g2", level=Level.WEEK),
    )
    hours = [GoalWeek(goal=name, week=W1, title=name, actual_hours=h) for name, h in (("g1", 3), ("g4", 5), ("g3", 2))]
    found = motive_ledger(told, goals, hours, W1.shift(2))
    assert [[g.id for g in part] for part in (found.serving, found.former, found.orphans)] == [["g2"], ["g1"], ["g3"]]
    assert (found.hours.serving, found.hours.hours, found.hours.weeks) == (5, 10, 1)
    assert found.changes == 1


def test_without_a_link_no_share_is_said():
    """Where no goal names its motive, “0 %” would be a claim about nothing."""
    hours = [GoalWeek(goal="g3", week=W1, title="", actual_hours=2)]
    assert motive_ledger(weeks((FEAR, 6)), (goal("g3"),), hours, W1).hours is None


# --- as a person sees it -----------------------------------------------------------------------------------


@pytest.fixture(params=demo.LANGUAGES)
def at_home(request, lived, home, monkeypatch):
    """A copy of the demo journal as one's own, on an evening after its last week."""
    language = request.param
    shutil.copytree(lived[language], home)
    monkeypatch.setenv("FUPAN_NOW", datetime(2026, 11, 16, 21, tzinfo=ZoneInfo("Asia/Shanghai")).isoformat())
    monkeypatch.setenv("FUPAN_LANG", language)
    return language


def test_the_ledger_of_the_demo(at_home, run):
    """The present motive with its weeks, the one before, and the goals around it."""
    said = run("motive")
    assert said.status == 0
    expected = {
        "en": ["Now, since 2026-W31", "desire", "Before", "fear", "They serve it (2)", "They serve none"],
        "zh": ["2026-W31", "欲望", "恐惧", "（2）"],
    }
    for words in expected[at_home]:
        assert words in said.out
    assert all(len(line) <= 80 for line in said.out.splitlines())
    assert "W31" in run("motive", "--line").out
    assert "g56" in run("motive", "--orphans").out


def test_the_ledger_as_json(at_home, run):
    """Scripts get spells and goals with their ids."""
    found = json.loads(run("motive", "--json").out)
    assert found["kind"] == "motive"
    assert [spell["kind"] for spell in found["data"]["spells"]] == ["fear", "desire"]
    assert [goal["id"] for goal in found["data"]["serving"]] == ["g54", "g55"]


def test_a_changed_motive_asks_whose_the_goals_were(at_home, run):
    """A different motive closes no old row: it begins a spell and moves the goals that it is told of."""
    answers = {
        "motive": {"change": "different", "kind": "fear", "of": "money", "strength": 7, "event": "the baby"},
        "serves": {"g54": "old", "g55": "now"},
    }
    done = run("motive", "change", "--answers", "-", "--json", input=json.dumps(answers))
    assert done.status == 0, done.err
    data = json.loads(done.out)["data"]
    assert data["now"]["first"] == "2026-W47"
    assert [goal["id"] for goal in data["serving"]] == ["g55"]
    assert "g54" in [goal["id"] for goal in data["former"]]
    kept = json.loads(run("show", "2026-W46", "--json").out)["data"]["motive"]
    assert kept["kind"] == "desire"  # what the week said stays


def test_the_same_motive_changes_nothing(at_home, run):
    """Saying that it is the same writes no row."""
    before = json.loads(run("motive", "--json").out)
    assert run("motive", "change", "--answers", "-", input='{"motive": {"change": "same"}}').status == 0
    assert json.loads(run("motive", "--json").out) == before


def test_goals_are_linked_by_hand(at_home, run):
    """`serve` and `unlink` move a goal between those that serve the motive and the orphans."""
    assert run("motive", "serve", "g56").status == 0
    assert json.loads(run("motive", "--json").out)["data"]["orphans"] == []
    assert run("motive", "unlink", "g56").status == 0
    assert [g["id"] for g in json.loads(run("motive", "--json").out)["data"]["orphans"]] == ["g56"]


@pytest.mark.parametrize(("language", "said"), [("en", "No motive is on record"), ("zh", "还没有记下动机")])
def test_without_a_motive_nothing_can_be_served(home, run, language, said):
    """An empty journal says where to begin, and linking is refused with the way out."""
    assert said in run("--lang", language, "motive").out
    run("goal", "add", "swim")
    refused = run("--lang", language, "motive", "serve", "g1")
    assert (refused.status, said in refused.err) == (3, True)


@pytest.mark.parametrize(("language", "said"), [("en", "I don't want to be fired"), ("zh", "我不想被裁")])
def test_a_sentence_that_only_flees_is_asked_again_once(journal, language, said):
    """A motive said as what one does not want gets a remark and one chance to say it again; Enter leaves it."""
    del language
    sheet = journal.open_motive()
    answers = {"motive.kind": "fear", "motive.of": "being fired", "motive.strength": 6, "motive.positive": said}
    [asked] = [one for one in sheet.interview(answers) if one.key == "motive.reworded"]
    assert asked.shows
    assert [one for one in sheet.interview({**answers, "motive.reworded": None}) if one.key == "motive.reworded"]
    kept = journal.write_motive(sheet, {**answers, "motive.reworded": "I want two firms to want me"})
    assert kept.now.positive == "I want two firms to want me"


def test_a_sayable_sentence_is_left_alone(journal):
    """A want and an own act need no second try."""
    answers = {"motive.kind": "desire", "motive.positive": "I want to publish the dataset so that two labs build on it"}
    assert "motive.reworded" not in [one.key for one in journal.open_motive().interview(answers)]
