"""What is written: whole or not at all, with versions, histories and numbers that are never given twice."""

from __future__ import annotations

import os
import stat
from dataclasses import replace

import pytest
import sqlalchemy as sa
import sqlalchemy.dialects.postgresql

import store_nouns as sn
from fupan import model as m
from fupan.errors import ChangedMeanwhile
from fupan.periods import Week
from fupan.store import open_store, rows
from fupan.store.digest import check_digests

pytestmark = pytest.mark.steps


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "home" / "journal.db", now=sn.NOW)
    with store.writing() as writing:
        writing.put(sn.GOAL)
    return store


def test_the_first_write_makes_a_private_file(tmp_path):
    """Under a umask that hides nothing the folder is 0700 and the journal 0600, odd names included."""
    before = os.umask(0)
    try:
        path = tmp_path / "a b?%41#é复" / "journal.db"
        store = open_store(path, now=sn.NOW)
        with store.writing() as writing:
            writing.keep_answer(sn.DRAFT, "a", 1)
            beside = path.with_name("journal.db-journal")
            assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["journal.db"]
    assert open_store(path, now=sn.NOW).draft(sn.DRAFT.period).answers == {"a": 1}


def test_a_transaction_is_whole_or_nothing(store):
    """When anything fails inside, nothing of it is stored, counters included."""
    with sn.tried(store) as writing:
        writing.put(replace(sn.STEP, id=writing.new_id("g")))
        writing.keep_answer(sn.DRAFT, "a", 1)
    assert [goal.id for goal in store.goals()] == ["g1"]
    assert store.drafts() == ()
    with store.writing() as writing:
        assert writing.new_id("g") == "g2"


def test_a_key_to_nothing_is_a_mistake_of_ours(store):
    """Rows may come in any order, but at the end every goal that is spoken of must be there."""
    late = m.Goal(id="g5", title="", created=sn.NOW)
    with store.writing() as writing:
        writing.put(m.GoalWeek(goal="g5", week=sn.W53, title=""))
        writing.put(late)
    with pytest.raises(sa.exc.IntegrityError), store.writing() as writing:
        writing.put(m.GoalWeek(goal="g6", week=sn.W53, title=""))
    assert store.life("g6") == ()


def test_two_editors_on_one_row(store):
    """The second editor is told, nothing is overwritten, and reading again makes the change possible."""
    [read] = store.goals()
    with store.writing() as writing:
        first = writing.put(replace(read, title="first"))
    with pytest.raises(ChangedMeanwhile) as told, store.writing() as writing:
        writing.put(replace(read, title="second"))
    assert told.value.what == "g1"
    assert store.goals() == (first,)
    with store.writing() as writing:
        assert writing.put(replace(first, title="second")).version == first.version + 1


def test_a_new_noun_never_covers_a_stored_one(store):
    """Two who write the same week for the first time: the second is told too. So is one whose row has gone."""
    review = m.WeeklyReview(week=sn.W53, started=sn.NOW, written=sn.NOW, zone="UTC")
    with store.writing() as writing:
        stored = writing.put(review)
    with pytest.raises(ChangedMeanwhile), store.writing() as writing:
        writing.put(replace(review, answers={"a": "b"}))
    with store.writing() as writing:
        writing.remove(stored)
    with pytest.raises(ChangedMeanwhile), store.writing() as writing:
        writing.put(stored)
    with pytest.raises(ChangedMeanwhile), store.writing() as writing:
        writing.remove(stored)


def test_history_keeps_what_a_row_said(store):
    """Every change and every removal leaves what was said before, with its moment; saying the same leaves nothing."""
    [goal] = store.goals()
    later = sn.NOW.replace(hour=20)
    with store.writing(now=later) as writing:
        goal = writing.put(replace(goal, title="two", confidence=50))
        assert writing.put(goal) == goal
        goal = writing.put(replace(goal, title="three"))
    with store.writing() as writing:
        writing.remove(goal)
    said = store.earlier("goal", "g1")
    assert [row["title"] for _, row in said] == [sn.GOAL.title, "two", "three"]
    assert [row["version"] for _, row in said] == [2, 3, 4]
    assert [at for at, _ in said] == [later, later, sn.NOW]
    assert store.goals() == ()
    assert store.earlier("goal", "g9") == ()
    assert check_digests(store.path) == ()


def test_the_order_of_answers_is_no_change(store):
    """The same answers in another order are the same review: no new version, no history."""
    review = m.WeeklyReview(week=sn.W53, started=sn.NOW, written=sn.NOW, zone="UTC", answers={"a": 1, "b": 2})
    with store.writing() as writing:
        stored = writing.put(review)
        assert writing.put(replace(stored, answers={"b": 2, "a": 1})).version == stored.version
    assert store.earlier("review", "2026-W53") == ()


