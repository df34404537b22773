"""What is purged is gone: its rows, what they said before, its bytes in the file; copies that hold it are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

import store_nouns as sn
from fupan import model as m
from fupan.errors import NothingFound
from fupan.store import copies
from fupan.store.digest import check_digests

NOW = sn.NOW
FILLER = "话" * 3000


@pytest.fixture
def store(tmp_path):
    return sn.filled(tmp_path / "journal.db")


def planted(store):
    """Fifty words in everything that belongs to one goal, now and in the history."""
    words = [f"planted{number:02}word" for number in range(50)]
    take = iter(words).__next__
    goal = m.Goal(id="g50", title=take(), measure=take(), why=take(), created=NOW, parent="g1")
    week = m.GoalWeek(
        goal="g50",
        week=sn.W53,
        title=take(),
        measure=take(),
        proof=take() + FILLER,
        gap=m.Gap(why=take(), stuck_at=take()),
    )
    verdict = m.Verdict(goal="g50", period="2026-W53", overruled=take(), probe_answer=take(), decided=NOW)
    trial = m.Trial(
        id="r50",
        goal="g50",
        response="L01",
        slots={"a": take()},
        started=sn.W53,
        weeks=(m.TrialWeek(week=sn.W53, helped=take()),),
    )
    notes = [
        m.Note(id=f"n{n}", day=NOW.date(), week=sn.W53, text=take(), goal="g50", written=NOW) for n in range(50, 60)
    ]
    child = m.Goal(id="g51", title="child stays", created=NOW, parent="g50")
    with store.writing() as writing:
        kept = [writing.put(noun) for noun in (goal, week, verdict, trial, *notes, child)]
    draft = replace(sn.DRAFT, period="why g50", answers={})
    with store.writing() as writing:
        writing.put(replace(kept[0], title=take()))
        writing.put(replace(kept[1], proof=take()))
        writing.put(replace(trial, slots={"a": take()}, weeks=()))
        for note in kept[4:10]:
            writing.put(replace(note, text=take()))
        writing.keep_answer(draft, "why", take())
        writing.keep_answer(sn.DRAFT, "goals.g50.why", take())
    with store.writing() as writing:
        writing.remove(kept[10])
    return [word for word in words if word.encode() in store.path.read_bytes()]


def test_a_goal_is_gone_without_a_byte_left(store):
    """Rows, history, drafts about it, and every planted word in the file; what it served and its child stay."""
    words = planted(store)
    assert len(words) >= 30
    before = {goal.id for goal in store.goals()}
    done = store.purge("goal", "g50")
    raw = store.path.read_bytes()
    assert [word for word in words if word.encode() in raw] == []
    assert before - {goal.id for goal in store.goals()} == {"g50"}
    assert next(goal for goal in store.goals() if goal.id == "g51").parent == ""
    assert done.rows["goal"] == 1
    assert done.rows["history"] > 20
    assert [draft.period for draft in store.drafts()] == [sn.DRAFT.period]
    assert check_digests(store.path) == ()
    assert copies.look(store.path).good


def test_nothing_else_is_touched(store):
    """Every row that does not belong to the goal is as it was."""
    before = sn.content(store)
    planted(store)
    store.purge("goal", "g50")
    store.purge("goal", "g51")
    assert sn.content(store) == before


@pytest.mark.parametrize("period", ["2026-W53", "2026-Q4"])
def test_a_week_and_a_quarter(store, period):
    """All that was written for a week or a quarter goes; the goals themselves stay."""
    goals = store.goals()
    store.purge("period", period)
    assert store.goals() == goals
    assert store.verdicts(period) == ()
    assert store.review(sn.W53) is None if "W" in period else store.quarters() == ()
    assert (store.notes(sn.W53, sn.W53) == ()) == ("W" in period)
    assert copies.look(store.path).good
    with pytest.raises(NothingFound):
        store.purge("period", period)


def test_undo_does_not_bring_it_back(store):
    """What was purged is in no history that undo could read."""
    with store.writing() as writing:
        writing.put(m.Note(id="n7", day=NOW.date(), week=sn.W53, text="vertraulich", written=NOW))
    store.purge("note", "n7")
    store.undo()
    assert b"vertraulich" not in store.path.read_bytes()
    assert not [note for note in store.notes(sn.W53, sn.W53) if note.id == "n7"]


def test_a_look_changes_nothing(store):
    """--dry-run counts the same rows and leaves every byte."""
    before = store.path.read_bytes()
    told = store.purge("goal", "g2", dry_run=True)
    assert store.path.read_bytes() == before
    assert store.purge("goal", "g2").rows == told.rows


def test_purge_by_command(run, home):
    """Only with --yes; it says what backups still hold, and removes it from them when asked, also later."""
    run("note", "vertraulich")
    assert b"vertraulich" in (home / "backups" / "daily-2026-11-23.db").read_bytes()
    shown = run("purge", "n1")
    assert shown.status == 2
    assert "vertraulich" in shown.err
    assert "daily-2026-11-23.db" in shown.err
    done = run("purge", "n1", "--yes", "--json")
    assert done.data["backups"] == ["daily-2026-11-23.db", "weekly-2026-W48.db"]
    assert b"vertraulich" not in (home / "journal.db").read_bytes()
    done = run("purge", "n1", "--yes", "--backups", "--json")
    assert done.data["backups"] == []
    for path in home.rglob("*"):
        assert not path.is_file() or b"vertraulich" not in path.read_bytes()
    assert run("verify").status == 0
    assert run("purge", "n1", "--yes").status == 3


@pytest.mark.parametrize(("what", "status"), [("g9", 3), ("2026", 2), ("2026-W47", 3), ("nothing like it", 2)])
def test_what_is_not_there_is_not_purged(run, what, status):
    """A goal that there never was, a whole year, an empty week, words: each is refused."""
    run("note", "a")
    assert run("purge", what, "--yes").status == status


def test_a_copy_that_cannot_be_read_is_named(run, home):
    """Who cannot look must not say that nothing is there."""
    run("note", "a")
    (home / "backups" / "daily-2026-11-23.db").write_bytes(b"junk" * 1000)
    done = run("purge", "n1", "--yes", "--backups", "--json")
    assert done.data["backups"] == ["daily-2026-11-23.db"]


def test_a_goal_by_its_title(run):
    """A part of a title is enough, as everywhere."""
    run("goal", "add", "submit the rebuttal", "--hours", "6")
    assert run("purge", "rebuttal", "--yes", "--json").data["what"] == "g1"
    assert run("goal", "list", "--all", "--json").data == []
