"""The last change taken back, and brought again: row by row, with the history of it all."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import store_nouns as sn
from fupan import model as m
from fupan.custody import NothingToUndo
from fupan.errors import FupanError, JournalUnreadable
from fupan.store import file, open_store
from fupan.store.digest import check_digests

NOW = sn.NOW


@pytest.fixture
def store(tmp_path):
    return sn.filled(tmp_path / "journal.db")


def seen(store):
    """What the journal says, without versions and history."""
    with file.reading(store.path) as ask:
        told = {}
        for table in ("goal", "goal_week", "review", "score", "motive", "verdict", "trial", "trial_week", "note"):
            columns = [column[1] for column in ask(f"PRAGMA table_info({table})")]
            told[table] = sorted(
                [repr({n: v for n, v in zip(columns, row, strict=True) if n not in ("version", "digest")})]
                for row in ask(f"SELECT * FROM {table}")
            )
        return told


def put(store, *nouns):
    with store.writing() as writing:
        for noun in nouns:
            writing.put(noun)


def test_an_added_row_goes_and_a_changed_one_is_as_before(store):
    """One change, one undo: everything that one transaction wrote is taken back, and told."""
    before = seen(store)
    goal = next(goal for goal in store.goals() if goal.id == "g2")
    trial = store.trials()[0]
    put(
        store,
        replace(goal, title="other"),
        m.Note(id="n7", day=NOW.date(), week=sn.W53, text="new", written=NOW),
        replace(trial, weeks=(m.TrialWeek(week=sn.W53, doses=9),)),
    )
    done = store.undo()
    assert seen(store) == before
    assert [(row.table, row.key, row.how) for row in done.rows] == [
        ("goal", "g2", "restored"),
        ("note", "n7", "removed"),
        ("trial_week", "r3 2026-W53", "restored"),
        ("trial_week", "r3 2027-W01", "returned"),
    ]
    assert done.rows[1].title == "new"
    assert check_digests(store.path) == ()


def test_undo_goes_further_back_and_redo_forward(store):
    """Like pages: back, back, forward, forward; each time exactly what was there."""
    pages = [seen(store)]
    for number in range(4):
        put(store, m.Note(id=f"n{number + 10}", day=NOW.date(), week=sn.W53, text=str(number), written=NOW))
        pages.append(seen(store))
    for page in (3, 2, 1):
        store.undo()
        assert seen(store) == pages[page]
    for page in (2, 3):
        store.undo(redo=True)
        assert seen(store) == pages[page]
    store.undo()
    assert seen(store) == pages[2]
    for page in (3, 4):
        store.undo(redo=True)
        assert seen(store) == pages[page]
    with pytest.raises(NothingToUndo):
        store.undo(redo=True)


def test_nothing_is_brought_back_over_something_new(store):
    """Once something else was written, the undone change cannot come back over it."""
    put(store, m.Note(id="n7", day=NOW.date(), week=sn.W53, text="a", written=NOW))
    store.undo()
    put(store, m.Note(id="n8", day=NOW.date(), week=sn.W53, text="b", written=NOW))
    with pytest.raises(NothingToUndo):
        store.undo(redo=True)
    store.undo()
    assert not [note for note in store.notes(sn.W53, sn.W53) if note.id == "n8"]


def test_a_look_changes_nothing(store):
    """--dry-run tells the same rows and leaves every byte."""
    before = store.path.read_bytes()
    told = store.undo(dry_run=True)
    assert store.path.read_bytes() == before
    assert store.undo().rows == told.rows


def test_there_is_an_end(tmp_path):
    """An empty journal has nothing to undo, and one can undo to the first change and not further."""
    store = open_store(tmp_path / "journal.db", now=NOW)
    with pytest.raises(NothingToUndo):
        store.undo()
    put(store, sn.STEP.__class__(id="g1", title="x", created=NOW))
    store.undo()
    assert store.goals() == ()
    with pytest.raises(NothingToUndo):
        store.undo()


def test_an_editor_that_was_open_is_told(store):
    """Whoever read a row before it was undone cannot write over it unnoticed."""
    goal = next(goal for goal in store.goals() if goal.id == "g2")
    put(store, replace(goal, title="other"))
    opened = next(goal for goal in store.goals() if goal.id == "g2")
    store.undo()
    with pytest.raises(FupanError) as caught:
        put(store, replace(opened, why="late"))
    assert caught.value.code == "changed_meanwhile"


def test_an_import_can_be_undone(store, tmp_path):
    """A merge is one change; what was here before is here again, and earlier changes can still be undone."""
    other = tmp_path / "other" / "journal.db"
    other.parent.mkdir()
    shutil.copy(store.path, other)
    later = open_store(other, now=NOW + timedelta(days=1))
    with later.writing() as writing:
        writing.put(replace(later.goals()[1], title="there"))
        writing.put(m.Note(id="n7", day=NOW.date(), week=sn.W53, text="there", written=NOW))
    put(store, replace(store.goals()[2], why="here"))
    before = seen(store)

    from fupan import archive
    from fupan.render.archive import as_json
    from fupan.store.outgoing import whole

    with whole(other) as tables:
        text = "".join(as_json(1, tables))
    store.take_in(archive.parse(text.encode(), "j"), "j")
    assert seen(store) != before
    store.undo()
    assert seen(store) == before
    store.undo()
    assert store.goals()[2].why == ""
    assert check_digests(store.path) == ()


def test_a_history_that_cannot_be_read_is_told(store):
    """A damaged history undoes nothing and says so."""
    put(store, replace(store.goals()[1], title="other"))
    connection = file.connect(store.path, "rw")
    connection.execute("UPDATE history SET before = '{}' WHERE before IS NOT NULL")
    connection.close()
    before = store.path.read_bytes()
    with pytest.raises(JournalUnreadable):
        store.undo()
    assert store.path.read_bytes() == before


step = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from(["g1", "g2", "g10"]), sn.text),
    st.tuples(st.just("note"), st.integers(20, 24), sn.text),
    st.tuples(st.just("undo")),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(step, max_size=8))
def test_any_row_of_changes_can_be_walked_back(tmp_path_factory, steps):
    """Whatever was done, also undoing, every undo leads to the state before the last change that still holds."""
    store = open_store(tmp_path_factory.mktemp("walk") / "journal.db", now=NOW)
    with store.writing() as writing:
        for noun in sn.NOUNS[:3]:
            writing.put(noun)
    pages = [seen(store)]
    for kind, *what in steps:
        if kind == "undo":
            if len(pages) > 1:
                store.undo()
                pages.pop()
        else:
            page = seen(store)
            with store.writing() as writing:
                if kind == "edit":
                    goal = next(goal for goal in store.goals() if goal.id == what[0])
                    writing.put(replace(goal, title=what[1]))
                else:
                    note = next((n for n in store.notes(sn.W53, sn.W53) if n.id == f"n{what[0]}"), None)
                    fresh = m.Note(id=f"n{what[0]}", day=NOW.date(), week=sn.W53, text=what[1], written=NOW)
                    writing.put(replace(note, text=what[1]) if note else fresh)
            if seen(store) != page:
                pages.append(seen(store))
        assert seen(store) == pages[-1]
    while len(pages) > 1:
        pages.pop()
        store.undo()
        assert seen(store) == pages[-1]
    assert check_digests(store.path) == ()


# --- the command -----------------------------------------------------------------------------------------


def test_undo_by_command(run):
    """It says what it undid; a look first; back again with --redo; nothing left is exit code 3."""
    assert run("undo").status == 3
    run("goal", "add", "submit the rebuttal", "--hours", "6")
    looked = run("undo", "--dry-run")
    assert "submit the rebuttal" in looked.out
    assert run("goal", "list", "--json").data
    done = run("undo", "--json")
    assert [row["how"] for row in done.data["rows"]] == ["removed", "removed"]
    assert run("goal", "list", "--json").data == []
    assert run("undo", "--redo").status == 0
    assert len(run("goal", "list", "--json").data) == 1
    assert run("undo", "--redo").status == 3


def test_undo_of_a_sealed_week(run, tmp_path):
    """A review that was sealed too early can be taken back and written anew."""
    (tmp_path / "week.json").write_text(
        '{"had": {"1": {"title": "Read", "hours": "6/2", "outcome": "missed"}},'
        '"goals": {"had1": {"why": "videos"}}, "motive": {"kind": "fear"},'
        '"quarter_goals": {"1": {"title": "Paper"}},'
        '"next": {"new1": {"title": "Draft", "measure": "sent", "hours": 8}}}'
    )
    assert run("week", "--answers", str(tmp_path / "week.json")).status == 0
    assert run("week", "--answers", str(tmp_path / "week.json")).status == 1
    assert "2026-W47" in run("undo").out
    assert run("goal", "list", "--all", "--json").data == []
    assert run("week", "--answers", str(tmp_path / "week.json")).status == 0
    assert run("verify").status == 0
