"""What is read from a journal: the same values that were put, in few statements, without touching the file."""

from __future__ import annotations

import hashlib
import inspect
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import store_nouns as sn
from fupan import long_view as lv
from fupan import model as m
from fupan.audience import AUDIENCE, Audience
from fupan.errors import JournalBusy, JournalUnreadable
from fupan.periods import Quarter, Week
from fupan.store import file, glance, open_store, peek
from fupan.store.text import clean

pytestmark = pytest.mark.steps

SLOW = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("rich") / "journal.db", now=sn.NOW)
    sn.fill(store)
    sn.fill_far(store)
    return store


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A journal with the one goal that other nouns speak of."""
    store = open_store(tmp_path_factory.mktemp("bare") / "journal.db", now=sn.NOW)
    with store.writing() as writing:
        writing.put(sn.GOAL)
    return store


READ = {
    m.GoalWeek: lambda store, noun: store.life("g1"),
    m.Motive: lambda store, noun: store.motives(noun.week, noun.week),
    m.Verdict: lambda store, noun: store.verdicts(noun.period),
    m.Trial: lambda store, noun: store.trials(),
    m.Note: lambda store, noun: store.notes(noun.week, noun.week),
    m.WeeklyReview: lambda store, noun: (store.review(noun.week),),
    m.QuarterlyReview: lambda store, noun: (store.quarterly(noun.quarter),),
    lv.Problem: lambda store, noun: store.problems(),
    lv.Decision: lambda store, noun: store.decisions(),
    lv.Letter: lambda store, noun: store.letters(),
    lv.Rule: lambda store, noun: store.rules(),
    lv.LongReview: lambda store, noun: store.long_reviews(),
    lv.Pact: lambda store, noun: store.pacts(),
}


@SLOW
@given(noun=st.one_of(sn.goal_weeks, sn.motives, sn.verdicts, sn.trials, sn.notes, sn.weekly, sn.quarterly, sn.far))
def test_what_is_put_is_read_again(bare, noun):
    """Every noun comes back from its rows as it was."""
    with sn.tried(bare) as writing:
        stored = writing.put(noun)
        assert stored == sn.kept(noun)
        assert READ[type(noun)](bare, noun) == (stored,)


@SLOW
@given(noun=sn.goals)
def test_a_goal_that_is_put_is_read_again(bare, noun):
    """A goal written over another comes back as it was."""
    with sn.tried(bare) as writing:
        assert writing.put(replace(noun, version=2)) in bare.goals()


@SLOW
@given(draft=sn.drafts)
def test_a_draft_keeps_every_answer_in_its_order(bare, draft):
    """Answers of any JSON value come back, in the order in which they were given."""
    with sn.tried(bare) as writing:
        for key, value in draft.answers.items():
            writing.keep_answer(draft, key, value)
        assert bare.draft(draft.period) == draft
        assert list(bare.draft(draft.period).answers) == list(draft.answers)


@given(st.text())
def test_text_is_cleaned_and_nothing_else(text):
    """Control characters and broken halves become visible signs; a clean text stays as it is."""
    done = clean(text)
    assert not any((c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" or "\ud800" <= c <= "\udfff" for c in done)
    assert clean(done) == done
    done.encode()


def test_what_cannot_be_kept_becomes_visible(bare):
    """NUL, escapes and lone surrogates are replaced wherever they come in, also inside JSON."""
    draft = replace(sn.DRAFT, period="2026-W01")
    with sn.tried(bare) as writing:
        writing.put(m.Motive(week=Week(2026, 1), of="a\x00b\x1b[1m\r\n\ud800"))
        writing.keep_answer(draft, "k\x00", {"\x07": ["\x00", 1]})
        assert bare.motives(Week(2026, 1), Week(2026, 1))[0].of == "a\ufffdb\ufffd[1m\n\ufffd"
        assert bare.draft("2026-W01").answers == {"k\ufffd": {"\ufffd": ["\ufffd", 1]}}


@pytest.mark.parametrize(
    "noun",
    [
        m.Motive(week=sn.W53, of="x", strength=float("nan")),
        m.GoalWeek(goal="g1", week=sn.W53, title="", progress=float("inf")),
        m.Note(id="n9", day=sn.NOW.date(), week=sn.W53, written=sn.NOW.replace(tzinfo=None)),
        m.WeeklyReview(week=sn.W53, started=sn.NOW, written=sn.NOW.replace(tzinfo=None), zone=""),
        m.WeeklyReview(week=sn.W53, started=sn.NOW, written=sn.NOW, zone="", answers={"a": float("nan")}),
    ],
)
def test_what_no_database_keeps_is_refused(bare, noun):
    """Not-a-number, infinity and a moment without its zone are refused before anything is stored."""
    with pytest.raises(Exception, match=r"no number|without its zone|not JSON compliant"), bare.writing() as writing:
        writing.put(noun)


def test_reviews_come_whole(rich):
    """A week brings its goals, motive, verdicts and the promises for the week after; a quarter its scores."""
    before, last = rich.reviews(Week(2026, 1), Week(2027, 1))
    assert (before.week, last.week) == (Week(2026, 52), sn.W53)
    assert [one.title for one in before.goals] == ["before"]
    assert before.promises == last.goals
    assert [one.carried_as for one in last.promises] == [m.Carry.SHRINK]
    assert last.motive.of == "钱"
    assert [one.goal for one in last.verdicts] == ["g2"]
    assert last.verdicts[0].program.findings == (sn.FOUND,)
    assert rich.review(sn.W53) == last
    assert rich.review(Week(2027, 1)) is None
    quarter = rich.quarterly(Quarter(2026, 4))
    assert quarter.scores == (m.Score(goal="g1", own=0.3, computed=0.4),)
    assert [one.period for one in quarter.verdicts] == ["2026-Q4"]
    assert rich.quarterly(Quarter(2026, 3)) is None


def test_the_latest_before_a_week(rich):
    """The last review and the last motive are those of an earlier week, whatever lies between."""
    assert rich.last_review(Week(2028, 1)).week == sn.W53
    assert rich.last_review(sn.W53).week == Week(2026, 52)
    assert rich.last_review(Week(2026, 52)) is None
    assert rich.last_motive(Week(2028, 1)).week == sn.W53
    assert rich.last_motive(sn.W53) is None


def test_orders(rich):
    """Goals go by their number, weeks by the calendar, verdicts by week and then quarter."""
    assert [goal.id for goal in rich.goals()] == ["g1", "g2", "g10"]
    assert [one.week for one in rich.life("g2")] == [Week(2026, 52), sn.W53, Week(2027, 1)]
    assert rich.calendar() == ((Week(2026, 52), False), (sn.W53, True))
    assert rich.quarters() == (Quarter(2026, 4),)
    assert [note.id for note in rich.notes(sn.W53, sn.W53)] == ["n1", "n2"]
    assert rich.verdicts_of("g1")[0].period == "2026-Q4"


def test_a_review_keeps_the_offset_of_its_clock(rich):
    """A review is shown by the clock that it was written by; other moments come in UTC."""
    review = rich.review(sn.W53)
    assert (review.started.utcoffset(), review.written.utcoffset()) == (sn.NOW.utcoffset(), sn.NOW.utcoffset())
    assert rich.goals()[0].created.utcoffset().total_seconds() == 0


def test_a_missing_journal_reads_as_empty(tmp_path):
    """Before the first write every question has its empty answer, and no file appears."""
    store = open_store(tmp_path / "deep" / "journal.db", now=sn.NOW)
    found = sn.content(store)
    assert not any(found[:12])
    assert store.empty()
    assert store.audience() == AUDIENCE
    assert (store.draft("2026-W01"), store.review(sn.W53), store.last_review(sn.W53), store.last_motive(sn.W53)) == (
        None,
        None,
        None,
        None,
    )
    assert list(tmp_path.iterdir()) == []


def test_a_draft_alone_leaves_the_journal_empty(tmp_path):
    """A first interview that was begun is no written word yet; a note is."""
    store = open_store(tmp_path / "journal.db", now=sn.NOW)
    with store.writing() as writing:
        writing.keep_answer(sn.DRAFT, "a", 1)
    assert store.empty()
    with store.writing() as writing:
        writing.put(m.Note(id=writing.new_id("n"), day=sn.NOW.date(), week=sn.W53, written=sn.NOW))
    assert not store.empty()


def test_who_may_read_what_is_in_the_journal(tmp_path, rich):
    """The first schema holds the audience of every field, and the person can change it."""
    assert rich.audience() == AUDIENCE
    store = open_store(tmp_path / "journal.db", now=sn.NOW)
    with store.writing() as writing:
        writing.keep_audience("goal_week.proof", Audience.SELF)
        writing.keep_audience("gap", Audience.PARTNER)
        writing.keep_fact("zone", "Asia/Shanghai")
    changed = {"goal_week.proof": Audience.SELF, "gap": Audience.PARTNER}
    assert store.audience() == {**AUDIENCE, **changed}
    assert store.facts() == {"created": sn.NOW.isoformat(), "needs": "0.2.0", "zone": "Asia/Shanghai"}


def test_reading_changes_no_byte(rich):
    """After all reads the file has its old bytes and times, and nothing lies beside it."""
    before = rich.path.stat(), hashlib.sha256(rich.path.read_bytes()).digest(), set(rich.path.parent.iterdir())
    again = open_store(rich.path, now=sn.NOW)
    assert sn.content(again)
    assert peek(rich.path) == file.SCHEMA
    after = rich.path.stat(), hashlib.sha256(rich.path.read_bytes()).digest(), set(rich.path.parent.iterdir())
    assert (before[0].st_mtime_ns, before[0].st_ctime_ns, *before[1:]) == (
        after[0].st_mtime_ns,
        after[0].st_ctime_ns,
        *after[1:],
    )


def test_what_reads_cannot_write(rich):
    """The reading side has no right to change anything, whatever it is told."""
    with pytest.raises(JournalUnreadable), file.reading(rich.path) as ask:
        ask("DELETE FROM goal")


def test_reading_needs_the_standard_library_alone(rich):
    """Opening and reading a journal imports neither SQLAlchemy nor SQLModel, pydantic or alembic."""
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from fupan.store import open_store; from fupan.periods import Week, Quarter\n"
        f"s = open_store(Path({str(rich.path)!r}), now=datetime(2026, 11, 23, tzinfo=UTC))\n"
        "assert s.reviews(Week(2026, 1), Week(2027, 1)) and s.drafts() and s.quarterly(Quarter(2026, 4)) and s.trials()\n"
        "print(sorted({'sqlalchemy', 'sqlmodel', 'pydantic', 'alembic', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class Recorder:
    """Asks as glance does, and has SQLite explain each statement."""

    def __init__(self, path):
        self.connection = file.connect(path, "ro")
        self.plans = {}

    def __call__(self, statement, values=()):
        if statement.startswith("SELECT"):
            plan = self.connection.execute("EXPLAIN QUERY PLAN " + statement, values).fetchall()
            self.plans[statement] = " | ".join(row[-1] for row in plan)
        return self.connection.execute(statement, values).fetchall()


ARGUMENTS = {
    "first": Week(2026, 1),
    "last": Week(2027, 1),
    "before": Week(2027, 1),
    "since": Week(2026, 1),
    "goal": "g2",
    "period": "2026-W53",
    "quarter": Quarter(2026, 4),
    "noun": "goal",
    "key": "g1",
}


def argument(function, name):
    is_quarter = "Quarter" in inspect.signature(function).parameters[name].annotation
    return Quarter(2026, 4) if is_quarter else ARGUMENTS[name]


def questions():
    """Every function of glance that asks the journal something."""
    for name, function in inspect.getmembers(glance, inspect.isfunction):
        parameters = list(inspect.signature(function).parameters)
        if function.__module__ == glance.__name__ and parameters[:1] == ["ask"]:
            yield name, function, [argument(function, one) for one in parameters[1:]]


def test_every_statement_fits_the_schema_of_the_migrations(rich):
    """SQLite explains every reading statement against a migrated journal, and all those over weeks use an index."""
    recorder = Recorder(rich.path)
    asked = {name: function(recorder, *values) for name, function, values in questions()}
    recorder.connection.close()
    assert len(asked) >= 18
    assert not [name for name, found in asked.items() if found in ((), None, {}) and name != "earlier"]
    spans = {asked: plan for asked, plan in recorder.plans.items() if re.search(r"WHERE.*\b(week|period)\b", asked)}
    assert len(spans) >= 10
    assert not {statement: plan for statement, plan in spans.items() if "USING" not in plan}


def test_the_number_of_statements_does_not_grow(rich):
    """A year of reviews asks the journal as often as one week."""
    assert [count_statements(rich, first) for first in (sn.W53, Week(2026, 1))] == [4, 4]


def count_statements(store, first):
    asked = []
    with file.reading(store.path) as ask:
        glance.reviews(lambda statement, values: asked.append(statement) or ask(statement, values), first, sn.W53)
    return len(asked)


def test_a_snapshot_is_of_one_moment(tmp_path, monkeypatch):
    """While a snapshot is open nobody else can change the journal; afterwards the change is seen."""
    monkeypatch.setattr(file, "WAIT", 0)
    store, other = (open_store(tmp_path / "journal.db", now=sn.NOW) for _ in range(2))
    with store.writing() as writing:
        writing.put(sn.GOAL)
    with store.snapshot():
        assert len(store.goals()) == 1
        with pytest.raises(JournalBusy), other.writing() as writing:
            writing.put(sn.STEP)
        assert len(store.goals()) == 1
    with other.writing() as writing:
        writing.put(sn.STEP)
    assert len(store.goals()) == 2
    with pytest.raises(RuntimeError), store.snapshot(), store.writing():
        pass