def test_history_groups_what_was_done_together(store):
    """All rows of one transaction bear one number, new rows included, so that it can be undone as one."""
    with store.writing() as writing:
        writing.put(sn.STEP)
        writing.put(replace(store.goals()[0], title="x"))
    with store.writing() as writing:
        made = writing.ask('SELECT change, noun, "key", "before" IS NULL FROM history ORDER BY change, position')
    assert made == [(1, "goal", "g1", 1), (2, "goal", "g2", 1), (2, "goal", "g1", 0)]


def test_parts_follow_their_noun(store):
    """Weeks of a trial are added, changed and taken out with it, and each keeps its own history."""
    weeks = tuple(m.TrialWeek(week=Week(2026, n), doses=n) for n in (1, 2, 3))
    trial = m.Trial(id="r1", goal="g1", response="L01", started=Week(2026, 1), weeks=weeks)
    with store.writing() as writing:
        writing.put(trial)
    changed = replace(trial, weeks=(weeks[0], replace(weeks[1], helped="worse")), result=m.TrialResult.WORKED)
    with store.writing() as writing:
        writing.put(changed)
    assert store.trials() == (changed,)
    assert store.earlier("trial_week", "r1 2026-W02")[0][1]["helped"] == ""
    assert store.earlier("trial_week", "r1 2026-W03")[0][1]["doses"] == 3
    with store.writing() as writing:
        writing.remove(changed)
    assert store.trials() == ()
    with store.writing() as writing:
        assert writing.ask("SELECT count(*) FROM trial_week") == [(0,)]


def test_numbers_are_never_given_twice(store):
    """A number that was given, or that came with a noun, is not given again, not even after its removal."""
    with store.writing() as writing:
        assert [writing.new_id(kind) for kind in "ggrn"] == ["g2", "g3", "r1", "n1"]
        note = m.Note(id="n7", day=sn.NOW.date(), week=sn.W53, written=sn.NOW)
        writing.put(note)
        writing.remove(note)
    with store.writing() as writing:
        assert [writing.new_id(kind) for kind in "grn"] == ["g4", "r2", "n8"]


def test_answers_are_changed_and_dropped(store):
    """An answer can be given anew in its place, taken back, and the draft ended."""
    draft = replace(sn.DRAFT, answers={})
    for key, value in (("a", 1), ("b", None), ("c", [1]), ("a", "new")):
        with store.writing() as writing:
            writing.keep_answer(draft, key, value)
    with store.writing() as writing:
        writing.keep_answer(replace(draft, mode="full", started=sn.NOW.replace(year=2027)), "d", True)
        writing.drop_answer(draft.period, "c")
        writing.drop_answer(draft.period, "never")
    found = store.draft(draft.period)
    assert list(found.answers.items()) == [("a", "new"), ("b", None), ("d", True)]
    assert (found.mode, found.started) == ("full", sn.NOW)
    assert check_digests(store.path) == ()
    with store.writing() as writing:
        writing.drop_draft(draft.period)
    assert store.drafts() == ()


def test_the_day_end_of_a_review_stays(tmp_path):
    """A review keeps the end of the day that held when it was written, also when it is amended under another."""
    path = tmp_path / "journal.db"
    review = m.WeeklyReview(week=sn.W53, started=sn.NOW, written=sn.NOW, zone="UTC")
    with open_store(path, now=sn.NOW, day_ends=3).writing() as writing:
        review = writing.put(review)
    with open_store(path, now=sn.NOW, day_ends=5).writing() as writing:
        writing.put(replace(review, late=True))
        assert writing.ask("SELECT day_ends, offset_minutes, first_day FROM review") == [(3, 480, "2026-12-28")]


def test_every_table_of_a_person_has_version_and_digest():
    """Whatever table comes, its rows can be compared and checked, and every constraint has a name."""
    for table in rows.METADATA.sorted_tables:
        assert {"version", "digest"} <= set(table.columns.keys()), table.name
        assert all(constraint.name for constraint in table.constraints), table.name


def test_the_tables_can_be_made_on_postgresql():
    """Nothing in the tables belongs to SQLite alone."""
    dialect = sa.dialects.postgresql.dialect()
    for table in rows.METADATA.sorted_tables:
        made = str(sa.schema.CreateTable(table).compile(dialect=dialect))
        assert "JSONB" not in made
        assert "TIMESTAMP WITHOUT" not in made
